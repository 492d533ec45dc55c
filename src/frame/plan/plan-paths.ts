// The files, globs and directories that a plan reads: what its write may not replace.

import { sqlTokens } from '../../io/duckdb/sql-tokens.ts'
import { pathsRead } from '../../lineage/paths-read.ts'
import { type Leaf, leavesOf, type Plan, type Query } from './plan.ts'

export const planPaths = (plan: Plan): readonly string[] => leavesOf(plan).flatMap(leafPaths)

const leafPaths = (leaf: Leaf): readonly string[] => {
  switch (leaf.kind) {
    case 'files':
      return leaf.paths
    case 'query':
      return [...pathsIn(leaf.text), ...textsOf(leaf.parameters)]
    case 'records':
      return pathsRead(leaf.lineage)
    case 'rows':
      return []
  }
}

/** What a file's name stands behind: `FROM 'a'`, `read_csv('a')`, `read_csv(['a', 'b'])`. */
const BEFORE_PATH = new Set(['from', 'join', ',', '(', '['])

/** Text that may name a file; what names none is as if it were not there. */
function* pathsIn(sql: string): Generator<string, void, undefined> {
  let before = ''
  for (const { kind, text } of sqlTokens(sql)) {
    if ((kind === 'text' || kind === 'name') && BEFORE_PATH.has(before)) yield unquoted(text)
    before = text.toLowerCase()
  }
}

const unquoted = (text: string): string => {
  const quote = text[0]!
  return quote === '$'
    ? text.slice(text.indexOf('$', 1) + 1, text.lastIndexOf('$', text.length - 2))
    : text.slice(1, -1).replaceAll(quote + quote, quote)
}

const textsOf = (parameters: Query['parameters']): readonly string[] =>
  Object.values(parameters)
    .flat()
    .filter(value => typeof value === 'string')
