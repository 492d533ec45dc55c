// Actions that bring rows to the driver.

import type { QueryResult } from '../../io/duckdb/database.ts'
import { type Call, calling, failure } from '../../rdd/call.ts'
import type { Running } from '../../rdd/shape.ts'
import { named, call as operation } from '../plan/expression.ts'
import { type Plan, planNode } from '../plan/plan.ts'
import type { Self } from '../relational.ts'
import { query } from './query.ts'
import { rowReader } from './rows.ts'
import { telling } from './tell.ts'

type AnyRow = Record<string, unknown>

async function* rowsOf(call: Call, self: Self, result: Promise<QueryResult>): AsyncGenerator<AnyRow> {
  const { fields, batches } = await result
  const twice = fields.find(({ name }, i) => fields.findIndex(field => field.name === name) < i)
  if (twice !== undefined)
    throw failure(call, 'PLAN', `cannot make rows with two columns ${twice.name}.`, {
      hint: 'Drop one of them, or rename it.',
    })
  const read = rowReader(fields)
  const iterator = batches[Symbol.asyncIterator]()
  let ended = false
  try {
    for (;;) {
      const next = await telling(call, self.plan, () => iterator.next())
      if (next.done === true) break
      yield* read(next.value)
    }
    ended = true
  } finally {
    if (!ended) await iterator.return?.()
  }
}

const gathered = async (call: Call, self: Self, result: Promise<QueryResult>): Promise<AnyRow[]> => {
  const rows: AnyRow[] = []
  for await (const row of rowsOf(call, self, result)) rows.push(row)
  return rows
}

const limited =
  (call: Call, n: number) =>
  (parent: Plan): Plan =>
    planNode({ kind: 'limit', ...call, parent, n, offset: 0 })

export const collect = (self: Self, options?: Running): Promise<AnyRow[]> => {
  const call = calling('collect')
  return gathered(call, self, query(call, self, options))
}

export const take = async (self: Self, n: number, options?: Running): Promise<AnyRow[]> => {
  const call = calling('take')
  if (!Number.isSafeInteger(n)) throw failure(call, 'ARGUMENT', `takes an integer, not ${String(n)}.`)
  return gathered(call, self, query(call, self, options, limited(call, Math.max(0, n))))
}

export const first = async (self: Self, options?: Running): Promise<AnyRow | undefined> => {
  const call = calling('first')
  return (await gathered(call, self, query(call, self, options, limited(call, 1))))[0]
}

const counting = async (call: Call, self: Self, options: Running | undefined): Promise<number> => {
  const items = [named(operation('count'), 'count')]
  const counted = (parent: Plan) =>
    planNode({ kind: 'aggregate', ...call, parent, grouping: 'groupBy', keys: [], items })
  const [row] = await gathered(call, self, query(call, self, options, counted))
  return Number(row!.count)
}

export const count = (self: Self, options?: Running): Promise<number> =>
  counting(calling('count'), self, options)

export const isEmpty = async (self: Self, options?: Running): Promise<boolean> => {
  const call = calling('isEmpty')
  const cut = limited(call, 1)(self.plan)
  return (await counting(call, { ...self, plan: cut, relational: self.relational }, options)) === 0
}

export const toLocalIterator = (self: Self, options?: Running): AsyncIterableIterator<AnyRow> =>
  streaming(calling('toLocalIterator'), self, options)

/** `for await (const row of frame)` */
export const iterate = (self: Self): AsyncIterableIterator<AnyRow> =>
  streaming(calling('for await'), self, undefined)

async function* streaming(
  call: Call,
  self: Self,
  options: Running | undefined,
): AsyncIterableIterator<AnyRow> {
  yield* rowsOf(call, self, query(call, self, options))
}
