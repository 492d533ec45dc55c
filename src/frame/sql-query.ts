// `session.sql`: what can be said of a text without the database is said at once.

import { type SqlToken, sqlTokens } from '../io/duckdb/sql-tokens.ts'
import { type Call, calling, failure } from '../rdd/call.ts'
import type { DataFrame } from './dataframe.ts'
import type { UserFunction } from './plan/expression.ts'
import { planNode } from './plan/plan.ts'
import type { Relational } from './relational.ts'
import { folded } from './sql/identifier.ts'
import { parametersIn } from './sql/query-text.ts'
import type { View, Views } from './views.ts'

export const sql =
  (relational: Relational) =>
  (text: string, parameters: readonly unknown[] | Readonly<Record<string, unknown>> = []): DataFrame => {
    const call = calling('sql')
    if (typeof text !== 'string') throw failure(call, 'ARGUMENT', `takes SQL as a text, not ${typeof text}.`)
    if (typeof parameters !== 'object' || parameters === null)
      throw failure(call, 'ARGUMENT', 'takes parameters in an array, or in an object by name.')
    const tokens = [...sqlTokens(text)]
    const end = onlyQuery(call, text, tokens)
    const used = viewsIn(tokens, relational.views)
    return relational.frame(
      planNode({
        kind: 'query',
        ...call,
        text: text.slice(0, end),
        parameters: bound(call, text.slice(0, end), parameters),
        parents: used.map(({ plan }) => plan),
        names: used.map(({ name }) => name),
        views: relational.views.list().map(({ name }) => name),
        functions: functionsIn(tokens, relational),
      }),
    )
  }

const QUERY = new Set([
  'select',
  'with',
  'from',
  'values',
  'table',
  'pivot',
  'unpivot',
  'describe',
  'summarize',
])

const HINTS: Readonly<Record<string, string>> = {
  create: 'A view is made of a frame: df.createTempView(name). A table is a file: df.write.parquet(path).',
  drop: 'session.dropTempView(name) drops a view.',
  insert: "Write a file more: df.write.parquet(path, { mode: 'append' }).",
  copy: 'df.write.parquet(path), .csv or .json writes files.',
  show: 'session.views() lists the views.',
}

/**
 * Where the one query ends.
 * @throws PartitaError PLAN for what is no query, or several statements
 */
const onlyQuery = (call: Call, text: string, tokens: readonly SqlToken[]): number => {
  const refuse = (what: string, { at }: Pick<SqlToken, 'at'>, hint: string): never => {
    throw failure(call, 'PLAN', `${what} ${placeIn(text, at)}`, { hint })
  }
  const first = tokens.find(({ text }) => text !== '(')
  if (first === undefined) throw failure(call, 'PLAN', 'finds no query in the text.')
  const word = folded(first.text)
  if (!QUERY.has(word))
    refuse('runs queries, which begin with SELECT, FROM or WITH.', first, HINTS[word] ?? 'Write SELECT …')
  let depth = 0
  for (const [i, token] of tokens.entries()) {
    if (token.kind !== 'mark') continue
    if (token.text === '(') depth++
    if (token.text === ')' && --depth < 0) refuse('finds a ) that nothing opens.', token, 'Remove it.')
    if (token.text === ';' && i < tokens.length - 1)
      refuse('runs one query, and there are more.', tokens[i + 1]!, 'Call session.sql for each.')
    if (token.text === ';') return token.at
  }
  return text.length
}

const placeIn = (text: string, at: number): string => {
  const lines = text.slice(0, at).split('\n')
  const line = text.split('\n')[lines.length - 1]!
  return `At line ${lines.length}, column ${lines.at(-1)!.length + 1} of the SQL: ${line.trim().slice(0, 120)}`
}

/** What a name of a table stands behind. */
const BEFORE_TABLE = new Set(['from', 'join', 'table', 'pivot', 'unpivot', 'describe', 'summarize', ',', '('])

/** The views that are perhaps meant: one too many does no harm but for being looked at. */
const viewsIn = (tokens: readonly SqlToken[], views: Views): readonly View[] => {
  const found = new Set<View>()
  for (const [i, { kind, text }] of tokens.entries()) {
    if ((kind !== 'word' && kind !== 'name') || !BEFORE_TABLE.has(folded(tokens[i - 1]?.text ?? ''))) continue
    const view = views.find(kind === 'name' ? text.slice(1, -1).replaceAll('""', '"') : text)
    if (view !== undefined) found.add(view)
  }
  return [...found]
}

/** The functions of the user's that are perhaps called. */
const functionsIn = (tokens: readonly SqlToken[], { functions }: Relational): readonly UserFunction[] => {
  const names = new Set(tokens.filter(({ kind }) => kind === 'word').map(({ text }) => folded(text)))
  return [...functions].filter(([name]) => names.has(name)).map(([, each]) => each)
}

const bound = (
  call: Call,
  text: string,
  parameters: readonly unknown[] | Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> => {
  const wanted = new Set(parametersIn(text).map(({ name }) => name))
  const given: Readonly<Record<string, unknown>> = Array.isArray(parameters)
    ? Object.fromEntries(parameters.map((value, i) => [String(i + 1), value]))
    : (parameters as Readonly<Record<string, unknown>>)
  for (const name of Object.keys(given))
    if (!wanted.has(name))
      throw failure(call, 'ARGUMENT', `finds no parameter $${name} in the SQL.`, {
        hint:
          wanted.size === 0 ? 'It has none.' : `It has ${[...wanted].map(name => `$${name}`).join(', ')}.`,
      })
  for (const name of wanted)
    if (!Object.hasOwn(given, name) || given[name] === undefined)
      throw failure(call, 'ARGUMENT', `takes a value for the parameter $${name}.`)
  return Object.freeze({ ...given })
}
