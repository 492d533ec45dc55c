// What Arrow holds comes back as it was; by way of Arrow's own bytes too, and however a table is cut.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Table, tableFromIPC, tableToIPC } from 'apache-arrow'
import fc from 'fast-check'
import { arrowMaker } from '../../src/codec/arrow.ts'
import { batchWriter, rowReader } from '../../src/codec/batch-rows.ts'
import { fromTable } from '../../src/codec/from-arrow.ts'
import type { Field } from '../../src/lineage/data-type.ts'
import { sameValue, table } from '../arbitrary/table.ts'

const toTable = async (fields: readonly Field[], ...parts: (readonly object[])[]): Promise<Table> => {
  const make = await arrowMaker(fields)
  const write = batchWriter(fields)
  return new Table(parts.map(rows => make(write(rows))))
}
const rowsOf = (table: Table): object[] => {
  const { fields, batches } = fromTable(table)
  const read = rowReader(fields)
  return [...batches].flatMap(batch => read(batch))
}
const eachSame = (before: readonly object[], after: readonly object[]) => {
  assert.equal(after.length, before.length)
  for (const [i, row] of before.entries()) if (!sameValue(row, after[i])) assert.deepEqual(after[i], row)
}

test('batch → Arrow → batch is the identity, and so it is on types', async () => {
  await fc.assert(
    fc.asyncProperty(table, async ({ fields, rows }) => {
      const there = await toTable(fields, rows)
      assert.equal(there.numRows, rows.length)
      assert.ok(sameValue(fromTable(there).fields, fields))
      eachSame(rows, rowsOf(there))
    }),
  )
})

test('so it is by way of a stream of bytes, in many batches', async () => {
  await fc.assert(
    fc.asyncProperty(table, fc.nat(), async ({ fields, rows }, place) => {
      const at = place % (rows.length + 1)
      const there = await toTable(fields, rows.slice(0, at), rows.slice(at))
      eachSame(rows, rowsOf(tableFromIPC(tableToIPC(there))))
    }),
  )
})

test('a slice of a table has the rows of the slice', async () => {
  await fc.assert(
    fc.asyncProperty(table, fc.nat(), fc.nat(), async ({ fields, rows }, a, b) => {
      const [from, to] = [a % (rows.length + 1), b % (rows.length + 1)].sort((x, y) => x - y)
      eachSame(rows.slice(from, to), rowsOf((await toTable(fields, rows)).slice(from, to)))
    }),
  )
})

test('numbers and text are not copied, neither way', async () => {
  await fc.assert(
    fc.asyncProperty(table, async ({ fields, rows }) => {
      const batch = batchWriter(fields)(rows)
      const record = (await arrowMaker(fields))(batch)
      for (const { columns } of fromTable(new Table([record])).batches)
        for (const [i, { type }] of fields.entries())
          if (typeof type === 'string' && type !== 'boolean')
            assert.equal(columns[i]!.values!.buffer, batch.columns[i]!.values!.buffer)
    }),
  )
})
