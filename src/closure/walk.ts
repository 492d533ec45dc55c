// One capture under way: the graph as far as it is known, and what is still to be described. A work list and no
// recursion, so that no chain of closures is too long; values are read once, so that identities and cycles hold.

import type { Analysis, FreeVariable } from './analysis.ts'
import type { Edit } from './rewrite.ts'
import type { Facts, Fn } from './scope.ts'
import type { ShippedNode, Slot } from './shipment.ts'

/** A variable of a function that travels by value. */
export interface Capture {
  readonly name: string
  readonly variable: FreeVariable
  slot: Slot
  readonly value: unknown
  /** Which scope holds it, counted from the outermost; the same variable has the same depth everywhere. */
  readonly depth: number
  readonly module: boolean
  /** Only these members of a module-like object travel. */
  part?: {
    readonly of: object
    readonly url: string
    readonly members: ReadonlyMap<string, unknown>
  }
}

/** The class in whose body a function stands that uses its private names, or `super`. */
export interface Inside {
  readonly holder: Fn
  readonly isStatic: boolean
  /** Where in the class's text it stands. */
  readonly offset: number
}

/** A function whose text is settled when all closures of the shipment are known. */
export interface Draft {
  readonly id: number
  readonly fn: Fn
  readonly facts: Facts
  readonly analysis: Analysis
  readonly captures: Capture[]
  readonly edits: Edit[]
  /** Parameters besides the captured variables. */
  readonly extras: { readonly name: string; readonly slot: Slot }[]
  /** What only a class's body can hold, because it uses `super` or a private name of that class. */
  readonly inside?: Inside
  readonly finish: (code: number, captures: readonly Slot[], file: string) => ShippedNode
}

export interface Walk {
  readonly nodes: ShippedNode[]
  readonly drafts: Draft[]
  /** Classes of which an instance with private fields travels. */
  readonly guarded: Set<Fn>
  stateful: boolean
  bytes: number
  /** The slot of a value that the node being described holds under `step`. */
  readonly slot: (value: unknown, step: string | number) => Slot
  /** The slot of a value of which the node is known, unless it has one already. */
  readonly refer: (value: unknown, node: ShippedNode) => Slot
  /** The node of a value, if it has one. */
  readonly known: (value: unknown) => number | undefined
  /** A node that stands for no value of the user's. */
  readonly add: (node: ShippedNode) => readonly [number]
  /** The node being described. */
  current: number
}

export interface Entry {
  readonly value: unknown
  /** The node that holds it, -1 for roots. */
  readonly parent: number
  readonly step: string
}

export const startWalk = (): Walk & { readonly entries: (Entry | undefined)[] } => {
  const ids = new Map<unknown, number>()
  const entries: (Entry | undefined)[] = []
  const nodes: ShippedNode[] = []
  const walk = {
    nodes,
    drafts: [],
    guarded: new Set<Fn>(),
    stateful: false,
    bytes: 0,
    current: -1,
    entries,
    slot: (value: unknown, step: string | number): Slot => {
      switch (typeof value) {
        case 'undefined':
        case 'boolean':
        case 'number':
          walk.bytes += 8
          return value
        case 'string':
          walk.bytes += value.length + 4
          return value
        case 'bigint':
          walk.bytes += 16
          return value
      }
      if (value === null) return null
      const known = ids.get(value)
      if (known !== undefined) return [known]
      const id = nodes.length
      ids.set(value, id)
      entries[id] = { value, parent: walk.current, step: typeof step === 'number' ? `[${step}]` : step }
      nodes.push({ kind: 'object' })
      walk.bytes += 16
      return [id]
    },
    refer: (value: unknown, node: ShippedNode): Slot => {
      const known = ids.get(value)
      if (known !== undefined) return [known]
      ids.set(value, nodes.length)
      return walk.add(node)
    },
    known: (value: unknown) => ids.get(value),
    add: (node: ShippedNode): readonly [number] => {
      nodes.push(node)
      entries.push(undefined)
      return [nodes.length - 1]
    },
  } satisfies Walk & { entries: (Entry | undefined)[] }
  return walk
}
