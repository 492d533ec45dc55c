// What goes into DuckDB comes out as it was: rows → batch → bytes → batch → DuckDB → batch → rows, of every type.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { decodeBatch, encodeBatch } from '../../src/codec/batch.ts'
import { batchWriter, rowReader } from '../../src/codec/batch-rows.ts'
import { concatBatches } from '../../src/codec/concat.ts'
import { type Database, openDatabase } from '../../src/io/duckdb/database.ts'
import { quoteName } from '../../src/io/duckdb/sql-type.ts'
import type { ColumnBatch } from '../../src/lineage/batch.ts'
import type { DataType, Field } from '../../src/lineage/data-type.ts'
import { sameValue, type Table, table } from '../arbitrary/table.ts'

let database: Database
before(() => {
  database = openDatabase({ threads: 2, memory: 2 ** 29 })
})
after(() => database.close())

/** As a stream and at once. */
const collect = async (sql: string) => {
  const [stream, whole] = [await collected(sql, false), await collected(sql, true)]
  eachSame(stream.rows, whole.rows)
  return whole
}
const collected = async (sql: string, atOnce: boolean) => {
  const { fields, batches } = await database.query(sql, undefined, { atOnce })
  const rows: object[] = []
  const read = rowReader(fields)
  for await (const batch of batches) rows.push(...read(batch, { firstRecord: rows.length }))
  return { fields, rows }
}

/** As several batches, of bytes that lie in shared memory or not. */
const cut = ({ fields, rows }: Table, places: readonly number[], shared: boolean): readonly ColumnBatch[] => {
  const whole = batchWriter(fields)(rows)
  const cuts = [0, ...places.map(place => place % (rows.length + 1)).sort((a, b) => a - b), rows.length]
  return cuts.slice(1).map((to, i) => {
    const bytes = encodeBatch(fields, concatBatches(fields, [{ of: whole, from: cuts[i]!, to }]))
    if (!shared) return decodeBatch(fields, bytes)
    const home = new Uint8Array(new SharedArrayBuffer(bytes.length))
    home.set(bytes)
    return decodeBatch(fields, home)
  })
}

const eachSame = (before: readonly object[], after: readonly object[]) => {
  assert.equal(after.length, before.length)
  for (const [i, row] of before.entries()) if (!sameValue(row, after[i])) assert.deepEqual(after[i], row)
}

/** DuckDB does not say what may be null; the keys of maps may not. */
const nullable = (type: DataType): DataType => {
  if (typeof type === 'string' || 'decimal' in type) return type
  if ('list' in type) return { list: { type: nullable(type.list.type), nullable: true } }
  if ('struct' in type) return { struct: type.struct.map(nullableField) }
  const { key, value } = type.map
  return {
    map: {
      key: { type: nullable(key.type), nullable: false },
      value: { type: nullable(value.type), nullable: true },
    },
  }
}
const nullableField = ({ name, type }: Field): Field => ({ name, type: nullable(type), nullable: true })

test('rows → DuckDB → rows is the identity, and so it is on types', async () => {
  await fc.assert(
    fc.asyncProperty(
      table,
      fc.array(fc.nat(), { maxLength: 3 }),
      fc.boolean(),
      async (table, places, shared) => {
        const batches = cut(table, places, shared)
        database.registerBatches('t', { fields: table.fields, batches: () => batches })
        const { fields, rows } = await collect(`FROM partita_batches('t')`)
        assert.deepEqual(fields, table.fields.map(nullableField))
        eachSame(table.rows, rows)
      },
    ),
  )
})

test('so it is by way of a table, where DuckDB reads all that we wrote', async () => {
  await fc.assert(
    fc.asyncProperty(table, fc.boolean(), async (table, shared) => {
      database.registerBatches('t', { fields: table.fields, batches: () => cut(table, [], shared) })
      await database.execute(`CREATE OR REPLACE TABLE t AS FROM partita_batches('t')`)
      eachSame(table.rows, (await collect('FROM t')).rows)
      // As DuckDB shows values to itself: text made of them is made of the same values.
      const texts = table.fields.map(({ name }) => `${quoteName(name)}::VARCHAR`).join(', ')
      const direct = await collect(`SELECT hash(${texts}) AS h FROM partita_batches('t')`)
      eachSame(direct.rows, (await collect(`SELECT hash(${texts}) AS h FROM t`)).rows)
    }),
  )
})

test('any fields in any order: only these are read', async () => {
  await fc.assert(
    fc.asyncProperty(table, fc.nat(), async (table, seed) => {
      const batches = cut(table, [], false)
      database.registerBatches('t', { fields: table.fields, batches: () => batches })
      const names = table.fields.map(({ name }) => name)
      const chosen = names.filter((_, i) => (seed >> i) & 1).toReversed()
      fc.pre(chosen.length > 0)
      const { rows } = await collect(`SELECT ${chosen.map(quoteName).join(', ')} FROM partita_batches('t')`)
      eachSame(rowReader(table.fields, chosen)(batchWriter(table.fields)(table.rows)), rows)
    }),
  )
})

test('rows that are filtered, joined and sorted come out whole', async () => {
  await fc.assert(
    fc.asyncProperty(table, fc.integer({ min: 1, max: 5 }), async ({ fields, rows }, step) => {
      const numbered: readonly Field[] = [{ name: 'row no', type: 'int32', nullable: false }, ...fields]
      const all = rows.map((row, i) => Object.assign(Object.create(null), { 'row no': i }, row))
      for (const [i, row] of rows.entries())
        Object.defineProperties(all[i], Object.getOwnPropertyDescriptors(row))
      database.registerBatches('t', { fields: numbered, batches: () => [batchWriter(numbered)(all)] })
      const { rows: found } = await collect(
        `SELECT a.* EXCLUDE ("row no") FROM partita_batches('t') a JOIN partita_batches('t') b USING ("row no")
         WHERE "row no" % ${step} = 0 ORDER BY "row no" DESC`,
      )
      eachSame(rows.filter((_, i) => i % step === 0).toReversed(), found)
    }),
  )
})
