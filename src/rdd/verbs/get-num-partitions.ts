import type { RDD } from '../rdd.ts'

export const getNumPartitions = (): ((rdd: RDD<unknown>) => Promise<number>) => async rdd =>
  rdd.driver.engine.numPartitions(rdd.lineage)
