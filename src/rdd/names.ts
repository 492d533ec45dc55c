// What users call their RDDs (`setName`): nodes of the lineage, and for lists of what is kept, the name of what is kept.

import type { Lineage, Persisted } from '../lineage/lineage.ts'

/** What is below the names that were given. */
export const unnamed = (lineage: Lineage): Lineage => {
  let below = lineage
  while (below.kind === 'union' && below.name !== undefined) below = below.parents[0]!
  return below
}

const given = new WeakMap<Persisted, string>()

export const nameKept = (kept: Persisted, name: string): void => {
  given.set(kept, name)
}

/** The last one given to it, else that of what it keeps. */
export const nameOfKept = (kept: Persisted): string | undefined => given.get(kept) ?? kept.parent.name
