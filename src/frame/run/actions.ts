// Actions that bring rows to the driver.

import { setImmediate } from 'node:timers/promises'
import { type Row, rowReader } from '../../codec/batch-rows.ts'
import type { QueryResult } from '../../io/duckdb/database.ts'
import { concatenated } from '../../lineage/concatenated.ts'
import { type Call, failure } from '../../rdd/call.ts'
import type { Running } from '../../rdd/shape.ts'
import { byRow } from '../plan/by-row.ts'
import { named, call as operation } from '../plan/expression.ts'
import { type Plan, planNode } from '../plan/plan.ts'
import type { Self } from '../relational.ts'
import { withinLimit } from './limit.ts'
import { ofRows, query } from './query.ts'
import { telling } from './tell.ts'

/** Rows that are made at once: they die young. */
const UNIT = 1024

/** After so long whatever else waits for this thread has its turn. */
const TURN_MILLIS = 10

async function* unitsOf(call: Call, self: Self, result: Promise<QueryResult>): AsyncGenerator<Row[]> {
  const { fields, batches } = await result
  const iterator = batches[Symbol.asyncIterator]()
  const stop = () => iterator.return?.()
  let ended = false
  try {
    const read = rowReader(fields)
    let before = 0
    let turn = performance.now()
    for (;;) {
      const next = await telling(call, self.plan, () => iterator.next())
      if (next.done === true) break
      const batch = next.value
      for (let from = 0; from < batch.length; from += UNIT) {
        if (performance.now() - turn > TURN_MILLIS) {
          await setImmediate()
          turn = performance.now()
        }
        const to = Math.min(from + UNIT, batch.length)
        yield await telling(call, self.plan, async () => read(batch, { from, to, firstRecord: before }))
      }
      before += batch.length
    }
    ended = true
  } finally {
    if (!ended) await stop()
  }
}

const gathered = async (call: Call, self: Self, result: Promise<QueryResult>): Promise<Row[]> => {
  const units: Row[][] = []
  const within = result.then(all => ({ ...all, batches: withinLimit(call, self, all) }))
  for await (const unit of unitsOf(call, self, within)) units.push(unit)
  return concatenated(units)
}

const limited =
  (call: Call, n: number) =>
  (parent: Plan): Plan =>
    planNode({ kind: 'limit', ...call, parent, n, offset: 0 })

export const collect = async (call: Call, self: Self, options?: Running): Promise<Row[]> =>
  gathered(call, self, query(call, self, options, ofRows, undefined, { atOnce: byRow(self.plan)?.chooses }))

export const take = async (call: Call, self: Self, n: number, options?: Running): Promise<Row[]> => {
  if (!Number.isSafeInteger(n)) throw failure(call, 'ARGUMENT', `takes an integer, not ${String(n)}.`)
  return gathered(call, self, query(call, self, options, ofRows, limited(call, Math.max(0, n))))
}

export const first = async (call: Call, self: Self, options?: Running): Promise<Row | undefined> => {
  return (await gathered(call, self, query(call, self, options, ofRows, limited(call, 1))))[0]
}

const counting = async (
  call: Call,
  self: Self,
  options: Running | undefined,
  below: (plan: Plan) => Plan = plan => plan,
): Promise<number> => {
  const items = [named(operation('count'), 'count')]
  const counted = (plan: Plan) =>
    planNode({ kind: 'aggregate', ...call, parent: below(plan), grouping: 'groupBy', keys: [], items })
  const [row] = await gathered(call, self, query(call, self, options, ofRows, counted))
  return Number(row!.count)
}

export const count = async (call: Call, self: Self, options?: Running): Promise<number> =>
  counting(call, self, options)

export const isEmpty = async (call: Call, self: Self, options?: Running): Promise<boolean> => {
  return (await counting(call, self, options, limited(call, 1))) === 0
}

/** The rows one after another. */
export async function* oneByOne(
  call: Call,
  self: Self,
  options: Running | undefined,
): AsyncIterableIterator<Row> {
  for await (const unit of unitsOf(call, self, query(call, self, options, ofRows))) yield* unit
}
