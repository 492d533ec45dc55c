import { derive } from '../../lineage/fn.ts'
import { calling } from '../call.ts'
import type { RDD } from '../rdd.ts'
import type { Ord, Orderable, Sorting } from '../shape.ts'
import { sorted } from './sort-by.ts'

interface SortByKey {
  (options?: Sorting): <P extends readonly [Orderable, unknown]>(rdd: RDD<P>) => RDD<P>
  <K>(options: Sorting & { readonly ord: Ord<K> }): <V>(rdd: RDD<readonly [K, V]>) => RDD<[K, V]>
}

export const sortByKey: SortByKey = (options?: Sorting) =>
  sorted(calling('sortByKey'), derive('key'), options) as <T>(rdd: RDD<T>) => RDD<never>
