// An expression gives, for each row, what SQL says it does.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { type DataFrame, openSession, type Session } from 'partita'
import { sameRows, TABLE, type TableRow, table } from './rows.ts'
import { columnOf, meaningOf, numberTerm, type Term, textTerm, truthTerm } from './terms.ts'

let session: Session
before(async () => {
  session = await openSession({ master: 'reference' })
})
after(() => session.close())

const frameOf = (rows: readonly TableRow[]): DataFrame =>
  session.createDataFrame(rows as Iterable<TableRow & Record<string, unknown>>, TABLE)

const term: fc.Arbitrary<Term> = fc.oneof(numberTerm, textTerm, truthTerm)

test('select computes it', () =>
  fc.assert(
    fc.asyncProperty(table, term, async (rows, term) => {
      const actual = await frameOf(rows)
        .select(t => ({ v: columnOf(term, t) }))
        .collect()
      sameRows(
        actual,
        rows.map(row => ({ v: meaningOf(term, row) })),
      )
    }),
  ))

test('where keeps the rows for which it is true, in order', () =>
  fc.assert(
    fc.asyncProperty(table, truthTerm, async (rows, term) => {
      const actual = await frameOf(rows)
        .where(t => columnOf(term, t))
        .collect()
      assert.deepEqual(
        actual,
        rows.filter(row => meaningOf(term, row) === true),
      )
    }),
  ))

test('what is selected as it is, is as it was: −0, NaN and null too', () =>
  fc.assert(
    fc.asyncProperty(table, async rows => {
      assert.deepEqual(await frameOf(rows).collect(), rows)
    }),
  ))
