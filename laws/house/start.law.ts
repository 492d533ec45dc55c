// What programs load when they start, read from the files of `dist/start` in which src/bundle.js gathers it: a package
// that comes in at the top of one of them is paid for by all who load it.

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'

const START = new URL('../../dist/start/', import.meta.url)
const files = readdirSync(START).filter(file => file.endsWith('.js'))
const text = (file: string): string => readFileSync(new URL(file, START), 'utf8')

test('a start loads these files, and these packages', () => {
  const loads = (file: string) =>
    Array.from(text(file).matchAll(/^import .*?"(.*)";$/gm), match => match[1]!).filter(
      name => !name.startsWith('node:'),
    )
  assert.deepEqual(Object.fromEntries(files.map(file => [file, loads(file).sort()])), {
    'both.js': [],
    'driver.js': ['./both.js', 'workerpool'],
    'duckdb.js': ['./both.js', '@duckdb/node-bindings'],
    'files.js': ['./both.js', './worker.js', 'csv-parse/sync'],
    'planner.js': ['./both.js', './driver.js', './session.js'],
    'query.js': ['./both.js', './session.js'],
    'session.js': ['./both.js', './driver.js', 'leven'],
    'worker.js': ['./both.js'],
  })
})

test('imports and exports have lines of their own, which closures are resolved by', () => {
  for (const file of files)
    assert.deepEqual(
      text(file)
        .match(/^(?:import|export)\b.*$/gm)!
        .filter(
          line => !/^(?:import \{.*\} from|import \w[\w$]* from|import) ".*";$|^export \{.*\};$/.test(line),
        ),
      [],
    )
})
