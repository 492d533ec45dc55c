// What is wrong with files, SQL and places to write to is told as what it is; nothing is left behind, and the session
// goes on.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openSession, PartitaError, type Session } from 'partita'

const dir = mkdtempSync(join(tmpdir(), 'partita-bad-files-'))
let session: Session
before(async () => {
  session = await openSession({ master: 'reference' })
  session.createDataFrame([{ zone: 1, fare: 12.5 }]).createTempView('trips')
  await session.table('trips').write.parquet(join(dir, 'good'))
})
afterEach(async () => {
  assert.equal(await session.table('trips').count(), 1)
  assert.deepEqual(
    readdirSync(dir).filter(name => name.startsWith('.')),
    [],
  )
})
after(async () => {
  await session.close()
  rmSync(dir, { recursive: true })
})

const file = (name: string, content: string | Buffer): string => {
  writeFileSync(join(dir, name), content)
  return join(dir, name)
}
const refuses = async (run: () => unknown, code: string, message: RegExp, hint = /^/) => {
  await assert.rejects(
    async () => run(),
    (error: unknown) => {
      assert.ok(error instanceof PartitaError, String(error))
      assert.equal(error.code, code, error.message)
      assert.match(error.message, message)
      assert.match(error.hint ?? '', hint)
      assert.ok(error.callSite !== undefined)
      return true
    },
  )
}
const schema = { n: 'int32', s: 'string?' } as const

const CSV: readonly (readonly [name: string, content: string | Buffer, message: RegExp, kind: string])[] = [
  ['short.csv', 'n,s\n1,a\n2\n3,c\n', /short\.csv:3: the record has 1 fields, not 2/, 'fields'],
  ['long.csv', 'n,s\n1,a\n2,b,x\n3,c\n', /long\.csv:3: the record has 3 fields, not 2/, 'fields'],
  ['type.csv', 'n,s\n1,"a\nb"\n2.5,b\n3,c\n', /type\.csv:4: column n: "2\.5" is not int32/, 'value'],
  ['empty.csv', 'n,s\n,a\n', /empty\.csv:2: column n: it is empty/, 'value'],
  [
    'utf.csv',
    Buffer.from('n,s\n1,a\n2,\xff\n3,b\n', 'latin1'),
    /utf\.csv:3: the bytes are no UTF-8/,
    'encoding',
  ],
  ['quote.csv', 'n,s\n1,a\n2,"b\n3,c\n', /quote\.csv:3: a quoted field is never closed/, 'quote'],
]
for (const [name, content, message, kind] of CSV)
  test(`${name}: fails, is dropped, or is reported`, async () => {
    const path = file(name, content)
    await refuses(() => session.read.csv(path, { schema }).collect(), 'DATA', message, /onBadRow/)
    const { rows, rejects } = session.read.csv(path, { schema, onBadRow: 'keep' })
    const [reject] = await rejects.collect()
    assert.deepEqual([reject!.file, reject!.kind], [path, kind])
    assert.match(`${path}:${reject!.line}: ${reject!.problem}`, message)
    assert.equal(await rows.count(), await session.read.csv(path, { schema, onBadRow: 'drop' }).count())
  })

test('files that are not what they are read as', async () => {
  await refuses(() => session.read.parquet(join(dir, 'none')).count(), 'IO', /There is no file/)
  await refuses(() => session.read.parquet(join(dir, '*.none')).count(), 'IO', /No file matches/)
  const whole = readFileSync(join(dir, 'good/part-00000.parquet'))
  const cut = file('cut.parquet', whole.subarray(0, whole.length - 9))
  await refuses(() => session.read.parquet(cut).count(), 'DATA', /cut\.parquet/)
  const good = join(dir, 'good')
  await refuses(
    () => session.read.parquet(good, { schema: { zon: 'float64' } }).count(),
    'PLAN',
    /no column zon/,
    /zone/,
  )
  await refuses(
    () => session.read.parquet(good, { schema: { zone: 'string' } }).count(),
    'PLAN',
    /finds float64 in the column zone/,
  )
  const json = file('bad.json', '{"n":1}\n{"n":"x"}\n')
  await refuses(
    () => session.read.json(json, { schema: { n: 'int32' } }).collect(),
    'DATA',
    /bad\.json:2: column n: "x" is not int32/,
  )
})

test('SQL that cannot be meant', async () => {
  await refuses(
    () => session.sql('SELECT 1 FROM trps').collect(),
    'PLAN',
    /line 1, column 15/,
    /Did you mean trips/,
  )
  await refuses(() => session.sql('SELECT\n  zon FROM trips').collect(), 'PLAN', /line 2, column 3/, /zone/)
  await refuses(() => session.sql('SELECT 1; SELECT 2'), 'PLAN', /line 1, column 11/)
  await refuses(() => session.sql('DROP TABLE trips'), 'PLAN', /runs queries/, /dropTempView/)
  await refuses(() => session.sql('SELECT 1) UNION (SELECT 2'), 'PLAN', /nothing opens/)
  await refuses(() => session.sql('SELECT $a', { b: 1 }), 'ARGUMENT', /no parameter \$b/, /\$a/)
  await refuses(() => session.table('trips').createTempView('TRIPS'), 'PLAN', /a view trips already/)
  await refuses(() => session.table('trps'), 'PLAN', /no view trps/, /trips/)
  const bound = session.sql('SELECT $1 AS x, fare FROM trips', ["'; DROP TABLE trips --"])
  assert.deepEqual(await bound.collect(), [{ x: "'; DROP TABLE trips --", fare: 12.5 }])
})

test('a write that fails writes nothing', async () => {
  const good = join(dir, 'good')
  const trips = session.table('trips')
  await refuses(() => trips.write.parquet(good), 'OUTPUT', /exists already/)
  const files = `${good}/*.parquet`
  for (const same of [
    session.read.parquet(good),
    session.read.parquet(good).groupBy('fare').count().rdd().toDF({ fare: 'float64?' }),
    session.sql(`SELECT * FROM '${files}'`),
    session.sql(`SELECT fare FROM trips JOIN "${files}" USING (fare)`),
    session.sql(`FROM read_parquet([$tag$${files}$tag$])`),
    session.sql('FROM read_parquet($files)', { files }),
    session
      .textFile(good)
      .map(line => ({ line }))
      .toDF({ line: 'string' }),
  ])
    await refuses(() => same.write.parquet(good, { mode: 'overwrite' }), 'OUTPUT', /is being read/)
  await refuses(
    () => session.sql(`FROM '${files}'`).rdd().saveAsTextFile(good, { overwrite: true }),
    'OUTPUT',
    /is being read/,
  )
  const bad = session.sql("SELECT CAST('x' || i AS INTEGER) AS n FROM range(3) t(i)")
  for (const format of ['csv', 'json', 'parquet'] as const) {
    await refuses(() => bad.write[format](join(dir, 'out')), 'DATA', /convert/)
    assert.ok(!existsSync(join(dir, 'out')))
  }
  await refuses(() => session.sql('SELECT [1] AS l').write.csv(join(dir, 'out')), 'PLAN', /list<int32>/)
})

test('a closed session', async () => {
  const closing = await openSession({ master: 'reference' })
  const frame = closing.sql('SELECT 1 AS x')
  await closing.close()
  await refuses(() => frame.collect(), 'CLOSED', /closed/)
})

test('two tables of trips, united', () => {
  const example = fileURLToPath(new URL('../../docs/examples/trips-by-zone.ts', import.meta.url))
  const printed = execFileSync(process.execPath, ['--import', 'tsx', example], { encoding: 'utf8' })
  const cells = printed.split('\n').filter(line => /\d{4}-\d{2}/.test(line))
  assert.deepEqual(
    cells.map(line =>
      line
        .split('│')
        .map(cell => cell.trim())
        .filter(cell => cell !== '')
        .join(' '),
    ),
    [
      '132 2024-01 yellow 1 61.5',
      '132 2024-02 green 1 70.25',
      '132 2024-02 yellow 1 58',
      '161 2024-01 green 1 9.75',
      '161 2024-01 yellow 1 12.25',
      '161 2024-02 green 1 null',
    ],
  )
})
