import { node } from '../../lineage/lineage.ts'
import { calling, grow } from '../call.ts'
import type { RDD } from '../rdd.ts'

interface Filter {
  <T, U extends T>(f: (element: T) => element is U): (rdd: RDD<T>) => RDD<U>
  <T>(f: (element: T) => boolean): (rdd: RDD<T>) => RDD<T>
}

export const filter: Filter = <T>(f: (element: T) => boolean) => {
  const call = calling('filter')
  return (rdd: RDD<T>) => grow<never>(rdd, node({ kind: 'filter', ...call, parent: rdd.lineage, f }))
}
