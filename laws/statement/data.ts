// What statements speak about: records in partitions, on both sides of an equation.

import fc from 'fast-check'
import type { RDD, Session } from 'partita'
import { float, partitions } from '../arbitrary/program.ts'

export interface Given<T> {
  readonly items: readonly T[]
  readonly partitions: number
}

export const given = <T>(item: fc.Arbitrary<T>, maxLength = 30): fc.Arbitrary<Given<T>> =>
  fc.record({ items: fc.array(item, { maxLength }), partitions })

export const rddOf = <T>(session: Session, { items, partitions }: Given<T>): RDD<T> =>
  session.parallelize(items as readonly never[], partitions) as RDD<T>

export const whole = fc.integer({ min: -20, max: 20 })
export const floats = given(float)
export const wholes = given(whole)

/** Each partition's records, by its index. */
export const layout = async <T>(rdd: RDD<T>): Promise<readonly T[][]> => {
  const parts = await rdd.mapPartitionsWithIndex((index, it) => [{ index, records: [...it] }]).collect()
  return parts.map(({ records }) => records)
}

/** The same records as often, in any order. */
export const sameBag = <T>(a: readonly T[], b: readonly T[], same: (x: T, y: T) => boolean): boolean => {
  const rest = [...b]
  return (
    a.length === b.length &&
    a.every(x => {
      const at = rest.findIndex(y => same(x, y))
      if (at >= 0) rest.splice(at, 1)
      return at >= 0
    })
  )
}
