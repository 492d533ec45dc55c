/** What `mapPartitions` is told about the task it runs in. */
export interface TaskInfo {
  /** Index of the partition, from 0. */
  readonly partition: number
  /** How many partitions there are. */
  readonly numPartitions: number
  /** 0 for the first try. */
  readonly attempt: number
  /** Aborted when the job is cancelled. */
  readonly signal: AbortSignal
}
