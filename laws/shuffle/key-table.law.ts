// A KeyTable is a Map from canonical keys to the order of first arrival.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { columnOf } from '../../src/codec/column.ts'
import { Group } from '../../src/lineage/group.ts'
import { hashKey } from '../../src/lineage/hash.ts'
import { normalKey } from '../../src/lineage/key.ts'
import { KeyTable } from '../../src/shuffle/key-table.ts'
import { mixWord } from '../../src/shuffle/word-table.ts'
import { keys, nameOf } from './pairs.ts'

/** Tuples whose strings hold what stands between elements in a table's own words. */
const tuple = fc
  .array(
    fc.oneof(
      fc.constantFrom<unknown>(undefined, null, 0.5, -0, 0, true),
      fc.integer({ min: 0, max: 7 }),
      fc.string({ maxLength: 4, unit: fc.constantFrom('\0', '\u0001', '\u0002', '\u0003', '\u0004') }),
    ),
    { maxLength: 2 },
  )
  .chain(array =>
    fc.constantFrom<unknown>(array, Object.assign(new Array(array.length + 1), array), new Group(array)),
  )

const manyKeys = fc.oneof(
  fc.array(tuple, { maxLength: 200, size: 'max' }),
  keys(key => fc.array(key, { maxLength: 60 })),
  // Enough to grow every table.
  fc
    .tuple(fc.integer(), fc.constantFrom(1, 7, 1024, 65_536, 0.25))
    .map(([from, step]) => Array.from({ length: 3000 }, (_, i) => from + (i % 2500) * step)),
  fc
    .tuple(fc.string(), fc.constantFrom('', 'é', 'ż'))
    .map(([head, tail]) => Array.from({ length: 3000 }, (_, i) => `${head}${i % 2500}${tail}`)),
)

test('index is the order of first arrival', () => {
  fc.assert(
    fc.property(manyKeys, given => {
      const table = new KeyTable()
      const model = new Map<unknown, number>()
      const firsts: unknown[] = []
      for (const key of given) {
        const name = nameOf(key)
        if (!model.has(name)) {
          model.set(name, model.size)
          firsts.push(normalKey(key))
        }
        assert.equal(table.index(key), model.get(name))
        assert.equal(table.size, model.size)
      }
      assert.deepEqual([...table.keys()], firsts)
      for (const [i, key] of firsts.entries()) {
        assert.ok(Object.is(table.keyAt(i), key) || typeof key === 'object')
        assert.equal(table.hashAt(i), hashKey(key))
      }
    }),
  )
})

test('strings whose hashes are equal stay apart', () => {
  const word = fc.nat(2 ** 32 - 1).map(x => x | 0)
  const text = (...words: number[]) => Buffer.from(Int32Array.from(words).buffer).toString('latin1')
  fc.assert(
    fc.property(word, word, word, (first, other, second) => {
      // The second word makes up for the first.
      const twin = mixWord(8, first) ^ mixWord(8, other) ^ second
      assert.equal(mixWord(mixWord(8, first), second), mixWord(mixWord(8, other), twin))
      const table = new KeyTable()
      assert.equal(table.index(text(first, second)), 0)
      assert.equal(table.index(text(other, twin)), first === other ? 0 : 1)
      assert.equal(table.index(text(first, second)), 0)
    }),
  )
})

test('keys read from columns are the same keys', () => {
  fc.assert(
    fc.property(manyKeys, manyKeys, (before, given) => {
      const [table, twin] = [new KeyTable(), new KeyTable()]
      for (const key of before) assert.equal(table.index(key), twin.index(key))
      const entries = table.indexColumn(columnOf(given), given.length)
      assert.deepEqual(
        Array.from(entries),
        given.map(key => twin.index(key)),
      )
      const all = Array.from({ length: table.size }, (_, entry) => entry)
      const moved = new KeyTable()
      moved.indexColumn(table.keyColumn(all), all.length)
      assert.deepEqual([...moved.keys()], [...twin.keys()])
    }),
  )
})
