// Combinators that draw by key, each key with a fraction of its own.

import { PartitaError } from '../../fault.ts'
import type { Callable } from '../callable.ts'
import { canonicalKey, isStructured } from '../key.ts'
import { type Keyed, keyed } from '../keyed.ts'
import { poisson, randomOf } from '../random.ts'
import { shuffledPlace } from '../shuffled.ts'
import type { TaskInfo } from '../task-info.ts'

type Pair = readonly [unknown, unknown]
export type Fractions = readonly (readonly [unknown, number])[]
export interface Drawing {
  readonly fractions: Fractions
  readonly seed: number
  readonly again: boolean
}

export const STRATA = {
  drawnByKey: (constant: () => Drawing) => {
    const { fractions, seed, again } = constant()
    const fractionOf = fractionsOf(fractions)
    return function* (it: Iterable<Pair>, { partition }: TaskInfo) {
      const random = randomOf(seed, partition)
      for (const pair of it) {
        const fraction = fractionOf(pair[0])
        const times = again ? poisson(random, fraction) : Number(random() < fraction)
        for (let i = 0; i < times; i++) yield pair
      }
    }
  },
  /** Each key with a place in a random order of all records, for each of them. */
  placedByKey: (constant: () => number) => {
    const seed = constant()
    return function* (it: Iterable<Pair>, task: TaskInfo) {
      const place = placesOf(seed, task)
      for (const [key] of it) yield [key, place()]
    }
  },
  /** A key and the last place that belongs to its share of all its places. */
  lastPlace: (constant: () => Fractions) => {
    const fractionOf = fractionsOf(constant())
    return ([key, places]: readonly [unknown, Iterable<number>]) => {
      const sorted = Float64Array.from(places).sort()
      return [key, sorted[Math.ceil(sorted.length * fractionOf(key)) - 1] ?? -1]
    }
  },
  /** Records come with the last place of each key. */
  upToLastPlace: (constant: () => number) => {
    const seed = constant()
    return function* (it: Iterable<readonly [Pair, Fractions]>, task: TaskInfo) {
      const place = placesOf(seed, task)
      let lasts: Keyed<number> | undefined
      for (const [pair, all] of it) {
        lasts ??= keyed(all)
        if (place() <= lasts.get(pair[0])!) yield pair
      }
    }
  },
} satisfies Record<string, (...args: never[]) => Callable>

const fractionsOf = (fractions: Fractions): ((key: unknown) => number) => {
  const table = keyed(fractions)
  return key => {
    const fraction = table.get(key)
    if (fraction === undefined)
      throw new PartitaError('DATA', `No fraction is given for the key ${shown(key)}.`)
    return fraction
  }
}

const shown = (key: unknown): string =>
  typeof key === 'string' ? JSON.stringify(key) : isStructured(key) ? canonicalKey(key) : String(key)

/** Record k of partition i of n is number i + k·n of all, so that no two have one place. */
const placesOf = (seed: number, { partition, numPartitions }: TaskInfo): (() => number) => {
  let next = partition
  return () => {
    const place = shuffledPlace(next, seed)
    next += numPartitions
    return place
  }
}
