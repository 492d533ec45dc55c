// Whole queries, however their steps were put into SELECTs, give what the same steps over plain arrays give.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { type DataFrame, openSession, type Session } from 'partita'
import { NAMES, ordering, sameRows, TABLE, type TableRow, table } from './rows.ts'
import { frameOf, query, rowsOf } from './steps.ts'

let session: Session
before(async () => {
  session = await openSession({ master: 'reference' })
})
after(() => session.close())

const make = (rows: readonly TableRow[]): DataFrame =>
  session.createDataFrame(rows as Iterable<TableRow & Record<string, unknown>>, TABLE)

test('a query gives the rows that its steps say', () =>
  fc.assert(
    fc.asyncProperty(query, async query => {
      const expected = rowsOf(query)
      sameRows(await frameOf(query, make).collect(), expected)
    }),
  ))

test('count and isEmpty agree with collect', () =>
  fc.assert(
    fc.asyncProperty(query, async query => {
      const expected = rowsOf(query)
      const frame = frameOf(query, make)
      assert.equal(await frame.count(), expected.length)
      assert.equal(await frame.isEmpty(), expected.length === 0)
    }),
  ))

test('orderBy sorts by each column in turn, with nulls first rising and last falling', () =>
  fc.assert(
    fc.asyncProperty(
      table,
      fc.shuffledSubarray([...NAMES], { minLength: 1 }),
      fc.boolean(),
      async (rows, names, falling) => {
        const orders = names.map((name, i) => ordering(name, falling && i === 0))
        const sorted = [...rows].sort((a, b) => orders.reduce((order, by) => order || by(a, b), 0))
        const actual = await make(rows)
          .orderBy(t => names.map((name, i) => (falling && i === 0 ? t[name].desc() : t[name])))
          .select(...names)
          .collect()
        assert.deepEqual(
          actual.map(row => names.map(name => ordering(name)(row, row) || row[name]?.valueOf() || null)),
          sorted.map(row => names.map(name => row[name]?.valueOf() || null)),
        )
      },
    ),
  ))
