// The methods of DataFrame: each calls the function of its name.

import { inspect } from 'node:util'
import { showPosition } from '../fault.ts'
import { DRIVER_ONLY } from '../rdd/driver-only.ts'
import type { DataFrame } from './dataframe.ts'
import type { Plan } from './plan/plan.ts'
import type { Relational, Self } from './relational.ts'
import { collect, count, first, isEmpty, iterate, take, toLocalIterator } from './run/actions.ts'
import { explain } from './run/explain.ts'
import { printSchema, schema } from './run/schema.ts'
import { show } from './run/show.ts'
import { crossJoin, except, intersect, join, union, unionByName } from './verbs/both.ts'
import { as, drop, rename, select, withColumn, withColumns } from './verbs/columns.ts'
import { describe } from './verbs/describe.ts'
import { agg, cube, groupBy, rollup } from './verbs/group.ts'
import { dropna, fillna } from './verbs/nulls.ts'
import { distinct, dropDuplicates, filter, limit, offset, orderBy, sample, where } from './verbs/rows.ts'
import { createOrReplaceTempView, createTempView } from './verbs/view.ts'

const VERBS = {
  agg,
  as,
  collect,
  count,
  createOrReplaceTempView,
  createTempView,
  crossJoin,
  cube,
  describe,
  distinct,
  drop,
  dropDuplicates,
  dropna,
  except,
  explain,
  fillna,
  filter,
  first,
  groupBy,
  intersect,
  isEmpty,
  join,
  limit,
  offset,
  orderBy,
  printSchema,
  rename,
  rollup,
  sample,
  schema,
  select,
  show,
  take,
  toLocalIterator,
  union,
  unionByName,
  where,
  withColumn,
  withColumns,
} satisfies {
  readonly [M in Exclude<keyof DataFrame, 'plan' | 'transform' | typeof Symbol.asyncIterator>]: (
    self: Self,
    ...args: never[]
  ) => unknown
}

const methods = Object.entries<(self: Self, ...args: never[]) => unknown>(VERBS).map(
  ([name, verb]) =>
    [
      name,
      {
        value: Object.defineProperty(
          function (this: Self, ...args: never[]) {
            return verb(this, ...args)
          },
          'name',
          { value: name },
        ),
      },
    ] as const,
)

const prototype = Object.create(Object.prototype, {
  ...Object.fromEntries(methods),
  [DRIVER_ONLY]: { value: 'a DataFrame' },
  transform: {
    value(this: DataFrame, f: (frame: DataFrame) => unknown) {
      return f(this)
    },
  },
  toString: {
    value(this: Self) {
      const { operator, callSite } = this.plan
      return `DataFrame(${operator}${callSite.position ? ` at ${showPosition(callSite.position)}` : ''})`
    },
  },
  [inspect.custom]: {
    value(this: Self) {
      return this.toString()
    },
  },
  [Symbol.asyncIterator]: {
    value(this: Self) {
      return iterate(this)
    },
  },
}) as object

export const makeFrame = (plan: Plan, relational: Relational): DataFrame =>
  Object.freeze(
    Object.create(prototype, { plan: { value: plan, enumerable: true }, relational: { value: relational } }),
  ) as DataFrame
