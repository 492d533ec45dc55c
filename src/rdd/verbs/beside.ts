// Not a method: what several verbs are made of.

import type { Call } from '../call.ts'
import type { RDD } from '../rdd.ts'
import { crossed } from './cartesian.ts'
import { wholes } from './glom.ts'
import { spread } from './repartition.ts'

/** Each record with all records of the other, which meet in one partition; the first ones stay where they are. */
export const beside = <T, U>(call: Call, rdd: RDD<T>, other: RDD<U>): RDD<[T, U[]]> =>
  crossed(call, rdd, wholes(call, spread(call, 1)(other)))
