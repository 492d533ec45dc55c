import { calling } from '../call.ts'
import { checkSides } from '../check.ts'
import type { Driver, RDD } from '../rdd.ts'
import { united } from '../verbs/union.ts'

export const union =
  (driver: Driver) =>
  <T>(rdds: readonly RDD<T>[]): RDD<T> => {
    const call = calling('union')
    checkSides(call, { driver }, rdds)
    return united(call, { driver }, rdds)
  }
