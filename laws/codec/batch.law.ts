// Rows, batches and bytes are the same thing written thrice.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeBatch, encodeBatch, encodedBatch } from '../../src/codec/batch.ts'
import { batchWriter, rowReader } from '../../src/codec/batch-rows.ts'
import { concatBatches } from '../../src/codec/concat.ts'
import { GrowingBatch } from '../../src/codec/growing.ts'
import { layoutOf } from '../../src/codec/vector-layout.ts'
import { PartitaError } from '../../src/fault.ts'
import type { Vector } from '../../src/lineage/batch.ts'
import type { DataType } from '../../src/lineage/data-type.ts'
import { sameValue, table } from '../arbitrary/table.ts'

const eachSame = (before: readonly unknown[], after: readonly unknown[]) => {
  assert.equal(before.length, after.length)
  for (const [i, row] of before.entries()) if (!sameValue(row, after[i])) assert.deepEqual(after[i], row)
}

test('rows → batch → bytes → batch → rows is the identity', () => {
  fc.assert(
    fc.property(table, fc.boolean(), ({ fields, rows }, shared) => {
      const bytes = encodeBatch(fields, batchWriter(fields)(rows))
      const home = shared ? new Uint8Array(new SharedArrayBuffer(bytes.length)) : bytes
      if (shared) home.set(bytes)
      eachSame(rows, rowReader(fields)(decodeBatch(fields, home)))
    }),
  )
})

test('decoding copies nothing from aligned bytes', () => {
  fc.assert(
    fc.property(table, ({ fields, rows }) => {
      const bytes = encodeBatch(fields, batchWriter(fields)(rows))
      for (const { values } of decodeBatch(fields, bytes).columns)
        assert.ok(values === undefined || values.buffer === bytes.buffer)
    }),
  )
})

test('bytes may lie anywhere', () => {
  fc.assert(
    fc.property(table, fc.integer({ min: 1, max: 7 }), ({ fields, rows }, shift) => {
      const bytes = encodeBatch(fields, batchWriter(fields)(rows))
      const home = new Uint8Array(bytes.length + shift)
      home.set(bytes, shift)
      eachSame(rows, rowReader(fields)(decodeBatch(fields, home.subarray(shift))))
    }),
  )
})

test('a batch cut by rows and joined again is the same', () => {
  fc.assert(
    fc.property(table, fc.array(fc.nat()), ({ fields, rows }, places) => {
      const batch = batchWriter(fields)(rows)
      const cuts = [0, ...places.map(place => place % (rows.length + 1)).sort((a, b) => a - b), rows.length]
      const slices = cuts.slice(1).map((to, i) => ({ of: batch, from: cuts[i]!, to }))
      const joined = concatBatches(fields, slices)
      eachSame(rows, rowReader(fields)(joined))
      assert.deepEqual(encodeBatch(fields, joined), encodeBatch(fields, batch))
      const backwards = concatBatches(fields, slices.toReversed())
      eachSame(
        slices.toReversed().flatMap(({ from, to }) => rows.slice(from, to)),
        rowReader(fields)(backwards),
      )
    }),
  )
})

test('a batch that grows is what was appended, each time that it is cleared', () => {
  fc.assert(
    fc.property(table, fc.array(fc.nat()), ({ fields, rows }, places) => {
      const batch = batchWriter(fields)(rows)
      const growing = new GrowingBatch(fields)
      for (const place of [0, ...places, rows.length]) {
        const cut = rows.length === 0 ? 0 : place % (rows.length + 1)
        growing.clear()
        for (const [from, to] of [
          [cut, rows.length],
          [0, cut],
        ] as const)
          growing.append(batch, from, to)
        eachSame([...rows.slice(cut), ...rows.slice(0, cut)], rowReader(fields)(growing.view()))
        const joined = concatBatches(fields, [
          { of: batch, from: cut, to: rows.length },
          { of: batch, from: 0, to: cut },
        ])
        assert.deepEqual(encodeBatch(fields, growing.view()), encodeBatch(fields, joined))
      }
    }),
  )
})

test('bytes are written whatever stood there', () => {
  fc.assert(
    fc.property(table, ({ fields, rows }) => {
      const { length, into } = encodedBatch(fields, batchWriter(fields)(rows))
      const used = new Uint8Array(length).fill(0xa5)
      into(used)
      assert.deepEqual(used, encodeBatch(fields, batchWriter(fields)(rows)))
    }),
  )
})

test('some rows and some fields are those rows and fields', () => {
  fc.assert(
    fc.property(
      table,
      fc.nat(),
      fc.nat(),
      fc.infiniteStream(fc.boolean()),
      ({ fields, rows }, a, b, coins) => {
        const [from, to] = [a % (rows.length + 1), b % (rows.length + 1)].sort((x, y) => x - y) as [
          number,
          number,
        ]
        const names = fields.map(({ name }) => name).filter(() => coins.next().value)
        const read = rowReader(fields, names)(batchWriter(fields)(rows), { from, to })
        const expected = rows
          .slice(from, to)
          .map(row => Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name))))
        eachSame(expected, read)
      },
    ),
  )
})

test('damaged bytes are refused, or decode to a batch whose offsets stay within it', () => {
  fc.assert(
    fc.property(table, fc.nat(), fc.nat(255), fc.boolean(), ({ fields, rows }, at, byte, cut) => {
      const bytes = encodeBatch(fields, batchWriter(fields)(rows))
      const place = at % bytes.length
      try {
        const batch = decodeBatch(fields, cut ? bytes.slice(0, place) : bytes.with(place, byte))
        for (const [i, { type }] of fields.entries()) assert.ok(withinItself(type, batch.columns[i]!))
      } catch (error) {
        assert.ok(error instanceof PartitaError, `${error}`)
        assert.equal(error.code, 'DATA')
      }
      if (cut) assert.throws(() => decodeBatch(fields, bytes.slice(0, place)), { code: 'DATA' })
    }),
  )
})

const withinItself = (type: DataType, { length, offsets, values, children }: Vector): boolean => {
  const layout = layoutOf(type)
  if (layout.kind === 'fixed') return values!.length === length * layout.words
  const end = layout.kind === 'struct' ? length : offsets!.at(-1)!
  if (layout.kind === 'bytes') return offsets!.length === length + 1 && values!.length === end
  return layout.children.every(
    (child, i) => children![i]!.length === end && withinItself(child.type, children![i]!),
  )
}

test('a value that does not fit is refused by record and field', () => {
  const fields = [
    { name: 'id', type: 'int32', nullable: false },
    {
      name: 'a',
      type: { list: { type: { struct: [{ name: 'b c', type: 'int8', nullable: false }] }, nullable: false } },
      nullable: true,
    },
  ] as const
  fc.assert(
    fc.property(
      fc.nat(40),
      fc.nat(9),
      fc.constantFrom<unknown>(1.5, 128, '1', 1n, true, null, undefined, {}, [1]),
      (record, index, bad) => {
        const rows = Array.from({ length: 41 }, (_, id) => ({
          id,
          a: Array.from({ length: 10 }, (_, i) => ({ 'b c': id === record && i === index ? bad : 7 })),
        }))
        assert.throws(
          () => batchWriter(fields)(rows, 1000),
          error =>
            error instanceof PartitaError &&
            error.code === 'DATA' &&
            error.recordIndex === 1000 + record &&
            error.message.includes(`Record ${1000 + record}: a[${index}]["b c"] is `),
        )
      },
    ),
  )
})
