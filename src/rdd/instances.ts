// RDD as fp-ts sees it. Equal means: the same elements in the same order, whatever the partitions.

import type { Compactable1 } from 'fp-ts/lib/Compactable.js'
import type { Filterable1 } from 'fp-ts/lib/Filterable.js'
import type { Functor1 } from 'fp-ts/lib/Functor.js'
import type { Monoid } from 'fp-ts/lib/Monoid.js'
import type { Predicate } from 'fp-ts/lib/Predicate.js'
import type { RDD } from './rdd.ts'
import type { Session } from './session.ts'
import { filter } from './verbs/filter.ts'
import { map } from './verbs/map.ts'
import { compact, reject, separate } from './verbs/separate.ts'

export const URI = 'partita/RDD'
export type URI = typeof URI

declare module 'fp-ts/HKT' {
  interface URItoKind<A> {
    readonly [URI]: RDD<A>
  }
}

export const Functor: Functor1<URI> = {
  URI,
  map: (rdd, f) => map(f)(rdd),
}

export const Compactable: Compactable1<URI> = { URI, compact, separate }

export const Filterable: Filterable1<URI> = {
  ...Functor,
  ...Compactable,
  filter: <A>(rdd: RDD<A>, f: Predicate<A>) => filter(f)(rdd),
  filterMap: (rdd, f) => compact(map(f)(rdd)),
  partition: <A>(rdd: RDD<A>, f: Predicate<A>) => ({ left: reject(f)(rdd), right: filter(f)(rdd) }),
  partitionMap: (rdd, f) => separate(map(f)(rdd)),
}

/** Union, with the RDD of no elements. */
export const getUnionMonoid = <A>(session: Session): Monoid<RDD<A>> => ({
  empty: session.emptyRDD<A>(),
  concat: (x, y) => session.union([x, y]),
})
