import { calling } from '../call.ts'
import type { RDD } from '../rdd.ts'
import type { Joining } from '../shape.ts'
import { joinedBy } from './join.ts'

export const leftOuterJoin = <K, W>(
  other: RDD<readonly [K, W]>,
  options?: Joining,
): (<V>(rdd: RDD<readonly [K, V]>) => RDD<[K, [V, W | undefined]]>) =>
  joinedBy(calling('leftOuterJoin'), 'leftJoined', other, options)
