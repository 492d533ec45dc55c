// Rows against a published answer: text and whole numbers exactly, others to nine digits, for avg and division are of
// floating point.

import assert from 'node:assert/strict'

const SAME = 1e-9

export const agrees = (answer: string, rows: readonly object[]): void => {
  const [header, ...lines] = answer.trimEnd().split('\n')
  const width = header!.split('|').length
  assert.equal(rows.length, lines.length, 'rows')
  for (const [at, line] of lines.entries()) {
    const expected = line.split('|')
    const found = Object.values(rows[at]!).map(text)
    assert.equal(found.length, width, 'columns')
    for (const [column, value] of found.entries())
      assert.ok(
        equal(value, expected[column]!),
        `row ${at}, column ${column}: ${value}, published ${expected[column]}`,
      )
  }
}

const text = (value: unknown): string =>
  value instanceof Date ? value.toISOString().slice(0, 10) : value === null ? 'NULL' : String(value)

const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/

const equal = (found: string, published: string): boolean => {
  if (found === published) return true
  if (!NUMBER.test(found) || !NUMBER.test(published)) return false
  return Math.abs(Number(found) - Number(published)) <= SAME * Math.abs(Number(published))
}
