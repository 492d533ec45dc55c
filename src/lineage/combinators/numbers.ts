// Combinators of numbers.

import type { Callable } from '../callable.ts'
import { addMoment, mergeMoments } from '../moments.ts'

export const NUMBERS = {
  addMoment: () => addMoment,
  mergeMoments: () => mergeMoments,
  /** Counts a number in the bucket between two edges; the last bucket has its upper edge too. */
  tally: (constant: () => readonly number[]) => {
    const edges = constant()
    const last = edges.length - 1
    return (counts: number[], x: number) => {
      if (!(edges[0]! <= x && x <= edges[last]!)) return counts
      let low = 0
      let high = last
      while (high - low > 1) {
        const middle = (low + high) >>> 1
        if (edges[middle]! <= x) low = middle
        else high = middle
      }
      counts[low]!++
      return counts
    }
  },
  addEach: () => (a: readonly number[], b: readonly number[]) => a.map((n, i) => n + b[i]!),
} satisfies Record<string, (...args: never[]) => Callable>
