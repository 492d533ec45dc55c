// The roof: every public name of `partita`, written out. Guarded by laws/fp/public-names.

export { explainClosure } from './closure/explain.ts'
export { task } from './closure/task.ts'
export type { Event, Listener, StageInfo, TaskMetrics } from './event.ts'
export { type FaultCode, PartitaError, type Position } from './fault.ts'
export type { DataFrame, Grouped, JoinType, Pivoted, ShapeOf } from './frame/dataframe.ts'
export type { DataFrameReader, Kept, ReadCsv, ReadParquet } from './frame/read.ts'
// What a session offers of DataFrames is declared there.
export type {} from './frame/session.ts'
export type {
  DataFrameWriter,
  SaveMode,
  WriteCsv,
  WriteOptions,
  WriteParquet,
  WriteText,
} from './frame/write.ts'
export type { BadRow, BadRows, Parsed } from './lineage/bad-row.ts'
export { Group } from './lineage/group.ts'
export type { Lineage, StorageLevel } from './lineage/lineage.ts'
export type { Partitioner } from './lineage/partitioner.ts'
export type { ColumnType, TextEncoding } from './lineage/source.ts'
export type { TaskInfo } from './lineage/task-info.ts'
export { openSession, type SessionOptions, type Size } from './open-session.ts'
export type { Accumulator } from './rdd/accumulator.ts'
export type { Broadcast } from './rdd/broadcast.ts'
export type { KeyMap } from './rdd/key-map.ts'
export type { PerWorker } from './rdd/per-worker.ts'
export type { StageProfile } from './rdd/profile.ts'
export type { PersistedRDD, Ranking, RDD } from './rdd/rdd.ts'
export {
  type Column,
  type Columns,
  type DecimalName,
  type ListColumn,
  type MapColumn,
  type Row,
  type Schema,
  type StructColumn,
  schema,
  type TypedColumn,
  type TypedColumns,
  type TypeName,
} from './rdd/schema.ts'
export type {
  BadRowOptions,
  CsvOptions,
  FilesOptions,
  ParquetOptions,
  Session,
  TextOptions,
} from './rdd/session.ts'
export type {
  Approximate,
  Combiner,
  CsvSaving,
  Drawing,
  Estimate,
  Estimating,
  Fractions,
  Hint,
  Joining,
  JoinStrategy,
  Monoid,
  Ord,
  Orderable,
  ParquetSaving,
  Partitions,
  Piping,
  Retry,
  Running,
  Saving,
  Seeded,
  Semigroup,
  Showing,
  Sorting,
  Stats,
  Tree,
  Tuple,
  Waiting,
  Wide,
  Zero,
} from './rdd/shape.ts'
export type { StandardSchema, Validated } from './rdd/standard-schema.ts'
export type { RDDInfo } from './rdd/storage-info.ts'
