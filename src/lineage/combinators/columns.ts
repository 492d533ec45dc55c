// Combinators of batches of columns: the user's functions of columns.

import { PartitaError, type Position } from '../../fault.ts'
import type { ColumnsView, ExtendedBatch } from '../batch.ts'
import type { Callable } from '../callable.ts'
import { inWords } from '../thrown.ts'

/** One call of a function of the user's. */
export interface ColumnsCall {
  readonly operator: string
  readonly callSite: Position | undefined
  /** The function's name. */
  readonly name: string
  readonly args: readonly number[]
  readonly form: 'row' | 'columns' | { readonly concurrency: number }
}
export interface ColumnsCalls {
  /** Columns that go on as they are. */
  readonly kept: readonly number[]
  readonly calls: readonly ColumnsCall[]
}

type Values = ArrayLike<unknown>

export const COLUMNS = {
  /** Each call of `given` with the function of its place. */
  applied: (given: () => ColumnsCalls, ...functions: readonly Callable[]) => {
    const { kept, calls } = given()
    return async function* (views: Iterable<ColumnsView>): AsyncGenerator<ExtendedBatch> {
      let before = 0
      for (const view of views) {
        const added: Values[] = []
        for (const [i, call] of calls.entries()) added.push(await results(call, functions[i]!, view, before))
        const { length, columns } = view.batch
        yield { batch: { length, columns: kept.map(column => columns[column]!) }, added }
        before += length
      }
    }
  },
} satisfies Record<string, (...args: never[]) => Callable>

const results = (
  call: ColumnsCall,
  f: Callable,
  view: ColumnsView,
  before: number,
): Values | Promise<Values> => {
  const { form } = call
  if (form === 'columns') return whole(call, f, view, before)
  return form === 'row' ? byRow(call, f, view, before) : waited(call, f, view, before, form.concurrency)
}

/** Rows whose values are made at once: few, so that they die young. */
const SOME = 2048

const byRow = (call: ColumnsCall, f: Callable, { batch, values }: ColumnsView, before: number): Values => {
  const { length } = batch
  const made = new Array<unknown>(length)
  for (let from = 0; from < length; from += SOME) {
    const to = Math.min(from + SOME, length)
    const columns = call.args.map(column => values(column, from, to))
    applyTo(call, f, columns, from, to, before, made)
  }
  const promise = made.findIndex(value => value instanceof Promise)
  if (promise >= 0)
    throw failed(call, 'returned a promise', before + promise, {
      hint: 'Write { concurrency: 16 } after the type, and promises are waited for.',
    })
  return made
}

const applyTo = (
  call: ColumnsCall,
  f: Callable,
  columns: readonly Values[],
  from: number,
  to: number,
  before: number,
  made: unknown[],
): void => {
  const [a, b] = columns as readonly [Values, Values]
  const n = to - from
  let i = 0
  try {
    // One and two arguments inline, the rest plainly.
    if (columns.length === 1) for (; i < n; i++) made[from + i] = f(a[i])
    else if (columns.length === 2) for (; i < n; i++) made[from + i] = f(a[i], b[i])
    else for (; i < n; i++) made[from + i] = f(...columns.map(column => column[i]))
  } catch (error) {
    throw thrown(call, error, before + from + i)
  }
}

const whole = async (
  call: ColumnsCall,
  f: Callable,
  { batch: { length }, arrow }: ColumnsView,
  before: number,
): Promise<Values> => {
  const vectors = await Promise.all(call.args.map(arrow))
  let made: unknown
  try {
    made = await f(...vectors)
  } catch (error) {
    throw thrown(call, error, before)
  }
  const values = listed(made)
  if (values === undefined) throw failed(call, 'returned no column', before, {})
  if (values.length !== length)
    throw failed(call, `returned ${values.length} values for ${length} rows`, before, {})
  return values
}

const listed = (made: unknown): Values | undefined => {
  if (typeof made !== 'object' || made === null) return undefined
  if (Array.isArray(made) || ArrayBuffer.isView(made)) return made as unknown as Values
  return Symbol.iterator in made ? Array.from(made as Iterable<unknown>) : undefined
}

/** In order, no more than so many at once; none is begun after one has failed. */
const waited = async (
  call: ColumnsCall,
  f: Callable,
  { batch: { length }, values }: ColumnsView,
  before: number,
  concurrency: number,
): Promise<Values> => {
  const columns = call.args.map(column => values(column, 0, length))
  const made = new Array<unknown>(length)
  let next = 0
  let stopped = false
  const work = async (): Promise<void> => {
    while (next < length && !stopped) {
      const row = next++
      try {
        made[row] = await f(...columns.map(column => column[row]))
      } catch (error) {
        stopped = true
        throw thrown(call, error, before + row)
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, length) }, work))
  return made
}

const thrown = (call: ColumnsCall, error: unknown, recordIndex: number): PartitaError => {
  if (error instanceof PartitaError && error.operator !== undefined) return error
  return failed(call, `threw ${inWords(error)}`, recordIndex, { cause: error })
}

const failed = (
  { operator, callSite, name }: ColumnsCall,
  what: string,
  recordIndex: number,
  details: { readonly cause?: unknown; readonly hint?: string },
): PartitaError =>
  new PartitaError('TASK_FAILED', `The function ${name} ${what}`, {
    operator,
    callSite,
    recordIndex,
    ...details,
  })
