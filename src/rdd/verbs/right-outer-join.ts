import { calling } from '../call.ts'
import type { RDD } from '../rdd.ts'
import type { Wide } from '../shape.ts'
import { joining } from './join.ts'

export const rightOuterJoin = <K, W>(
  other: RDD<readonly [K, W]>,
  options?: Wide,
): (<V>(rdd: RDD<readonly [K, V]>) => RDD<[K, [V | undefined, W]]>) =>
  joining(calling('rightOuterJoin'), 'rightJoined', other, options)
