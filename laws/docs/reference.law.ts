// docs/reference is complete, true and current: each operation has a page, each example compiles and still gives what
// its page shows, on both engines; a page that nothing generates is gone.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { benchmarksPage, PAGE } from './benchmarks.ts'
import { exampleOf } from './example.ts'
import { complete, FOLDER, fileOf, pages, typeErrors, written } from './pages.ts'
import { readSurface } from './surface.ts'

const surface = readSurface()
/** The reference engine tells no events and has no stages. */
const OF_THE_ENGINE = new Set(['profile', 'subscribe', 'explain'])
const STALE = 'docs/reference is stale: run `npm run reference`'

test('the compiler sees the operations', () => {
  assert.ok(surface.operations.length > 80)
  for (const owner of ['RDD', 'PersistedRDD', 'Session'])
    assert.ok(surface.operations.some(operation => operation.owner === owner))
})

test('the examples compile', () => assert.equal(typeErrors(complete(surface)), ''))

test('each page is there and is what its example gives; no page is left over', async () => {
  const made = await pages('local[2]')
  assert.deepEqual(
    written(),
    [...made.keys()].sort(),
    'Pages are missing, or left over: run `npm run reference`',
  )
  for (const [file, text] of made)
    assert.equal(readFileSync(new URL(file, FOLDER), 'utf8'), text, `${file}: ${STALE}`)
})

test('the list of benchmarks is current', () => {
  const page = readFileSync(PAGE, 'utf8')
  assert.ok(page.split('\n').length > 60)
  assert.equal(benchmarksPage(), page, `docs/benchmarks.md: run \`npm run reference\``)
})

test('the reference engine gives the same records and results, and refuses alike', async () => {
  const outcomes = (text: string) => text.slice(0, text.indexOf('## Cost'))
  const engines = [await pages('local[1]'), await pages('reference')]
  for (const { name, owner } of surface.operations) {
    if (OF_THE_ENGINE.has(name)) continue
    const [local, reference] = engines.map(made => outcomes(made.get(`${fileOf({ name, owner })}.md`)!))
    assert.equal(reference, local, name)
  }
})

test('an example that is none of its operation is refused', () => {
  const map = { name: 'map', owner: 'RDD' } as const
  assert.throws(() => exampleOf(map, 'session.range(4).filter(n => n > 1)'), /does not call map/)
  assert.throws(() => exampleOf({ name: 'range', owner: 'Session' }, 'other.range(4)'), /does not call range/)
  assert.throws(
    () => complete({ ...surface, operations: [{ ...surface.operations[0]!, example: '' }] }),
    /lacks an @example/,
  )
})
