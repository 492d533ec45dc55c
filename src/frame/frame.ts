// The methods of DataFrame: each calls the function of its name.

import { inspect } from 'node:util'
import { showPosition } from '../fault.ts'
import { type Call, calling } from '../rdd/call.ts'
import { DRIVER_ONLY } from '../rdd/driver-only.ts'
import type { Running } from '../rdd/shape.ts'
import { batches, rdd } from './bridge/to-rdd.ts'
import type { DataFrame } from './dataframe.ts'
import type { Plan } from './plan/plan.ts'
import type { Relational, Self } from './relational.ts'
import { crossJoin, except, intersect, join, union, unionByName } from './verbs/both.ts'
import { as, drop, rename, select, withColumn, withColumns } from './verbs/columns.ts'
import { describe } from './verbs/describe.ts'
import { agg, cube, groupBy, rollup } from './verbs/group.ts'
import { dropna, fillna } from './verbs/nulls.ts'
import { distinct, dropDuplicates, filter, limit, offset, orderBy, sample, where } from './verbs/rows.ts'
import { createOrReplaceTempView, createTempView } from './verbs/view.ts'
import { writer } from './verbs/write.ts'

const VERBS = {
  agg,
  as,
  batches,
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
  fillna,
  filter,
  groupBy,
  intersect,
  join,
  limit,
  offset,
  orderBy,
  rdd,
  rename,
  rollup,
  sample,
  select,
  union,
  unionByName,
  where,
  withColumn,
  withColumns,
} satisfies {
  readonly [M in Verb]: (self: Self, ...args: never[]) => unknown
}

type Action = (call: Call, self: Self, ...args: never[]) => Promise<unknown>

/** Loaded by the first action: what makes SQL of a plan, and rows of columns. */
const ACTIONS = {
  collect: async () => (await import('./run/actions.ts')).collect,
  count: async () => (await import('./run/actions.ts')).count,
  explain: async () => (await import('./run/explain.ts')).explain,
  first: async () => (await import('./run/actions.ts')).first,
  isEmpty: async () => (await import('./run/actions.ts')).isEmpty,
  printSchema: async () => (await import('./run/schema.ts')).printSchema,
  schema: async () => (await import('./run/schema.ts')).schema,
  show: async () => (await import('./run/show.ts')).show,
  take: async () => (await import('./run/actions.ts')).take,
  toArrow: async () => (await import('./run/to-arrow.ts')).toArrow,
} satisfies Readonly<Record<string, () => Promise<Action>>>

type Member = Exclude<
  keyof DataFrame,
  'plan' | 'transform' | 'write' | 'toLocalIterator' | typeof Symbol.asyncIterator
>
type Verb = Exclude<Member, keyof typeof ACTIONS>

const acting = Object.entries<() => Promise<Action>>(ACTIONS).map(([name, load]) => {
  let loaded: Promise<Action> | undefined
  const act = (self: Self, ...args: never[]) => {
    const call = calling(name)
    loaded ??= load()
    return loaded.then(action => action(call, self, ...args))
  }
  return [name, act] as const
})

async function* iterate(
  call: Call,
  self: Self,
  options: Running | undefined,
): AsyncIterableIterator<unknown> {
  const { oneByOne } = await import('./run/actions.ts')
  yield* oneByOne(call, self, options)
}

const methods = [...Object.entries<(self: Self, ...args: never[]) => unknown>(VERBS), ...acting].map(
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
  write: {
    get(this: Self) {
      return writer(this)
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
  toLocalIterator: {
    value(this: Self, options?: Running) {
      return iterate(calling('toLocalIterator'), this, options)
    },
  },
  [Symbol.asyncIterator]: {
    value(this: Self) {
      return iterate(calling('for await'), this, undefined)
    },
  },
}) as object

export const makeFrame = (plan: Plan, relational: Relational): DataFrame =>
  Object.freeze(
    Object.create(prototype, { plan: { value: plan, enumerable: true }, relational: { value: relational } }),
  ) as DataFrame
