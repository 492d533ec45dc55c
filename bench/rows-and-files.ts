// Rows to CSV and JSON lines and back, one thread: as partita's tasks write and read them, and as the everyday loop does,
// which checks nothing (no quoting, no bad UTF-8, no types).

import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { csvRows } from '../src/io/csv.ts'
import { cut } from '../src/io/cut.ts'
import { jsonRows } from '../src/io/json-lines.ts'
import { type JsonReading, lineReader } from '../src/io/json-row.ts'
import { openPart } from '../src/io/part.ts'
import type { CsvSplit, JsonLinesSplit } from '../src/io/split.ts'
import type { BadRows } from '../src/lineage/bad-row.ts'
import type { SinkSpec } from '../src/lineage/sink.ts'
import { cpuMillis, measure } from './measure.ts'

const dir = mkdtempSync(join(tmpdir(), 'partita-bench-'))
const ROWS = 300_000
const rows = Array.from({ length: ROWS }, (_, i) => ({
  id: i,
  zone: `zone ${i % 263}`,
  fare: (i % 977) / 4,
  paid: i % 3 === 0,
}))
type Row = (typeof rows)[number]
const options = { unit: ROWS, unitName: 'row', clock: cpuMillis }

const saved = async (sink: SinkSpec): Promise<number> => {
  const part = await openPart(dir, 0, 0, sink)
  for (const row of rows) part.write(row)
  const { file, bytes } = await part.close()
  rmSync(join(dir, file))
  return bytes
}
const plain = (head: string, line: (row: Row) => string): number => {
  const file = join(dir, 'plain')
  writeFileSync(file, head + rows.map(line).join('\n') + '\n')
  return statSync(file).size
}
const sumOf = (batches: Iterable<readonly unknown[]>): number => {
  let sum = 0
  for (const batch of batches) for (const row of batch) sum += (row as Row).fare
  return sum
}

try {
  const marks = { delimiter: ',', quote: '"', nullText: '' }
  const csv: SinkSpec = { to: 'csv', header: true, escapeFormulas: false, ...marks }
  const csvLine = ({ id, zone, fare, paid }: Row) => `${id},${zone},${fare},${paid}`
  const columns = [
    { name: 'id', type: 'int32', nullable: false },
    { name: 'zone', type: 'string', nullable: false },
    { name: 'fare', type: 'float64', nullable: false },
    { name: 'paid', type: 'boolean', nullable: false },
  ] as const
  await measure(
    'rows to CSV',
    [
      { name: 'saveAsCsv, with columns', run: () => saved({ ...csv, columns }) },
      { name: 'saveAsCsv', run: () => saved(csv) },
      { name: 'join', run: () => plain('id,zone,fare,paid\n', csvLine) },
    ],
    options,
  )
  await measure(
    'rows to JSON lines',
    [
      { name: 'saveAsJsonLines', run: () => saved({ to: 'jsonLines' }) },
      { name: 'JSON.stringify', run: () => plain('', row => JSON.stringify(row)) },
    ],
    options,
  )

  const json = join(dir, 'a.jsonl')
  writeFileSync(json, rows.map(row => `${JSON.stringify(row)}\n`).join(''))
  const jsonLines = async (reading: JsonReading, onBadRow: BadRows = 'fail') => {
    const splits = await cut({
      from: 'jsonLines',
      paths: [json],
      splitBytes: 1e9,
      encoding: 'utf-8',
      onBadRow,
    })
    return splits.reduce(
      (sum, split) => sum + sumOf(jsonRows(split as JsonLinesSplit, lineReader(reading))),
      0,
    )
  }
  await measure(
    'JSON lines to rows',
    [
      { name: 'jsonLines, with a schema', run: () => jsonLines({ columns }) },
      { name: 'jsonLines', run: () => jsonLines({}) },
      {
        name: 'split and JSON.parse',
        run: () =>
          sumOf([
            readFileSync(json, 'utf8')
              .split('\n')
              .filter(line => line !== '')
              .map(line => JSON.parse(line) as Row),
          ]),
      },
    ],
    options,
  )

  const file = join(dir, 'a.csv')
  writeFileSync(file, `id,zone,fare,paid\n${rows.map(row => `${csvLine(row)}\n`).join('')}`)
  const bad = join(dir, 'bad.csv')
  writeFileSync(
    bad,
    `id,zone,fare,paid\n${rows.map((row, i) => `${csvLine(row)}\n${i % 100 === 0 ? 'x,"a"b,,\n' : ''}`).join('')}`,
  )
  const read = async (path: string, onBadRow: BadRows) => {
    const source = {
      from: 'csv',
      paths: [path],
      splitBytes: 1e9,
      encoding: 'utf-8',
      header: true,
      ...marks,
      columns,
      onBadRow,
    } as const
    let sum = 0
    for (const split of await cut(source))
      for (const batch of csvRows(split as CsvSplit, { columns }))
        for (const row of batch as readonly (Row & { value?: Row; ok?: boolean })[])
          sum += onBadRow === 'keep' ? (row.ok === true ? row.value!.fare : 0) : row.fare
    return sum
  }
  await measure(
    'CSV to rows, where bad rows are no error',
    [
      { name: 'keep, 1 % bad', run: () => read(bad, 'keep') },
      { name: 'drop, 1 % bad', run: () => read(bad, 'drop') },
      { name: 'drop, none bad', run: () => read(file, 'drop') },
      { name: 'fail, none bad', run: () => read(file, 'fail') },
    ],
    options,
  )
} finally {
  rmSync(dir, { recursive: true })
}
