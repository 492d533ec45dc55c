// Whatever starts the driver, what its functions answer in a plain worker is what they answer in the driver, what cannot
// travel is refused, and an error has the user's own file, line and column. All environments: `npm run closures`.

import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { environments } from './environments.ts'
import { faultsIn } from './excused.ts'
import { makePlace } from './place.ts'

let place: string
before(async () => {
  place = await makePlace()
})
after(() => rmSync(place, { recursive: true, force: true }))

for (const environment of environments.filter(({ everyday }) => everyday))
  test(environment.name, async () => {
    const seen = await environment.run(place)
    assert.ok(Object.keys(seen).length > 200)
    assert.deepEqual(faultsIn(environment, seen), [])
  })
