// `npm run closures`: the corpus from every environment, with other versions of Node. What is seen is
// docs/closures-corpus.md: where the file says something else, it is written anew and the run fails.

import assert from 'node:assert/strict'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { corpusTable } from './corpus-table.ts'
import { environments, installNodes, type Seen } from './environments.ts'
import { faultsIn } from './excused.ts'
import { makePlace, root } from './place.ts'

let place: string
before(async () => {
  await installNodes()
  place = await makePlace()
})
after(() => rmSync(place, { recursive: true, force: true }))

const all = new Map<string, Seen>()
for (const environment of environments)
  test(environment.name, async () => {
    const seen = await environment.run(place)
    all.set(environment.name, seen)
    assert.ok(Object.keys(seen).length > 200)
    assert.deepEqual(faultsIn(environment, seen), [])
  })

test('docs/closures-corpus.md says what was seen', () => {
  const file = `${root}docs/closures-corpus.md`
  const table = corpusTable(environments, all)
  const before = readFileSync(file, 'utf8')
  if (before === table) return
  writeFileSync(file, table)
  assert.fail('it said something else, and is written anew')
})
