// Rows of a CSV file with typed columns: summed, by csv-parse's own columns and cast, and as partita reads them.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { csvRows } from '../src/io/csv.ts'
import { cut } from '../src/io/cut.ts'
import type { CsvSplit } from '../src/io/split.ts'
import type { CsvSource } from '../src/lineage/source.ts'
import { measure } from './measure.ts'

const dir = mkdtempSync(join(tmpdir(), 'partita-bench-'))
const ROWS = 200_000

const contents: { readonly [name: string]: (i: number) => string } = {
  'plain.csv': i => `${i},zone ${i % 263},${(i % 977) / 4},2015-01-0${1 + (i % 9)}`,
  'quoted.csv': i =>
    `${i},"zone ""${i % 263}""${i % 50 === 0 ? '\n' : ''}",${(i % 977) / 4},2015-01-0${1 + (i % 9)}`,
}

interface Row {
  readonly id: number
  readonly fare: number
}

const countQuotes = (bytes: Buffer): number => {
  let quotes = 1
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === 34) quotes++
  return quotes
}

try {
  for (const [name, line] of Object.entries(contents)) {
    const file = join(dir, name)
    const text = ['id,zone,fare,day', ...Array.from({ length: ROWS }, (_, i) => line(i))].join('\n')
    writeFileSync(file, text)
    const source: CsvSource = {
      from: 'csv',
      paths: [file],
      splitBytes: 2e6,
      encoding: 'utf-8',
      delimiter: ',',
      quote: '"',
      header: true,
      nullText: '',
      onBadRow: 'fail',
      columns: [
        { name: 'id', type: 'int32', nullable: false },
        { name: 'zone', type: 'string', nullable: false },
        { name: 'fare', type: 'float64', nullable: false },
        { name: 'day', type: 'string', nullable: false },
      ],
    }
    const splits = (await cut(source)) as readonly CsvSplit[]
    const sum = (rows: Iterable<unknown>): number => {
      let sum = 0
      for (const row of rows as Iterable<Row>) sum += row.fare + row.id
      return sum
    }
    const ours = {
      name: 'csvRows',
      run: () => {
        let total = 0
        for (const split of splits)
          for (const rows of csvRows(split, { columns: source.columns })) total += sum(rows)
        return total
      },
    }
    const theirs = {
      name: 'csv-parse, columns and cast',
      run: () => sum(parse(readFileSync(file), { columns: true, cast: true }) as unknown[]),
    }
    const title = `${name}, ${(Buffer.byteLength(text) / 1e6).toFixed(1)} MB`
    await measure(`${title}, sum two columns`, [ours, theirs], { unit: ROWS, unitName: 'row' })
    const cutting = { name: 'cut', run: async () => (await cut(source)).length }
    const counting = { name: 'count quotes', run: () => countQuotes(readFileSync(file)) && splits.length }
    await measure(`${title}, find record-aligned splits`, [cutting, counting], {
      unit: text.length / 1e6,
      unitName: 'MB',
    })
  }
} finally {
  rmSync(dir, { recursive: true })
}
