import type { RDD } from '../rdd.ts'

export const explain = (): ((rdd: RDD<unknown>) => Promise<string>) => async rdd =>
  rdd.driver.engine.explain(rdd.lineage)
