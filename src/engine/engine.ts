// The one interface of an engine. Engines are siblings that never import each other; what one cannot run it refuses
// with UNSUPPORTED. Guarded by laws/engine: every statement on every engine.

import type { Listener } from '../event.ts'
import type { Action } from '../lineage/action.ts'
import type { CallSite } from '../lineage/call-site.ts'
import type { Lineage, Persisted } from '../lineage/lineage.ts'
import type { Kept } from '../lineage/show.ts'

export interface Job {
  readonly lineage: Lineage
  readonly action: Action
  /** The action as the user wrote it, e.g. `collect`. */
  readonly operator: string
  readonly callSite: CallSite
  /** Which partitions of the lineage to evaluate; undefined for all. */
  readonly partitions?: readonly number[] | undefined
  readonly signal?: AbortSignal | undefined
}

export interface Engine {
  readonly name: string
  /** How many partitions the lineage has; looks at its sources once and remembers. */
  readonly numPartitions: (lineage: Lineage, signal?: AbortSignal) => Promise<number>
  /** The action's result for each asked partition, in the order asked. Rejects with a PartitaError. */
  readonly run: (job: Job) => Promise<readonly unknown[]>
  /** Stages, and why each shuffle is there, as text. */
  readonly explain: (lineage: Lineage) => Promise<string>
  readonly unpersist: (node: Persisted) => Promise<void>
  /** Those of which something is kept. Throws CLOSED. */
  readonly persisted: () => readonly Persisted[]
  readonly keptOf: (node: Persisted) => Kept | undefined
  /** Makes a broadcast's value readable in tasks. Throws DATA if it cannot travel. */
  readonly share: (id: number, value: unknown) => void
  /** Frees the copies; with `gone`, for good, and reading it in a task is an error of this text. */
  readonly unshare: (id: number, gone?: string) => void
  /** Returns what ends the subscription. */
  readonly subscribe: (listener: Listener) => () => void
  /** Idempotent; running jobs fail with CLOSED. */
  readonly close: () => Promise<void>
}
