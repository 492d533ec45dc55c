// Combinators that draw: from the seed they are given and the partition's index, so that a rerun draws the same.

import type { Callable } from '../callable.ts'
import { poisson, randomOf } from '../random.ts'
import type { TaskInfo } from '../task-info.ts'

type Records = Iterable<unknown>
export interface Range {
  readonly from: number
  readonly to: number
  readonly seed: number
}

export const SAMPLING = {
  /** The records whose number in [0, 1) is in the range: ranges that partition it partition the records. */
  drawn: (constant: () => Range) => {
    const { from, to, seed } = constant()
    return function* (it: Records, { partition }: TaskInfo) {
      const random = randomOf(seed, partition)
      for (const x of it) {
        const u = random()
        if (from <= u && u < to) yield x
      }
    }
  },
  /** Each record so many times on average. */
  drawnAgain: (constant: () => { readonly mean: number; readonly seed: number }) => {
    const { mean, seed } = constant()
    return function* (it: Records, { partition }: TaskInfo) {
      const random = randomOf(seed, partition)
      for (const x of it) for (let times = poisson(random, mean); times > 0; times--) yield x
    }
  },
  /** Each record behind a number: the least n are a sample of n, in random order. */
  raffled: (constant: () => number) => {
    const seed = constant()
    return function* (it: Records, { partition }: TaskInfo) {
      const random = randomOf(seed, partition)
      for (const x of it) yield [random(), x]
    }
  },
  /** The records at the positions given for this partition, which are in order. */
  picked: (constant: () => readonly (readonly number[])[]) => {
    const positions = constant()
    return function* (it: Records, { partition }: TaskInfo) {
      const mine = positions[partition] ?? []
      let next = 0
      let at = 0
      if (mine.length === 0) return
      for (const x of it) {
        if (at++ !== mine[next]) continue
        yield x
        if (++next === mine.length) return
      }
    }
  },
} satisfies Record<string, (...args: never[]) => Callable>
