// An action's way to the database: the sources are looked at, the plan is checked whole and becomes SQL, the SQL runs.

import { PartitaError } from '../../fault.ts'
import type { QueryResult, RunOptions } from '../../io/duckdb/database.ts'
import { type Call, failure } from '../../rdd/call.ts'
import { checkOptions } from '../../rdd/check.ts'
import type { Running } from '../../rdd/shape.ts'
import { holdsCalls } from '../apply/find-calls.ts'
import type { WithoutCalls, withoutCalls } from '../apply/without-calls.ts'
import type { Output } from '../check/scope.ts'
import type { Plan } from '../plan/plan.ts'
import type { Relational, Self } from '../relational.ts'
import type { Compiled } from '../sql/compile.ts'
import { broadcastsOf } from './broadcasts.ts'
import { sourcesOf } from './sources.ts'
import { telling } from './tell.ts'

/** SQL with all that it needs to run. */
export interface Runnable extends Compiled {
  readonly parameters: Readonly<Record<string, unknown>> | undefined
  readonly options: RunOptions
  /** Runs what asks the database with this SQL: its errors are told as what they are to the user. */
  readonly asking: <R>(ask: () => Promise<R>) => Promise<R>
  /** What functions of the user's are given, as SQL. */
  readonly steps: readonly string[]
  /** To be called when no row is wanted any more. */
  readonly free: () => void
}

/** The SQL of a plan. With `dry` the database is asked only what columns its sources have. */
export const compiled = async (
  plan: Plan,
  relational: Relational,
  { dry = false, ...asked }: RunOptions & { readonly dry?: boolean },
  action: Call,
): Promise<Runnable> => {
  const options = { ...asked, follow: relational.follow(action.operator) }
  const without = holdsCalls(plan)
    ? await calledBefore(plan, relational, dry ? undefined : action, options)
    : undefined
  const whole = without?.plan ?? plan
  const sources = await sourcesOf(whole, relational, options)
  const asking = async <R>(ask: () => Promise<R>): Promise<R> => {
    try {
      return await ask()
    } catch (error) {
      throw error instanceof PartitaError ? await sources.explain(error) : error
    }
  }
  try {
    const made = sources.compile(whole)
    if (!dry) await sources.prepare()
    const sent = await asking(() => broadcastsOf(whole, relational, sources, { ...options, dry }))
    const free = () => {
      sent.free()
      sources.free()
      without?.free()
    }
    const ready = sent.tables.size === 0 ? made : sources.compile(whole, sent.tables)
    return { ...ready, steps: without?.steps ?? [], asking, free }
  } catch (error) {
    sources.free()
    without?.free()
    throw error
  }
}

/** Rows are objects: each name is there once. */
export const ofRows = (call: Call, output: Output): void => {
  const twice = output.find(({ name }, i) => output.findIndex(column => column.name === name) < i)
  if (twice !== undefined)
    throw failure(call, 'PLAN', `cannot make rows with two columns ${twice.name}.`, {
      hint: 'Drop one of them, or rename it.',
    })
}

/** Loaded where a function of the user's is called. */
const calledBefore = async (...args: Parameters<typeof withoutCalls>): Promise<WithoutCalls> =>
  (await import('../apply/without-calls.ts')).withoutCalls(...args)

/** The rows of a frame, under the names that its users gave the columns. */
export const query = (
  call: Call,
  { plan, relational }: Self,
  options: Running | undefined,
  check: (call: Call, output: Output) => void,
  change: (plan: Plan) => Plan = plan => plan,
  how: Pick<RunOptions, 'passing' | 'atOnce'> = {},
): Promise<QueryResult> => {
  checkOptions(call, options)
  return telling(call, plan, async () => {
    const runnable = await compiled(change(plan), relational, { signal: options?.signal }, call)
    const { sql, output, parameters } = runnable
    try {
      check(call, output)
      const { fields, batches } = await runnable.asking(() =>
        relational.database.query(sql, parameters, { ...runnable.options, ...how }),
      )
      const named = fields.map((field, i) => ({ ...field, name: output[i]?.name ?? field.name }))
      return { fields: named, batches: streamed(batches, runnable) }
    } catch (error) {
      runnable.free()
      throw error
    }
  })
}

/** The same rows; what goes wrong with them is told better, and what they were read from is freed at their end. */
const streamed = (batches: QueryResult['batches'], { asking, free }: Runnable): QueryResult['batches'] => {
  const iterator = batches[Symbol.asyncIterator]()
  const steps = {
    next: async () => {
      let more = false
      try {
        const result = await asking(() => iterator.next())
        more = result.done !== true
        return result
      } finally {
        if (!more) free()
      }
    },
    return: async () => {
      free()
      await iterator.return?.()
      return { done: true, value: undefined } as const
    },
  }
  return { [Symbol.asyncIterator]: () => steps }
}
