// The roof of `partita/bench`: every public name, written out. Guarded by laws/bench.

export {
  benchPartition,
  type Measured,
  type PartitionBench,
  type PartitionOp,
} from './bench/bench-partition.ts'
