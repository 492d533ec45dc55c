import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { ColumnBatch } from '../../lineage/batch.ts'
import type { Field } from '../../lineage/data-type.ts'
import { type Database, openDatabase } from './database.ts'

let database: Database
before(() => {
  database = openDatabase({ threads: 2, memory: 2 ** 28 })
})
after(() => database.close())

const fields: readonly Field[] = [
  { name: 'id', type: 'int32', nullable: false },
  { name: 'name', type: 'string', nullable: true },
]
const names = (from: number, length: number) =>
  Array.from({ length }, (_, i) =>
    (from + i) % 5 === 0 ? '' : `the name of number ${from + i}`.slice((from + i) % 20),
  )

const batchOf = (from: number, length: number): ColumnBatch => {
  const texts = names(from, length).map(text => Buffer.from(text))
  const offsets = new Int32Array(length + 1)
  for (const [i, text] of texts.entries()) offsets[i + 1] = offsets[i]! + text.length
  const validity = new Uint8Array((length + 7) >> 3)
  for (let i = 0; i < length; i++) if ((from + i) % 5 !== 0) validity[i >> 3]! |= 1 << (i & 7)
  return {
    length,
    columns: [
      { length, validity: undefined, values: Int32Array.from({ length }, (_, i) => from + i) },
      { length, validity, offsets, values: new Uint8Array(Buffer.concat(texts)) },
    ],
  }
}

const rows = async (sql: string): Promise<number> => {
  let n = 0
  for await (const batch of (await database.query(sql)).batches) n += batch.length
  return n
}
const number = async (sql: string): Promise<unknown> => {
  for await (const { columns } of (await database.query(sql)).batches)
    return (columns[0]!.values as BigInt64Array)[0]
  return undefined
}

test('SQL reads batches of any length, as often as it likes', async () => {
  const lengths = [1, 2047, 2048, 0, 2049, 5000]
  const starts = lengths.map((_, i) => lengths.slice(0, i).reduce((a, b) => a + b, 0))
  const batches = lengths.map((length, i) => batchOf(starts[i]!, length))
  database.registerBatches('t', { fields, batches: () => batches, rows: 11_145 })
  assert.equal(await number(`SELECT count(*) FROM partita_batches('t')`), 11_145n)
  assert.equal(await number(`SELECT count(*) FROM partita_batches('t') WHERE name IS NULL`), 2229n)
  assert.equal(
    await number(`SELECT count(*) FROM partita_batches('t')
      WHERE name IS DISTINCT FROM
        CASE WHEN id % 5 = 0 THEN NULL ELSE substr('the name of number ' || id, 1 + id % 20) END`),
    0n,
  )
  assert.equal(
    await number(`SELECT count(*) FROM partita_batches('t') a JOIN partita_batches('t') b USING (id)`),
    11_145n,
  )
  database.forgetBatches('t')
  await assert.rejects(rows(`FROM partita_batches('t')`), { code: 'PLAN', message: /no batches .*"t"/ })
})

test('rows keep their order', async () => {
  database.registerBatches('order', { fields, batches: () => [batchOf(0, 9000), batchOf(9000, 9000)] })
  assert.equal(
    await number(
      `SELECT count(*) FROM (SELECT id, row_number() OVER () AS n FROM partita_batches('order')) WHERE id + 1 <> n`,
    ),
    0n,
  )
})

test('shared memory is read too', async () => {
  const { length, columns } = batchOf(0, 3000)
  const shared = (bytes: Uint8Array): Uint8Array => {
    const copy = new Uint8Array(new SharedArrayBuffer(bytes.length))
    copy.set(bytes)
    return copy
  }
  const [id, name] = columns
  const ids = new Int32Array(shared(new Uint8Array((id!.values as Int32Array).buffer)).buffer)
  const batch = {
    length,
    columns: [
      { ...id!, values: ids },
      { ...name!, values: shared(name!.values as Uint8Array) },
    ],
  }
  database.registerBatches('shared', { fields, batches: () => [batch] })
  database.registerBatches('own', { fields, batches: () => [batchOf(0, 3000)] })
  assert.equal(
    await number(
      `SELECT count(*) FROM (FROM partita_batches('shared') INTERSECT FROM partita_batches('own'))`,
    ),
    3000n,
  )
})

test('what the batches throw comes out as it was thrown, however late', async () => {
  for (const good of [0, 1, 60]) {
    const thrown = new TypeError('mine')
    database.registerBatches('bad', {
      fields,
      batches: function* () {
        for (let i = 0; i < good; i++) yield batchOf(i * 9000, 9000)
        throw thrown
      },
    })
    await assert.rejects(rows(`FROM partita_batches('bad')`), error => error === thrown)
    await assert.rejects(rows(`SELECT sum(id) FROM partita_batches('bad')`), error => error === thrown)
  }
})

/** Batches without end; resolves once their iteration is ended. */
const endless = (id: string, begins = () => {}): Promise<void> =>
  new Promise(resolve =>
    database.registerBatches(id, {
      fields,
      batches: function* () {
        try {
          begins()
          for (let i = 0; ; i++) yield batchOf(i * 9000, 9000)
        } finally {
          resolve()
        }
      },
    }),
  )

test('a query that needs no more ends the iteration', async () => {
  const limited = endless('a')
  assert.equal(await rows(`FROM partita_batches('a') LIMIT 5`), 5)
  await limited
  const left = endless('b')
  for await (const _ of (await database.query(`FROM partita_batches('b')`)).batches) break
  await left
  const controller = new AbortController()
  const { signal } = controller
  const aborted = endless('c', () => controller.abort())
  await assert.rejects(database.execute(`SELECT sum(id) FROM partita_batches('c')`, [], { signal }), {
    code: 'CANCELLED',
  })
  await aborted
})

test('a null struct has null fields, which DuckDB reads without asking the struct', async () => {
  const x = { length: 3, validity: undefined, values: Int32Array.of(1, 2, 3) }
  database.registerBatches('struct', {
    fields: [
      { name: 's', type: { struct: [{ name: 'x', type: 'int32', nullable: false }] }, nullable: true },
    ],
    batches: () => [{ length: 3, columns: [{ length: 3, validity: Uint8Array.of(0b101), children: [x] }] }],
  })
  assert.equal(await number(`SELECT sum(s.x) FROM partita_batches('struct')`), 4n)
})

test('lists longer than a chunk keep their nulls', async () => {
  const length = 10_000
  const validity = new Uint8Array(length / 8).fill(0b0101_0101)
  database.registerBatches('lists', {
    fields: [{ name: 'l', type: { list: { type: 'int32', nullable: true } }, nullable: false }],
    batches: () => [
      {
        length: 2,
        columns: [
          {
            length: 2,
            validity: undefined,
            offsets: Int32Array.of(0, 1, length),
            children: [{ length, validity, values: Int32Array.from({ length }, (_, i) => i) }],
          },
        ],
      },
    ],
  })
  assert.equal(
    await number(`SELECT count(x) FROM (SELECT unnest(l) AS x FROM partita_batches('lists'))`),
    5000n,
  )
  assert.equal(
    await number(`SELECT sum(x)::BIGINT FROM (SELECT unnest(l) AS x FROM partita_batches('lists'))`),
    4999n * 5000n,
  )
})

test('bytes that are no text are refused before DuckDB sees them', async () => {
  const values = new Uint8Array(100).fill(0xff)
  for (const home of [values, new Uint8Array(new SharedArrayBuffer(100)).fill(0xff)])
    for (const end of [2, 100]) {
      const column = { length: 1, validity: undefined, offsets: Int32Array.of(0, end), values: home }
      const batches = () => [{ length: 1, columns: [column] }]
      database.registerBatches('text', { fields: [{ name: 'x', type: 'string', nullable: false }], batches })
      await assert.rejects(rows(`FROM partita_batches('text')`), { code: 'DATA', message: /not UTF-8/ })
      database.registerBatches('bytes', { fields: [{ name: 'x', type: 'binary', nullable: false }], batches })
      assert.equal(await number(`SELECT octet_length(x) FROM partita_batches('bytes')`), BigInt(end))
    }
})

test('a batch that is not what its fields say is refused', async () => {
  for (const values of [Float64Array.of(1, 2), Int16Array.of(1, 2), Int32Array.of(1)]) {
    database.registerBatches('other', {
      fields: [{ name: 'x', type: 'int32', nullable: false }],
      batches: () => [{ length: 2, columns: [{ length: 2, validity: undefined, values }] }],
    })
    await assert.rejects(rows(`FROM partita_batches('other')`), { code: 'INTERNAL', message: /its fields/ })
  }
})
