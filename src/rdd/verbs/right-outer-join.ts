import { calling } from '../call.ts'
import type { RDD } from '../rdd.ts'
import type { Joining } from '../shape.ts'
import { joinedBy } from './join.ts'

export const rightOuterJoin = <K, W>(
  other: RDD<readonly [K, W]>,
  options?: Joining,
): (<V>(rdd: RDD<readonly [K, V]>) => RDD<[K, [V | undefined, W]]>) =>
  joinedBy(calling('rightOuterJoin'), 'rightJoined', other, options)
