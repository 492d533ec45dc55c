// What a frame asks of its session.

import type { Database } from '../io/duckdb/database.ts'
import type { Driver } from '../rdd/rdd.ts'
import type { DataFrame } from './dataframe.ts'
import type { UserFunction } from './plan/expression.ts'
import type { Plan } from './plan/plan.ts'
import type { Follow } from './run/follow.ts'
import type { Views } from './views.ts'

export interface Relational {
  readonly driver: Driver
  readonly database: Database
  /** Tells of an action's queries. */
  readonly follow: Follow
  readonly views: Views
  /** Files that the workers read are cut about every so many bytes. */
  readonly splitBytes: number
  /** What one action may bring to the driver. */
  readonly maxResultBytes: number
  /** Those that SQL may call, by their names in lower case. */
  readonly functions: Map<string, UserFunction>
  readonly frame: (plan: Plan) => DataFrame
}

/** A frame as the verbs see it. */
export interface Self {
  readonly plan: Plan
  readonly relational: Relational
}
