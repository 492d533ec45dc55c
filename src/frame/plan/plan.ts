// The relational plan: a closed union of frozen nodes, and their one constructor. Plain data and expressions; nothing
// here knows SQL or the database. What a node's columns are is in `output.ts`, its SQL in `compile.ts`.

import type { Field } from '../../lineage/data-type.ts'
import { foldGraph } from '../../lineage/fold.ts'
import type { Lineage } from '../../lineage/lineage.ts'
import type { Call } from '../../rdd/call.ts'
import type { Output } from '../check/scope.ts'
import type { Expression, Named, Sorted, UserFunction } from './expression.ts'
import type { ParquetReading, Reading } from './reading.ts'

interface Node extends Call {
  /** Unique in the process. */
  readonly id: number
}

/** Files that the database reads itself. Which ones there are is looked up by each action. */
export interface Files extends Node {
  readonly kind: 'files'
  readonly paths: readonly string[]
  readonly reading: Reading
  /** As they are declared; undefined where only the files tell. */
  readonly fields?: readonly Field[] | undefined
}
export type ParquetFiles = Files & { readonly reading: ParquetReading }
/** A query in SQL. Its parents are the views that it names, as they were when it was written. */
export interface Query extends Node {
  readonly kind: 'query'
  readonly text: string
  /** Values by name, or by position from `1`. */
  readonly parameters: Readonly<Record<string, unknown>>
  readonly parents: readonly Plan[]
  /** What the text calls them. */
  readonly names: readonly string[]
  /** All views there were, for whoever misspells one. */
  readonly views: readonly string[]
  /** The functions of the user's that the text perhaps calls. */
  readonly functions: readonly UserFunction[]
  readonly fields?: undefined
}
/** Rows from outside of the database. */
export interface Rows extends Node {
  readonly kind: 'rows'
  /** Undefined until `read` is asked. */
  readonly fields?: readonly Field[] | undefined
  /** Of a table of Arrow: looks at it once. */
  readonly read?: (() => Promise<readonly Field[]>) | undefined
  /** As the plan sees them, where that is more than the fields say. */
  readonly columns?: Output | undefined
  /** What the database calls them: they are there as long as the node is. */
  readonly table: string
}
/** The records of an RDD. */
export interface Records extends Node {
  readonly kind: 'records'
  readonly lineage: Lineage
  /** Undefined: its first records say. */
  readonly fields?: readonly Field[] | undefined
}
export interface Projected extends Node {
  readonly kind: 'project'
  readonly parent: Plan
  /** A reference named `*` stands for all columns. */
  readonly items: readonly Expression[]
}
/** Columns that replace those of their name, or are added at the end. */
export interface Extended extends Node {
  readonly kind: 'extend'
  readonly parent: Plan
  readonly items: readonly Named[]
}
export interface Dropped extends Node {
  readonly kind: 'drop'
  readonly parent: Plan
  readonly names: readonly string[]
}
export interface Renamed extends Node {
  readonly kind: 'rename'
  readonly parent: Plan
  readonly names: readonly (readonly [from: string, to: string])[]
}
export interface Filtered extends Node {
  readonly kind: 'filter'
  readonly parent: Plan
  readonly condition: Expression
}
export type Grouping = 'groupBy' | 'rollup' | 'cube'
export interface Aggregated extends Node {
  readonly kind: 'aggregate'
  readonly parent: Plan
  readonly grouping: Grouping
  readonly keys: readonly Expression[]
  readonly items: readonly Expression[]
}
export type JoinKind = 'inner' | 'left' | 'right' | 'full' | 'semi' | 'anti' | 'cross'
export interface Joined extends Node {
  readonly kind: 'join'
  readonly parents: readonly [Plan, Plan]
  readonly how: JoinKind
  /** Names that both sides have and the result has once; or a condition over both. */
  readonly on: readonly string[] | Expression | undefined
}
export interface United extends Node {
  readonly kind: 'union'
  readonly parents: readonly [Plan, Plan]
  readonly by: 'position' | 'name'
  /** By name: a column that one side lacks is null there. */
  readonly allowMissing: boolean
}
/** Rows that are in both, or in the first only, each once. */
export interface Compared extends Node {
  readonly kind: 'compare'
  readonly parents: readonly [Plan, Plan]
  readonly keep: 'both' | 'first'
}
export interface Deduplicated extends Node {
  readonly kind: 'distinct'
  readonly parent: Plan
  /** The first row of each of their values; all columns where undefined. */
  readonly by?: readonly string[] | undefined
}
export interface Ordered extends Node {
  readonly kind: 'sort'
  readonly parent: Plan
  readonly by: readonly Sorted[]
}
export interface Limited extends Node {
  readonly kind: 'limit'
  readonly parent: Plan
  readonly n: number | undefined
  readonly offset: number
}
export interface Sampled extends Node {
  readonly kind: 'sample'
  readonly parent: Plan
  readonly fraction: number
  readonly seed: number
}
/** Values in place of nulls: one for every column of its type, or one for each column named. */
export interface Filled extends Node {
  readonly kind: 'fill'
  readonly parent: Plan
  readonly values: readonly (readonly [name: string | undefined, value: unknown])[]
}
export interface NullsDropped extends Node {
  readonly kind: 'dropNulls'
  readonly parent: Plan
  readonly how: 'any' | 'all'
  readonly names?: readonly string[] | undefined
}
/** Count, mean, deviation, minimum and maximum of columns, a row for each. */
export interface Summarised extends Node {
  readonly kind: 'summary'
  readonly parent: Plan
  readonly names: readonly string[]
}
export interface Aliased extends Node {
  readonly kind: 'alias'
  readonly parent: Plan
  readonly alias: string
}
/** Small enough for every worker: the side of a join that its hash table is made of. */
export interface Broadcast extends Node {
  readonly kind: 'broadcast'
  readonly parent: Plan
}

/** What has columns of its own, be it that it stands on other plans. */
export type Leaf = Files | Rows | Records | Query
export type Plan =
  | Leaf
  | Projected
  | Extended
  | Dropped
  | Renamed
  | Filtered
  | Aggregated
  | Joined
  | United
  | Compared
  | Deduplicated
  | Ordered
  | Limited
  | Sampled
  | Filled
  | NullsDropped
  | Summarised
  | Aliased
  | Broadcast

export type Kind = Plan['kind']
export type PlanOf<K extends Kind> = Extract<Plan, { kind: K }>
type Draft<N> = N extends Plan ? Omit<N, 'id'> : never

let nextId = 1

export const planNode = <K extends Kind>(draft: Draft<PlanOf<K>>): PlanOf<K> => {
  for (const part of Object.values<unknown>(draft)) if (typeof part === 'object') Object.freeze(part)
  return Object.freeze({ id: nextId++, ...draft }) as unknown as PlanOf<K>
}

export const parentsOf = (plan: Plan): readonly Plan[] =>
  'parents' in plan ? plan.parents : 'parent' in plan ? [plan.parent] : []

const LEAVES: ReadonlySet<Kind> = new Set<Leaf['kind']>(['files', 'rows', 'records', 'query'])

export const isLeaf = (plan: Plan): plan is Leaf => LEAVES.has(plan.kind)

/** How an error of the running query names a node. */
export const siteOf = ({ operator, id }: Plan): string => `${operator}${id}`

/** Its leaves, what others stand on first; nothing below a node that is sent ahead. */
export const leavesOf = (plan: Plan, sent?: ReadonlyMap<Plan, string>): readonly Leaf[] => {
  const leaves: Leaf[] = []
  foldGraph<Plan, undefined>(
    node => (sent?.has(node) ? [] : parentsOf(node)),
    node => {
      if (isLeaf(node)) leaves.push(node)
      return undefined
    },
  )(plan)
  return leaves
}
