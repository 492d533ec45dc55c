// What the laws of the scheduler play with: a graph of shuffles, jobs over it, and a script of what goes on and wrong.
// All of it is plain data that shrinks.

import fc from 'fast-check'
import type { StageSpec } from '../../src/scheduler/message.ts'

/** What always goes wrong with one partition. */
export interface Flaw {
  readonly partition: number
  /** Its task kills the worker, runs out of memory, never ends or throws; `rot`: its block cannot be read. */
  readonly kind: 'exit' | 'oom' | 'timeout' | 'throw' | 'rot'
}

export interface Edge {
  /** Edges that its map stage reads; all of them come before it. */
  readonly parents: readonly number[]
  readonly parts: number
  readonly determinacy: StageSpec['determinacy']
  /** Its tasks read persisted data, until that is evicted, and so nothing else. */
  readonly stored: boolean
  readonly preferred: ReadonlyMap<number, number>
  readonly flaw: Flaw | undefined
}

export interface JobPlan {
  readonly parents: readonly number[]
  readonly parts: number
  readonly maxFailures: number
  readonly stored: boolean
  readonly preferred: ReadonlyMap<number, number>
  readonly flaw: Flaw | undefined
}

export const moves = [
  'submit',
  'join',
  'finish',
  'throw',
  'deliver',
  'repeat',
  'crash',
  'kill',
  'damage',
  'lose',
  'evict',
  'cancel',
  'release',
] as const
export type Move = (typeof moves)[number]

export interface Scene {
  readonly slots: number
  readonly executors: number
  readonly edges: readonly Edge[]
  readonly jobs: readonly JobPlan[]
  /** `pick` chooses among what the move could be done to. */
  readonly script: readonly { readonly move: Move; readonly pick: number }[]
}

const before = (count: number) =>
  fc.subarray(
    Array.from({ length: count }, (_, index) => index),
    { maxLength: Math.min(3, count) },
  )

/** Few are empty. */
const parts = fc.oneof(
  { arbitrary: fc.integer({ min: 1, max: 4 }), weight: 9 },
  { arbitrary: fc.constant(0), weight: 1 },
)

const flaw: fc.Arbitrary<Flaw | undefined> = fc.oneof(
  { arbitrary: fc.constant(undefined), weight: 9 },
  {
    arbitrary: fc.record({
      partition: fc.nat({ max: 3 }),
      kind: fc.constantFrom(...(['exit', 'oom', 'timeout', 'throw', 'rot'] as const)),
    }),
    weight: 1,
  },
)

const preferred = fc
  .array(fc.tuple(fc.nat({ max: 3 }), fc.integer({ min: 1, max: 4 })), { maxLength: 3 })
  .map(pairs => new Map(pairs))

const stored = fc.integer({ min: 0, max: 3 }).map(n => n === 1)

const edge = (index: number): fc.Arbitrary<Edge> =>
  fc.record({
    parents: before(index),
    parts,
    determinacy: fc.constantFrom(
      ...(['determinate', 'unordered', 'indeterminate', 'indeterminate'] as const),
    ),
    stored,
    preferred,
    flaw,
  })

const jobOver = (edges: number): fc.Arbitrary<JobPlan> =>
  fc.record({
    parents: before(edges),
    parts,
    maxFailures: fc.integer({ min: 1, max: 3 }),
    stored,
    preferred,
    flaw,
  })

const weight: Readonly<Record<Move, number>> = {
  submit: 6,
  join: 8,
  finish: 24,
  throw: 1,
  deliver: 24,
  repeat: 2,
  crash: 3,
  kill: 3,
  damage: 5,
  lose: 2,
  evict: 3,
  cancel: 1,
  release: 2,
}

const turn = fc.record({
  move: fc.oneof(...moves.map(move => ({ arbitrary: fc.constant(move), weight: weight[move] }))),
  pick: fc.nat({ max: 999 }),
})

export const scene: fc.Arbitrary<Scene> = fc.nat({ max: 5 }).chain(edges =>
  fc.record({
    slots: fc.integer({ min: 1, max: 3 }),
    executors: fc.integer({ min: 1, max: 4 }),
    edges: fc.tuple(...Array.from({ length: edges }, (_, index) => edge(index))),
    jobs: fc.array(jobOver(edges), { minLength: 1, maxLength: 4 }),
    script: fc.array(turn, { maxLength: 150, size: 'max' }),
  }),
)
