// The n first records by an order, in bounded memory: a buffer that is sorted and cut when it is full. Stable: among
// equals the earlier record wins.

import type { Compare } from '../lineage/compare.ts'
import { sortedBy } from '../lineage/order.ts'

export interface Top {
  readonly push: (record: unknown) => void
  readonly finish: () => unknown[]
}

export const topOf = (n: number, compare: Compare): Top => {
  let kept: unknown[] = []
  const room = Math.max(2 * n, 1024)
  const cut = () => {
    kept = sortedBy(kept, compare).slice(0, n)
  }
  return {
    push: record => {
      if (kept.push(record) >= room) cut()
    },
    finish: () => {
      cut()
      return kept
    },
  }
}
