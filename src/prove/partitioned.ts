// Arbitrary inputs: records cut into partitions anywhere, also into empty ones, and RDDs of exactly these partitions.

import fc from 'fast-check'
import { NO_CALL_SITE } from '../lineage/call-site.ts'
import { node } from '../lineage/lineage.ts'
import type { RDD } from '../rdd/rdd.ts'
import type { Session } from '../rdd/session.ts'

export type Parts<A> = readonly (readonly A[])[]

/** How large an input may be. */
export interface Extent {
  /** The fewest records; default 0. */
  readonly minLength?: number | undefined
  /** The most records; default 10. */
  readonly maxLength?: number | undefined
  /** The most partitions; default 4. */
  readonly partitions?: number | undefined
}

/**
 * Records in partitions, uneven and empty ones among them; shrinks to few records in one partition.
 * @example fc.assert(fc.property(partitioned(fc.nat()), parts => parts.length > 0))
 */
export const partitioned = <A>(
  element: fc.Arbitrary<A>,
  { minLength = 0, maxLength = Math.max(10, minLength), partitions = 4 }: Extent = {},
): fc.Arbitrary<Parts<A>> =>
  fc
    .tuple(
      fc.array(element, { minLength, maxLength }),
      fc.array(fc.nat(maxLength), { maxLength: partitions - 1 }),
    )
    .map(([records, cuts]) => cutAt(records, cuts))

const cutAt = <A>(records: readonly A[], cuts: readonly number[]): Parts<A> => {
  const bounds = [0, ...cuts.toSorted((a, b) => a - b), records.length]
  return bounds.slice(1).map((end, i) => records.slice(bounds[i], end))
}

/**
 * The RDD that has exactly these partitions.
 * @example fromPartitions(session, [[1, 2], [], [3]])
 */
export const fromPartitions = <A>(session: Session, parts: Parts<A>): RDD<A> => {
  const slices = parts.map(part => Object.freeze([...part]))
  const from = { from: 'items', slices } as const
  return session
    .emptyRDD()
    .driver.rdd(node({ kind: 'source', operator: 'input', callSite: NO_CALL_SITE, from }))
}

/**
 * RDDs of a session, in partitions as `partitioned` makes them. A counterexample shows the records.
 * @example
 * await fc.assert(fc.asyncProperty(arbitraryRDD(session, fc.nat()), async rdd =>
 *   (await rdd.count()) === (await rdd.map(n => n + 1).count())))
 */
export const arbitraryRDD = <A>(
  session: Session,
  element: fc.Arbitrary<A>,
  extent?: Extent,
): fc.Arbitrary<RDD<A>> =>
  partitioned(element, extent).map(parts =>
    Object.create(fromPartitions(session, parts), {
      [fc.toStringMethod]: { value: () => `RDD of ${fc.stringify(parts)}` },
    }),
  )
