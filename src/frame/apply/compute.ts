// Calls of the user's functions, computed: what they read comes out of the database in batches, the workers add their
// results, and the database reads both where they are.

import type { RunOptions } from '../../io/duckdb/database.ts'
import type { PartitionBatches } from '../../lineage/action.ts'
import type { ColumnsCalls } from '../../lineage/combinators/columns.ts'
import type { Field } from '../../lineage/data-type.ts'
import { constant, derive } from '../../lineage/fn.ts'
import { node } from '../../lineage/lineage.ts'
import type { OutsideRows } from '../../lineage/source.ts'
import type { Call } from '../../rdd/call.ts'
import { refusing } from '../check/refusing.ts'
import { type OutColumn, resolve } from '../check/scope.ts'
import { bare, type Expression, named, type Reference, reference } from '../plan/expression.ts'
import { type Plan, planNode } from '../plan/plan.ts'
import type { Relational } from '../relational.ts'
import { sourcesOf } from '../run/sources.ts'
import { folded, identifier } from '../sql/identifier.ts'
import type { Compute, Result } from './lower.ts'
import type { Needed } from './needed.ts'

export interface Computing {
  readonly compute: Compute
  /** What was given to functions, as SQL, and what for. */
  readonly steps: readonly string[]
  readonly free: () => void
}

let tables = 0

/** Without an action the tables stay empty: enough to know the columns of what stands on them. */
export const computing = (
  relational: Relational,
  action: Call | undefined,
  options: RunOptions,
): Computing => {
  const { driver, database } = relational
  const kept: (() => void)[] = []
  const steps: string[] = []

  const compute: Compute = async (over, below, needed, results) => {
    const { sql, parameters, fields, columns, calls, prepare, free, runOptions } = await inputOf(
      over,
      below,
      needed,
      results,
      relational,
      options,
    )
    const own = results.map(
      ({ apply: { of } }, i): Field => ({ name: i === 0 ? of.name : `${of.name} (${i + 1})`, ...of.result }),
    )
    steps.push(`${results.map(({ apply: { of } }) => of.name).join(', ')} over ${sql}`)
    const rows: OutsideRows = Object.freeze({
      open: async (signal: AbortSignal, passing?: boolean) => {
        await prepare()
        return database.query(sql, parameters, { ...runOptions, signal, passing })
      },
      describe: () => Promise.resolve(sql),
      // The frame that calls looks at its own plan.
      paths: () => [],
    })
    const { operator, callSite } = over
    const source = node({
      kind: 'source',
      operator,
      callSite,
      from: { from: 'batches', rows, as: 'columns' },
    })
    const lineage = node({
      kind: 'mapPartitions',
      operator,
      callSite,
      parent: source,
      f: derive('applied', constant(calls), ...results.map(({ apply }) => apply.of.f)),
      keepsKeys: false,
      determinacy: 'determinate',
    })
    const goingOn = calls.kept.map(i => fields[i]!)
    let parts: readonly PartitionBatches[] = []
    if (action !== undefined) {
      const wanted = { kind: 'batches', fields: [...goingOn, ...own], from: 'extended' } as const
      const job = { lineage, action: wanted, ...action, signal: options.signal }
      parts = (await driver.engine.run(job).finally(free)) as readonly PartitionBatches[]
    } else free()
    const table = `applied${++tables}`
    const all = [
      ...goingOn.map((field, i) => ({ ...field, name: columns[i]!.sql })),
      ...results.map(({ column }) => column as Field),
    ]
    database.registerBatches(table, {
      fields: all,
      batches: function* () {
        for (const part of parts) yield* part.batches()
      },
      rows: parts.reduce((sum, part) => sum + part.rows, 0),
    })
    kept.push(() => {
      database.forgetBatches(table)
      for (const part of parts) void part.free()
    })
    const made = [...columns, ...results.map(({ column }) => column)]
    return planNode({ kind: 'rows', operator, callSite, fields: all, table, columns: made })
  }

  return {
    compute,
    steps,
    free: () => {
      for (const free of kept.splice(0)) free()
    },
  }
}

/** A column as it is, and no field of a struct. */
const isColumn = (arg: Expression): boolean => arg.kind === 'reference' && !arg.name.includes('.')

/** The SQL of what goes to the workers: the columns that are needed above, and the arguments that are no such column. */
const inputOf = async (
  over: Plan,
  below: Plan,
  needed: Needed,
  results: readonly Result[],
  relational: Relational,
  options: RunOptions,
) => {
  const { operator, callSite } = over
  const args = [...new Set(results.flatMap(({ apply }) => apply.args))]
  const made = new Map(args.filter(arg => !isColumn(arg)).map((arg, i) => [arg, `__arg_${i + 1}`]))
  const items = [...made].map(([arg, name]) => named(bare(arg), name))
  const plan =
    items.length === 0 ? below : planNode({ kind: 'extend', operator, callSite, parent: below, items })
  const sources = await sourcesOf(plan, relational, options)
  const compiled = sources.compile(plan)
  const names = new Set(made.values())
  const columns = compiled.output.filter(
    ({ name, sql }) => !names.has(name) && (needed === undefined || needed.has(folded(sql))),
  )
  const columnOf = (arg: Expression): OutColumn => {
    const name = made.get(arg)
    return resolve(compiled.output, name === undefined ? (arg as Reference) : reference(name), refusing(over))
      .column
  }
  const taken = [...new Set([...columns, ...args.map(columnOf)])]
  // A batch has rows even where it has no column.
  const list = taken.length === 0 ? 'true' : taken.map(({ sql }) => identifier(sql)).join(', ')
  const sql = `SELECT ${list} FROM (${compiled.sql})`
  const fields = await relational.database.describe(sql, compiled.parameters, compiled.options)
  const calls: ColumnsCalls = {
    kept: columns.map((_, i) => i),
    calls: results.map(({ apply: { of, args } }) => ({
      operator: of.operator,
      callSite: of.callSite.position,
      name: of.name,
      args: args.map(arg => taken.indexOf(columnOf(arg))),
      form: of.form,
    })),
  }
  const { prepare, free } = sources
  return { ...compiled, sql, fields, columns, calls, runOptions: compiled.options, prepare, free }
}
