import { concatenated } from '../../lineage/concatenated.ts'
import { comparisonOf, type Order, sortedBy } from '../../lineage/order.ts'
import { type Call, calling, failure } from '../call.ts'
import { checkSize, checkSyncFunction, comparing } from '../check.ts'
import type { Ranking, RDD } from '../rdd.ts'
import { onDriver, run } from '../run.ts'
import type { Orderable, Running } from '../shape.ts'

interface Several {
  (n: number, options?: Running): <A extends Orderable>(rdd: RDD<A>) => Promise<A[]>
  <T>(n: number, options: Running & Ranking<T>): (rdd: RDD<T>) => Promise<T[]>
}
interface One {
  (options?: Running): <A extends Orderable>(rdd: RDD<A>) => Promise<A>
  <T>(options: Running & Ranking<T>): (rdd: RDD<T>) => Promise<T>
}

const several =
  (operator: string, descending: boolean): Several =>
  (n: number, options?: Options) => {
    const call = calling(operator)
    return async (rdd: RDD<unknown>) => {
      checkSize(call, n)
      return ranked(call, rdd, n, orderOf(call, descending, options), options)
    }
  }

const one =
  (operator: string, descending: boolean): One =>
  (options?: Options) => {
    const call = calling(operator)
    return async (rdd: RDD<unknown>) => {
      const found = await ranked(call, rdd, 1, orderOf(call, descending, options), options)
      if (found.length === 0) throw failure(call, 'DATA', 'of an empty RDD: there is no element.')
      return found[0] as never
    }
  }

export const top = several('top', true)
export const takeOrdered = several('takeOrdered', false)
export const max = one('max', true)
export const min = one('min', false)

type Options = Running & Partial<Record<keyof Ranking<never>, unknown>>

/** The n first by the order. */
export const ranked = async (
  call: Call,
  rdd: RDD<unknown>,
  n: number,
  order: Order,
  options: Running | undefined,
): Promise<never[]> => {
  if (n <= 0) return []
  const parts = await run<unknown[]>(call, rdd, { kind: 'top', n, order }, options)
  const { key, compare, descending } = order
  const comparison = comparisonOf({
    key: key && onDriver(call, key),
    compare: compare && onDriver(call, compare),
    descending,
  })
  return sortedBy(concatenated(parts), comparison).slice(0, n) as never[]
}

const orderOf = (call: Call, descending: boolean, options: Options | undefined): Order => {
  const { by, ord } = (options ?? {}) as { by?: () => unknown; ord?: never }
  if (by !== undefined) checkSyncFunction(call, by)
  return { key: by, compare: comparing(call, ord), descending }
}
