// Limits that several tasks share: who asks first gets a permit first.

export interface Permits {
  /** Calls `granted` once one of the `most` permits of the limit is free. Returns what gives it back, or asks no more. */
  readonly ask: (limit: number, most: number, granted: () => void) => () => void
}

interface Limit {
  taken: number
  readonly waiting: Set<() => void>
}

export const permits = (): Permits => {
  const limits = new Map<number, Limit>()
  return {
    ask: (id, most, granted) => {
      const limit = limits.get(id) ?? { taken: 0, waiting: new Set() }
      limits.set(id, limit)
      let holds = false
      const take = (): void => {
        limit.waiting.delete(take)
        limit.taken++
        holds = true
        granted()
      }
      if (limit.taken < most) take()
      else limit.waiting.add(take)
      return () => {
        limit.waiting.delete(take)
        if (!holds) return
        holds = false
        limit.taken--
        const [next] = limit.waiting
        if (next !== undefined) next()
        else if (limit.taken === 0) limits.delete(id)
      }
    },
  }
}
