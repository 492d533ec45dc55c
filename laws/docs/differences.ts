// What docs/differences.md says of an operation: rows of its tables that name it.

import { readFileSync } from 'node:fs'
import type { Operation } from './surface.ts'

export interface Difference {
  readonly spark: string
  readonly partita: string
  readonly why: string
}

const text = readFileSync(new URL('../../docs/differences.md', import.meta.url), 'utf8')

const rows: readonly (readonly string[])[] = text
  .split('\n')
  .filter(line => line.startsWith('| ') && !line.startsWith('| ---'))
  .map(line =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map(cell => cell.trim()),
  )

const names = (cell: string, name: string): boolean =>
  [...cell.matchAll(/`([^`]+)`/g)].some(([, code = '']) => code === name || code.startsWith(`${name}(`))

const nameOf = ({ name, owner }: Operation): string => (owner === 'Session' ? `session.${name}` : name)

/** How Spark calls it. */
export const inSpark = (operation: Operation): string => {
  const row = rows.find(([here = '', , ...rest]) => rest.length === 0 && names(here, nameOf(operation)))
  const owner = operation.owner === 'Session' ? 'SparkContext.' : ''
  return row?.[1] ?? `\`${owner}${operation.name}\``
}

export const differencesOf = (operation: Operation): readonly Difference[] =>
  rows.flatMap(([spark = '', partita = '', why]) =>
    why !== undefined && [spark, partita].some(cell => names(cell, nameOf(operation)))
      ? [{ spark, partita, why }]
      : [],
  )
