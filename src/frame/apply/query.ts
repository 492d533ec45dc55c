// A query in SQL that calls functions of the user's, as one that reads their results from tables.

import { rowReader } from '../../codec/batch-rows.ts'
import type { Database, RunOptions } from '../../io/duckdb/database.ts'
import { refusing } from '../check/refusing.ts'
import { reference, type UserFunction } from '../plan/expression.ts'
import { type Plan, planNode, type Query } from '../plan/plan.ts'
import type { Relational } from '../relational.ts'
import { folded } from '../sql/identifier.ts'
import { parametersIn } from '../sql/query-text.ts'
import { holdsWithin, unnamedItems } from './call-tree.ts'
import type { Compute } from './lower.ts'
import { takeCalls } from './query-calls.ts'
import { selectOf } from './results-table.ts'
import { statementOf, textOf } from './syntax-tree.ts'

let tables = 0

export const queryWithoutCalls = async (
  query: Query,
  { database }: Relational,
  compute: Compute,
  options: RunOptions,
): Promise<Query> => {
  if (query.functions.length === 0) return query
  const functions = new Map(query.functions.map(each => [folded(each.name), each]))
  const isOurs = (name: string): boolean => functions.has(folded(name))
  const statement = await statementOf(query.text, database, options)
  if (statement === undefined) return query
  for (const item of unnamedItems(statement, isOurs)) {
    const text = await textOf({ node: selectOf(item), named_param_map: [] }, database, options)
    item.alias = text.replace(/^SELECT /, '')
  }
  const aggregates = await aggregateNames(database, options)
  let now = query
  for (;;) {
    const taken = takeCalls(
      statement,
      isOurs,
      name => aggregates.has(folded(name)),
      () => `__applied_${++tables}`,
      refusing(query),
    )
    if (taken.length === 0) {
      if (holdsWithin(statement.node, isOurs))
        refusing(query)(
          'cannot call a function of yours in the condition of a join.',
          'Write FROM a, b WHERE f(a.x, b.y), or compute it in a query inside.',
        )
      return now
    }
    for (const { functionName, table, arity, argumentsOf } of taken) {
      const args = await queryOf(now, await textOf(argumentsOf, database, options), query.parameters)
      const of = functions.get(folded(functionName))!
      const result = await compute(query, args, undefined, [resultOf(of, table, arity, query)])
      now = planNode({ ...now, names: [...now.names, table], parents: [...now.parents, result] })
    }
    now = queryOf(now, await textOf(statement, database, options), query.parameters)
  }
}

const queryOf = (query: Query, text: string, parameters: Query['parameters']): Query => {
  const used = new Set(parametersIn(text).map(({ name }) => name))
  const given = Object.fromEntries(Object.entries(parameters).filter(([name]) => used.has(name)))
  return planNode({ ...query, text, parameters: given, functions: [] })
}

const resultOf = (of: UserFunction, table: string, arity: number, origin: Plan) => {
  const name = `${table}_r`
  const args = Array.from({ length: arity }, (_, i) => reference(`${table}_${i + 1}`))
  return {
    apply: Object.freeze({ kind: 'apply', of, args } as const),
    column: { ...of.result, name, sql: name, alias: undefined, origin },
  }
}

const AGGREGATES = `SELECT DISTINCT function_name AS name FROM duckdb_functions() WHERE function_type = 'aggregate'`

const aggregateNames = async (database: Database, options: RunOptions): Promise<ReadonlySet<string>> => {
  const { fields, batches } = await database.query(AGGREGATES, undefined, { ...options, follow: undefined })
  const read = rowReader(fields)
  const names = new Set<string>()
  for await (const batch of batches) for (const row of read(batch)) names.add(folded(String(row.name)))
  return names
}
