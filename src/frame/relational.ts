// What a frame asks of its session.

import type { Database } from '../io/duckdb/database.ts'
import type { Driver } from '../rdd/rdd.ts'
import type { DataFrame } from './dataframe.ts'
import type { Plan } from './plan/plan.ts'
import type { Views } from './views.ts'

export interface Relational {
  readonly driver: Driver
  readonly database: Database
  readonly views: Views
  /** What one action may bring to the driver. */
  readonly maxResultBytes: number
  readonly frame: (plan: Plan) => DataFrame
}

/** A frame as the verbs see it. */
export interface Self {
  readonly plan: Plan
  readonly relational: Relational
}
