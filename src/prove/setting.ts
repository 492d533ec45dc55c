// The ways to play one input, each differing from the one before in one respect, so that where results differ the
// reason is known.

import type { Parts } from './partitioned.ts'
import type { Outcome, Place } from './place.ts'

/** Records in their partitions, each with a number by which they are sorted to arrive in another order. */
export type Case<A> = Parts<readonly [record: A, rank: number]>

export type Change = 'nothing' | 'partitions' | 'order' | 'engine' | 'workers'

export interface Setting<A> {
  readonly changed: Change
  readonly place: Place
  readonly parts: Parts<A>
}

export interface Played<A> extends Setting<A> {
  readonly outcome: Outcome
}

export const settingsOf = <A>(places: readonly Place[], input: Case<A>): readonly Setting<A>[] => {
  const place = places[0]!
  const given = input.map(part => part.map(([record]) => record))
  const arrived = reordered(input)
  return [
    { changed: 'nothing', place, parts: [given.flat()] },
    ...(given.length > 1 ? [{ changed: 'partitions' as const, place, parts: given }] : []),
    ...(arrived === undefined ? [] : [{ changed: 'order' as const, place, parts: arrived }]),
    ...places.slice(1).map((place, i) => ({
      changed: place.engine.name === places[i]!.engine.name ? ('workers' as const) : ('engine' as const),
      place,
      parts: arrived ?? given,
    })),
  ]
}

/** By rank, in partitions of the same sizes; undefined where nothing moves. */
const reordered = <A>(input: Case<A>): Parts<A> | undefined => {
  const sorted = input.flat().toSorted(([, x], [, y]) => x - y)
  if (sorted.every((entry, i) => entry === input.flat()[i])) return undefined
  let end = 0
  return input.map(({ length }) => {
    const start = end
    end += length
    return sorted.slice(start, end).map(([record]) => record)
  })
}
