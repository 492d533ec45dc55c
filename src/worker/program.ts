// What a worker knows of a stage: the stage's narrow nodes as plain data (closures replaced by references into
// shipments), sent once to each executor. A task then names a partition and brings its inputs.
// A worker never sees a Lineage or a Stage. Guarded by laws/engine.

import type { ShipmentGraph } from '../closure/shipment.ts'
import type { TaskMetrics } from '../event.ts'
import type { Fault, Position } from '../fault.ts'
import type { FileSplit, RangeSplit } from '../io/split.ts'
import type { BatchesFrom } from '../lineage/action.ts'
import type { DataType, Field } from '../lineage/data-type.ts'
import type { CombinatorName } from '../lineage/fn.ts'
import type { SinkSpec } from '../lineage/sink.ts'
import type { RowForm } from '../lineage/source.ts'

/** Root `root` of a shipment, or a combinator over such. */
export type FnRef =
  | { readonly shipment: number; readonly root: number }
  | { readonly derived: CombinatorName; readonly args: readonly FnRef[] }

/** Which of the user's operations a step is, for errors. */
export interface Site {
  readonly operator: string
  readonly at: Position | undefined
}

export interface Step {
  readonly op: 'map' | 'filter' | 'flatMap' | 'mapPartitions'
  readonly f: FnRef
  /** Gives the least and the greatest key that pass. */
  readonly within?: FnRef | undefined
  readonly site: Site
  /** How many partitions the operator's RDD has. */
  readonly of: number
}

export interface OrderRef {
  readonly key: FnRef | undefined
  readonly compare: FnRef | undefined
  readonly descending: boolean
}

export interface CombineRef {
  readonly create: FnRef
  readonly merge: FnRef
  readonly mergeCombiners: FnRef
  readonly mapSide: boolean
}

/** A node's parents are given by index and stand before it. */
export type ProgramNode =
  /** The task brings the split; a csv scan has a parser for each column. */
  | {
      readonly op: 'scan'
      readonly site: Site
      readonly columns?: readonly ColumnRef[] | undefined
      /** What its rows are shown to. */
      readonly validate?: FnRef | undefined
      readonly rejected?: FnRef | undefined
      /** All that is read of its rows; undefined where that may be anything. */
      readonly fields?: readonly string[] | undefined
      /** Of columnar sources: what a record is. */
      readonly as?: RowForm | undefined
    }
  /** The task brings the blocks of one edge. */
  | {
      readonly op: 'fetch'
      readonly edge: string
      readonly combine: CombineRef | undefined
      readonly order: OrderRef | undefined
      /** The blocks are sorted runs of all reducers' records. */
      readonly runs: boolean
      readonly numPartitions: number
      readonly site: Site
    }
  /** A shuffle whose records are already where it would bring them. */
  | {
      readonly op: 'inPlace'
      readonly parent: number
      readonly combine: CombineRef | undefined
      readonly order: OrderRef | undefined
      readonly site: Site
    }
  | { readonly op: 'cogroup'; readonly sides: readonly CoGroupSide[]; readonly site: Site }
  | { readonly op: 'pipe'; readonly parent: number; readonly steps: readonly Step[] }
  | { readonly op: 'union'; readonly parents: readonly number[]; readonly sizes: readonly number[] }
  | { readonly op: 'zip'; readonly parents: readonly [number, number]; readonly site: Site }
  /** `right`: how many partitions the right side has. */
  | {
      readonly op: 'product'
      readonly parents: readonly [number, number]
      readonly right: number
      readonly site: Site
    }
  /** A union of parents that are partitioned alike: the same partition of each, one after the other. */
  | { readonly op: 'aligned'; readonly parents: readonly number[] }
  | { readonly op: 'coalesce'; readonly parent: number; readonly from: number; readonly into: number }
  /** `rdd`: the id that its partitions are kept under. */
  | { readonly op: 'persist'; readonly parent: number; readonly rdd: number }

/** A side comes over an edge, or is read in place from a parent that is already partitioned so. */
export type CoGroupSide = { readonly edge: string } | { readonly node: number }

export interface ColumnRef {
  readonly name: string
  readonly type: DataType | FnRef
  readonly nullable: boolean
}

export type Output =
  | { readonly to: 'collect' }
  | { readonly to: 'count' }
  | { readonly to: 'take'; readonly n: number }
  | {
      readonly to: 'fold'
      readonly f: FnRef
      readonly zero?: { readonly value: FnRef; readonly thunk: boolean } | undefined
    }
  | { readonly to: 'top'; readonly n: number; readonly order: OrderRef }
  | { readonly to: 'each'; readonly f: FnRef }
  | { readonly to: 'batches'; readonly fields: readonly Field[]; readonly from?: BatchesFrom | undefined }
  | { readonly to: 'save'; readonly dir: string; readonly sink: SinkSpec }
  | ShuffleOutput

export type ShuffleOutput = { readonly edge: string; readonly numPartitions: number } & (
  | { readonly to: 'combine'; readonly combine: CombineRef }
  /** `pairs`: they will be combined or grouped by key, so that the pair itself need not travel. */
  | { readonly to: 'hash'; readonly pairs: boolean }
  /** `of`: how many partitions this stage has; where a round begins, and how large samples are, depends on it. */
  | { readonly to: 'roundRobin'; readonly of: number }
  | { readonly to: 'sort'; readonly order: OrderRef; readonly of: number }
)

export interface Program {
  readonly id: number
  readonly nodes: readonly ProgramNode[]
  readonly root: number
  readonly output: Output
  /** The action or wide operation that the output belongs to. */
  readonly site: Site
  readonly shipments: readonly number[]
}

/** Bytes in a blob of the task's frame, or in a file. */
export type BlockRef =
  | { readonly blob: number }
  | { readonly file: string; readonly offset: number; readonly length: number }

/** A block of a shuffle, and the map partition that wrote it. */
export interface MapBlock {
  readonly mapIndex: number
  readonly block: BlockRef
}

/** A batch of these fields; none where there are no rows. */
export interface HeldBatch {
  readonly fields: readonly Field[]
  readonly batch: { readonly block: BlockRef; readonly checksum: number } | undefined
}

export type TaskInput = { readonly node: number; readonly partition: number } & (
  | { readonly split: FileSplit | RangeSplit }
  | { readonly items: BlockRef }
  | HeldBatch
  /** Of edge `edge`, in map order; blocks without a record are left out. */
  | { readonly edge: string; readonly blocks: readonly MapBlock[] }
  /** A persisted partition that is stored. */
  | { readonly stored: BlockRef }
)

export interface Task {
  readonly task: number
  readonly program: number
  readonly partition: number
  readonly attempt: number
  readonly inputs: readonly TaskInput[]
}

export interface WrittenBatch {
  readonly blob: number
  readonly rows: number
  /** Of its bytes. */
  readonly checksum: number
}

/** What a finished task hands over; numbers count the blobs of its frame. */
export interface TaskResult {
  /** The action's value for this partition as an encoded batch; or the blocks, one range for each reducer. */
  readonly value?: number | undefined
  readonly blocks?:
    | { readonly blob: number; readonly ranges: readonly (readonly [offset: number, length: number])[] }
    | undefined
  readonly persisted: readonly { readonly node: number; readonly partition: number; readonly blob: number }[]
  /** The partition's rows as encoded batches. */
  readonly batches?: readonly WrittenBatch[] | undefined
  /** Blob of what the task added to accumulators, where it added anything. */
  readonly updates?: number | undefined
  readonly metrics: TaskMetrics
}

export type ToWorker =
  | {
      readonly type: 'program'
      readonly program: Program
      readonly shipments: readonly {
        readonly id: number
        readonly graph: ShipmentGraph
        readonly stateful: boolean
      }[]
    }
  | { readonly type: 'task'; readonly task: Task }
  /** The task's job is over: its signal is aborted. */
  | { readonly type: 'cancel'; readonly task: number }
  | { readonly type: 'granted'; readonly permit: number }
  /** Disposes of what is held, and says when that is done. */
  | { readonly type: 'dispose' }
  /** Ends what DuckDB does here; nothing is told any more. */
  | { readonly type: 'halt' }
  | { readonly type: 'forget'; readonly program: number }
  /** A broadcast's value, encoded; or none any more, with what to say to who reads it. */
  | { readonly type: 'share'; readonly id: number; readonly block: BlockRef }
  | { readonly type: 'unshare'; readonly id: number; readonly gone: string | undefined }

/** A map task's output on one edge. */
export interface MapPlace {
  readonly edge: string
  readonly mapIndex: number
}

/** A persisted partition. */
export interface StoredPlace {
  readonly rdd: number
  readonly partition: number
}

/** `permit` is the asker's own number. */
export type Asked =
  | { readonly type: 'ask'; readonly permit: number; readonly limit: number; readonly most: number }
  | { readonly type: 'give'; readonly permit: number }
  | { readonly type: 'process'; readonly pid: number; readonly runs: boolean }

export type FromWorker =
  | { readonly type: 'ready' }
  | Asked
  /** From now on there is something to dispose of. */
  | { readonly type: 'holds' }
  | { readonly type: 'disposed'; readonly failure?: string | undefined }
  /** From now on DuckDB may be at work: while it is, as the blob tells, this worker must not be terminated. */
  | { readonly type: 'queries' }
  | { readonly type: 'done'; readonly task: number; readonly result: TaskResult }
  /** `cause` is a blob: the thrown value as far as it can be encoded. `lost` names what could not be read. */
  | {
      readonly type: 'failed'
      readonly task: number
      readonly fault: Fault
      readonly cause?: number | undefined
      readonly stack?: string | undefined
      readonly lost?: MapPlace | StoredPlace | undefined
    }
