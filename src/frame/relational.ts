// What a frame asks of its session.

import type { Database } from '../io/duckdb/database.ts'
import type { Field } from '../lineage/data-type.ts'
import type { Driver } from '../rdd/rdd.ts'
import type { DataFrame } from './dataframe.ts'
import type { Plan } from './plan/plan.ts'

export interface Relational {
  readonly driver: Driver
  readonly database: Database
  /** What the database found in the sources that it was asked for. */
  readonly found: WeakMap<Plan, Promise<readonly Field[]>>
  readonly frame: (plan: Plan) => DataFrame
}

/** A frame as the verbs see it. */
export interface Self {
  readonly plan: Plan
  readonly relational: Relational
}
