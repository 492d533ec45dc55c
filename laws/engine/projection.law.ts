// Fields that nobody reads are not made, and nobody can tell: a pipeline whose closures are seen through gives, and
// refuses, what the same closures give behind a function that hides them.

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { openSession, PartitaError, type RDD, type Session, schema } from 'partita'

const dir = mkdtempSync(join(tmpdir(), 'partita-projection-'))
const file = join(dir, 'a.csv')
let session: Session
before(async () => {
  session = await openSession({ master: 'local[2]' })
})
after(async () => {
  await session.close()
  rmSync(dir, { recursive: true })
})

const columns = schema({
  id: 'int32',
  name: 'string?',
  at: 'timestamp?',
  size: text => {
    if (text === 'bad') throw new RangeError('no size')
    return text.length
  },
  __proto__x: 'string',
  ok: 'boolean',
})
interface Row {
  readonly id: number
  readonly name: string | null
  readonly at: Date | null
  readonly size: unknown
  readonly ok: boolean
}

const good = [
  fc.integer({ min: -9, max: 9 }).map(String),
  fc.constantFrom('x', '', '"q,"'),
  fc.constantFrom('2020-01-02', ''),
  fc.constantFrom('s', 'ss'),
  fc.constantFrom('p', 'é'),
  fc.constantFrom('true', 'false'),
] as const
/** One bad field at most: of two, it is chance which one is told. */
const bad = fc.option(
  fc.record({
    line: fc.nat(11),
    field: fc.constantFrom([0, '1.5'], [0, ''], [2, '2020-02-30'], [3, 'bad'], [5, 'perhaps'], [5, 'true,']),
  }),
)
const table = fc
  .tuple(
    fc.array(
      fc.tuple(...good).map(fields => [...fields] as string[]),
      { maxLength: 12 },
    ),
    bad,
  )
  .map(([lines, bad]) => {
    const [at, text] = bad?.field ?? []
    const line = bad === null ? undefined : lines[bad.line]
    if (line !== undefined) line[at as number] = text as string
    return ['id,name,at,size,__proto__x,ok', ...lines.map(fields => fields.join(',')), ''].join('\n')
  })

const filters: readonly ((row: Row) => boolean)[] = [
  row => row.id > 0,
  ({ ok }) => ok,
  ({ name, ...rest }) => name !== null || rest.ok,
]
const maps: readonly ((row: Row) => unknown)[] = [
  row => row.id,
  ({ name, id }) => [name, id],
  row => {
    const { at } = row
    return at?.getTime()
  },
  row => row.size,
  row => row,
  () => 1,
]
const endings: readonly ((rows: RDD<Row>, hide: Hide) => Promise<unknown>)[] = [
  rows => rows.count(),
  rows => rows.collect(),
  (rows, hide) => rows.flatMap(hide(row => [row.id, row.id])).collect(),
  (rows, hide) =>
    rows
      .map(hide(row => [row.ok, row.id]))
      .reduceByKey((a, b) => a + b)
      .collect(),
  rows =>
    rows.aggregate(
      0,
      (sum, row) => sum + row.id,
      (a, b) => a + b,
    ),
  (rows, hide) =>
    rows
      .union(rows)
      .coalesce(1)
      .map(hide(row => row.name))
      .collect(),
  ...maps.map(f => (rows: RDD<Row>, hide: Hide) => rows.map(hide(f as (row: Row) => string)).collect()),
]

type Hide = <R>(f: (row: Row) => R) => (row: Row) => R
const seen: Hide = f => f
const hidden: Hide = f => row => f(row)

const outcome = async (f: () => Promise<unknown>): Promise<unknown> => {
  try {
    return await f()
  } catch (error) {
    if (!(error instanceof PartitaError)) throw error
    const { code, message, operator, partition } = error
    return { code, message, operator, partition }
  }
}

test('csv: with and without', () =>
  fc.assert(
    fc.asyncProperty(
      table,
      fc.subarray([...filters]),
      fc.constantFrom(...endings),
      async (table, filters, ending) => {
        writeFileSync(file, table)
        const play = (hide: Hide) =>
          outcome(() => {
            const rows = session.csv(file, { columns, splitBytes: 64 })
            return ending(
              filters.reduce((rdd, f) => rdd.filter(hide(f)), rows as RDD<Row>),
              hide,
            )
          })
        assert.deepStrictEqual(await play(seen), await play(hidden))
      },
    ),
  ))
