import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { RecordBatch, tableFromArrays } from 'apache-arrow'
import { decode, encode } from './codec.ts'

const columns = { n: Int32Array.from([1, 2, 3]), name: ['a', 'é', 'a'] }

test('record batches of Arrow travel, with all the types that Arrow has', () => {
  const [batch] = tableFromArrays({ ...columns, when: [new Date(1), new Date(2), new Date(3)] }).batches
  const [found, twice] = decode(encode([{ batch }, [batch, batch]])) as [
    { batch: RecordBatch },
    RecordBatch[],
  ]
  assert.ok(found.batch instanceof RecordBatch)
  assert.deepEqual(
    found.batch.toArray().map(row => JSON.stringify(row)),
    batch!.toArray().map(row => JSON.stringify(row)),
  )
  assert.equal(twice[0], twice[1])
})

test('also those that a CommonJS program made', () => {
  const arrow = createRequire(import.meta.url)('apache-arrow') as typeof import('apache-arrow')
  const [found] = decode(encode(arrow.tableFromArrays(columns).batches)) as RecordBatch[]
  assert.deepEqual(found?.toArray().map(String), tableFromArrays(columns).toArray().map(String))
})

test('what only looks like one is refused', () => {
  class RecordBatch {}
  assert.throws(() => encode([new RecordBatch()]), {
    code: 'DATA',
    message: /record is an instance of RecordBatch/,
  })
})
