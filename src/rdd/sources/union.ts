import { node } from '../../lineage/lineage.ts'
import { calling, grow } from '../call.ts'
import { checkSides } from '../check.ts'
import type { Driver, RDD } from '../rdd.ts'

export const union =
  (driver: Driver) =>
  <T>(rdds: readonly RDD<T>[]): RDD<T> => {
    const call = calling('union')
    checkSides(call, { driver }, rdds)
    return grow({ driver }, node({ kind: 'union', ...call, parents: rdds.map(rdd => rdd.lineage) }))
  }
