// What a frame writes is what is read back: any table, in every format, by frames and by RDDs.

import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { openSession, type Session, type TypedColumn, type TypedColumns } from 'partita'

const dir = mkdtempSync(join(tmpdir(), 'partita-write-'))
let session: Session
before(async () => {
  session = await openSession({ master: 'local[2]' })
})
after(async () => {
  await session.close()
  rmSync(dir, { recursive: true })
})
let outputs = 0
const place = () => join(dir, `out ${++outputs}`)

type Format = 'csv' | 'json' | 'parquet'
const reading = (format: Format, path: string, schema: TypedColumns) => {
  switch (format) {
    case 'csv':
      return session.read.csv(path, { schema })
    case 'json':
      return session.read.json(path, { schema })
    case 'parquet':
      return session.read.parquet(path, { schema })
  }
}

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 6 }),
  fc.constantFrom(
    '',
    '007',
    'NULL',
    'a,b',
    '"',
    'a\nb',
    'a\rb',
    ' x ',
    'x/y=z%',
    '..',
    '.',
    '\uFEFFx',
    "it's",
    '#',
    '\\',
  ),
)
const milliseconds = fc.date({
  min: new Date('0001-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59.999Z'),
  noInvalidDate: true,
})
const days = milliseconds.map(at => new Date(Math.floor(at.getTime() / 86_400_000) * 86_400_000))
const decimal = fc.tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 20n - 1n })).map(([minus, n]) => {
  const digits = String(n).padStart(5, '0')
  return `${minus && n > 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`
})

/** Types that all formats hold, and their values. */
const SCALARS: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  string: text,
  int8: fc.integer({ min: -128, max: 127 }),
  int32: fc.integer(),
  uint16: fc.integer({ min: 0, max: 65_535 }),
  int64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  uint64: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  float64: fc.double(),
  float32: fc.float(),
  boolean: fc.boolean(),
  date: days,
  timestamp: milliseconds,
  'decimal(20,4)': decimal,
}
const scalar = fc.constantFrom(...Object.keys(SCALARS))

interface Made {
  readonly type: TypedColumn
  readonly value: fc.Arbitrary<unknown>
}
const column: fc.Arbitrary<Made> = fc.tuple(scalar, fc.boolean()).map(([type, nullable]) => ({
  type: (nullable ? `${type}?` : type) as TypedColumn,
  value: nullable ? fc.option(SCALARS[type]!) : SCALARS[type]!,
}))
const bytes: fc.Arbitrary<Made> = fc.constant({
  type: 'binary?',
  value: fc.option(fc.uint8Array({ maxLength: 5 })),
})
/** NaN and infinities are no JSON within a list. */
const element = fc.constantFrom('string', 'int64', 'boolean', 'timestamp', 'decimal(20,4)')
const nested: fc.Arbitrary<Made> = fc.oneof(
  element.map(type => ({
    type: { list: `${type}?`, nullable: true } as TypedColumn,
    value: fc.option(fc.array(fc.option(SCALARS[type]!), { maxLength: 3 })),
  })),
  element.map(type => ({
    type: { struct: { a: `${type}?`, b: 'string' } } as TypedColumn,
    value: fc.record({ a: fc.option(SCALARS[type]!), b: text }),
  })),
)

interface Table {
  readonly schema: TypedColumns
  readonly rows: readonly Record<string, unknown>[]
}
const NAMES = ['a', 'b c', 'd,"e"', "it's", 'é', 'select', '_f', 'G']
const table = (columns: fc.Arbitrary<Made>): fc.Arbitrary<Table> =>
  fc.array(columns, { minLength: 1, maxLength: 5 }).chain(made => {
    const named = made.map(({ type, value }, i) => [NAMES[i]!, type, value] as const)
    return fc
      .array(fc.record(Object.fromEntries(named.map(([name, , value]) => [name, value]))), { maxLength: 8 })
      .map(rows => ({
        schema: { id: 'int32', ...Object.fromEntries(named.map(([name, type]) => [name, type])) },
        rows: rows.map((row, id) => ({ id, ...row })),
      }))
  })

const FORMATS = {
  csv: column,
  json: fc.oneof(column, nested, bytes),
  parquet: fc.oneof(column, nested, bytes),
} as const

for (const format of ['csv', 'json', 'parquet'] as const)
  test(`${format}: written and read are the same`, () =>
    fc.assert(
      fc.asyncProperty(
        table(FORMATS[format]),
        fc.constantFrom('none', 'gzip'),
        async (table, compression) => {
          const path = place()
          const frame = session.createDataFrame(table.rows, table.schema)
          await frame.write[format](path, { compression: compression as 'gzip' })
          const read = reading(format, path, table.schema)
          assert.deepEqual(await read.collect(), await frame.collect())
        },
      ),
    ))

for (const format of ['csv', 'json', 'parquet'] as const)
  test(`${format}: directories hold what they name`, () =>
    fc.assert(
      fc.asyncProperty(table(column), fc.boolean(), async (table, two) => {
        const path = place()
        const frame = session.createDataFrame(table.rows, table.schema)
        const partitionBy = Object.keys(table.schema).slice(1, two ? 3 : 2)
        await frame.write[format](path, { partitionBy })
        const read = reading(format, path, table.schema)
        assert.deepEqual(await read.orderBy('id').collect(), await frame.collect())
      }),
    ))

const CSV_TYPES = ['string', 'int32', 'int64', 'float64', 'boolean', 'date', 'timestamp']
const rddColumn: fc.Arbitrary<Made> = fc.constantFrom(...CSV_TYPES).chain(type =>
  fc.boolean().map(nullable => ({
    type: (nullable ? `${type}?` : type) as TypedColumn,
    value: nullable ? fc.option(SCALARS[type]!) : SCALARS[type]!,
  })),
)

test('RDDs read what frames write, and frames what RDDs write', () =>
  fc.assert(
    fc.asyncProperty(table(rddColumn), async ({ schema, rows }) => {
      const [written, saved] = [place(), place()]
      const frame = session.createDataFrame(rows, schema)
      const expected = await frame.collect()
      await frame.write.csv(written)
      assert.deepEqual(await session.csv(written, { columns: schema }).collect(), expected)
      await session.parallelize(expected, 2).saveAsCsv(saved, { columns: schema })
      assert.deepEqual(await session.read.csv(saved, { schema }).collect(), expected)
    }),
  ))

test('added files are added rows, and nothing is left beside them', () =>
  fc.assert(
    fc.asyncProperty(
      table(column),
      fc.constantFrom<Format[]>('csv', 'json', 'parquet'),
      fc.integer({ min: 1, max: 3 }),
      fc.boolean(),
      async ({ schema, rows }, format, times, partitioned) => {
        const path = place()
        const frame = session.createDataFrame(rows, schema)
        const partitionBy = partitioned ? Object.keys(schema).slice(1, 2) : undefined
        for (let i = 0; i < times; i++) await frame.write[format](path, { mode: 'append', partitionBy })
        const read = reading(format, path, schema)
        assert.equal(await read.count(), rows.length * times)
        assert.ok(readdirSync(path).includes('_SUCCESS'))
        assert.deepEqual(
          readdirSync(dir).filter(name => name.startsWith('.')),
          [],
        )
      },
    ),
  ))
