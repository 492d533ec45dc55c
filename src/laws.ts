// The roof of `partita/laws`: every public name, written out. Needs fast-check, a peer that only those install who use
// it. Guarded by laws/prove.

export { type CombinerOptions, checkCombiner } from './prove/check-combiner.ts'
export { checkDeterminism, type DeterminismOptions } from './prove/check-determinism.ts'
export {
  type Comparison,
  checkPipeline,
  type PipelineOptions,
  type PropertyOptions,
  pipelineProperty,
} from './prove/check-pipeline.ts'
export { arbitraryRDD, type Extent, fromPartitions, type Parts, partitioned } from './prove/partitioned.ts'
export { type Equals, upToRounding } from './prove/same.ts'
export type { Case } from './prove/setting.ts'
