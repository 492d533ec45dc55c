import { node } from '../../lineage/lineage.ts'
import { calling, grow } from '../call.ts'
import type { Driver, RDD } from '../rdd.ts'

export const emptyRDD =
  (driver: Driver) =>
  <T>(): RDD<T> =>
    grow({ driver }, node({ kind: 'source', ...calling('emptyRDD'), from: { from: 'items', slices: [] } }))
