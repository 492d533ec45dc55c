// A query as DataFrame code and as RDD code gives the same rows.

import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { openSession, type Session } from 'partita'
import { count, max, sum } from 'partita/sql'
import { sameRows, TABLE, type TableRow, table } from './rows.ts'
import { columnOf, meaningOf, truthTerm } from './terms.ts'

let session: Session
before(async () => {
  session = await openSession({ master: 'reference' })
})
after(() => session.close())

const frameOf = (rows: readonly TableRow[]) =>
  session.createDataFrame(rows as Iterable<TableRow & Record<string, unknown>>, TABLE)

test('filter, group and aggregate', () =>
  fc.assert(
    fc.asyncProperty(table, truthTerm, fc.integer({ min: 1, max: 3 }), async (rows, term, partitions) => {
      const grouped = frameOf(rows)
        .where(t => columnOf(term, t))
        .groupBy('s')
        .agg(t => ({ n: count(), i: sum(t.i), top: max(t.i) }))
      const kept = rows.map(row => ({ row, kept: meaningOf(term, row) === true }))
      const byKey = session
        .parallelize(kept, partitions)
        .filter(({ kept }) => kept)
        .map(({ row }) => [row.s, { n: 1, i: row.i, top: row.i }])
        .reduceByKey((a, b) => ({ n: a.n + b.n, i: a.i + b.i, top: Math.max(a.top, b.top) }))
        .map(([s, { n, i, top }]) => ({ s, n: BigInt(n), i: BigInt(i), top }))
      sameRows(await grouped.collect(), await byKey.collect())
    }),
  ))

test('join; null matches null among the pairs of RDDs only', () =>
  fc.assert(
    fc.asyncProperty(table, table, async (left, right) => {
      const joined = frameOf(left).select('k', 'i').join(frameOf(right).select('k', 's'), 'k', 'left')
      const pairs = (rows: readonly TableRow[]) =>
        session.parallelize(
          rows.map(row => [row.k, row] as const),
          2,
        )
      const byKey = pairs(left)
        .leftOuterJoin(pairs(right).filter(([k]) => k !== null))
        .map(([k, [{ i }, other]]) => ({ k, i, s: other?.s ?? null }))
      sameRows(await joined.collect(), await byKey.collect())
    }),
  ))
