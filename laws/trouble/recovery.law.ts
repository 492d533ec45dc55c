// What is lost is made again, exactly that, and the result is as if nothing had happened.

import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { openSession, type PartitaError, type Session } from 'partita'
import type { BlockStore, Location } from '../../dist/storage/store.js'
import { countTasks, sessionOver } from './local-session.ts'

const folder = mkdtempSync(join(tmpdir(), 'partita-law-'))
after(() => rmSync(folder, { recursive: true }))
let markers = 0
const freshMarker = () => join(folder, `marker-${markers++}`)

const byKey = (session: Session) =>
  session
    .range(0, 400, 1, 6)
    .map(x => [x % 7, x * 0.1])
    .reduceByKey((a, b) => a + b, { numPartitions: 3 })

const expected = async () => {
  const session = await openSession({ master: 'reference' })
  try {
    return await byKey(session).collect()
  } finally {
    await session.close()
  }
}

test('a worker that dies is replaced and its task run again', async () => {
  const session = await openSession({ master: 'local[2]' })
  const marker = freshMarker()
  try {
    const sums = session
      .range(0, 400, 1, 6)
      .map(x => {
        if (x === 100 && !existsSync(marker)) {
          writeFileSync(marker, '')
          process.exit(1)
        }
        return [x % 7, x * 0.1]
      })
      .reduceByKey((a, b) => a + b, { numPartitions: 3 })
    assert.deepEqual(await sums.collect(), await expected())
    assert.ok(existsSync(marker), 'the worker did die')
  } finally {
    await session.close()
  }
})

test('a task that throws is tried as often as the master says', async () => {
  const session = await openSession({ master: 'local[2,3]' })
  try {
    const flaky = (failures: number) =>
      session.range(0, 10, 1, 2).mapPartitions((it, { attempt, partition }) => {
        if (partition === 1 && attempt < failures) throw new Error(`attempt ${attempt}`)
        return it
      })
    assert.equal(await flaky(2).count(), 10)
    await assert.rejects(flaky(3).count(), (error: PartitaError) => /attempt 2/.test(error.message))
  } finally {
    await session.close()
  }
})

/** Damages the n-th block that is put, once. */
const damaging =
  (nth: number, damage: (location: Location) => void) =>
  (store: BlockStore): BlockStore => {
    let puts = 0
    return {
      ...store,
      put: async bytes => {
        const location = await store.put(bytes)
        if (puts++ === nth) damage(location)
        return location
      },
    }
  }

const flipBit = (location: Location) => {
  if (location.in === 'memory') location.bytes[location.bytes.length >> 1]! ^= 4
}
const removeFile = (location: Location) => {
  if (location.in === 'file') unlinkSync(location.path)
}

for (const [what, budget, damage] of [
  ['a block with a flipped bit', 2 ** 26, flipBit],
  ['a spilled block whose file is gone', 0, removeFile],
] as const)
  test(`${what} is made again, by its map task alone`, async () => {
    const session = sessionOver(budget, folder, damaging(3, damage))
    try {
      const counts = countTasks(session)
      assert.deepEqual(await byKey(session).collect(), await expected())
      assert.equal(counts['range map'], 6 + 1)
      assert.equal(counts.reduceByKey, 3)
    } finally {
      await session.close()
    }
  })

for (const [where, at] of [
  ['the length of its first table', () => 0],
  ['its index', () => 80],
  ['a record', (length: number) => length - 3],
] as const)
  test(`a sorted run with a flipped bit in ${where} is made again`, async () => {
    const flip = (location: Location) => {
      if (location.in === 'memory') location.bytes[at(location.bytes.length)]! ^= 4
    }
    const session = sessionOver(2 ** 26, folder, damaging(3, flip))
    try {
      const counts = countTasks(session)
      const sorted = session.range(0, 400, 1, 6).sortBy(x => (x * 7) % 400, { numPartitions: 3 })
      const given = Array.from({ length: 400 }, (_, x) => x)
      assert.deepEqual(
        await sorted.collect(),
        given.sort((a, b) => ((a * 7) % 400) - ((b * 7) % 400)),
      )
      assert.equal(counts.range, 6 + 1)
    } finally {
      await session.close()
    }
  })

test('blocks beyond the budget live on disk, and nothing is left of them', async () => {
  const tempDir = mkdtempSync(join(folder, 'temp-'))
  const session = await openSession({ master: 'local[2]', memory: '1k', tempDir })
  try {
    const cached = byKey(session).persist('memoryAndDisk')
    assert.deepEqual(await cached.collect(), await expected())
    assert.deepEqual(await cached.collect(), await expected())
    assert.notDeepEqual(readdirSync(tempDir), [])
  } finally {
    await session.close()
  }
  assert.deepEqual(readdirSync(tempDir), [])
})

test('persisted partitions are read, not made again, also after their worker is gone', async () => {
  const session = await openSession({ master: 'local[2]' })
  try {
    const counts = countTasks(session)
    const cached = byKey(session).cache()
    const first = await cached.collect()
    await session
      .range(0, 4, 1, 4)
      .map(() => process.exit(1))
      .count()
      .catch(() => {})
    assert.deepEqual(await cached.collect(), first)
    assert.equal(counts['range map'], 6)
    await cached.unpersist()
    assert.deepEqual(await cached.collect(), first)
  } finally {
    await session.close()
  }
})

test('what was held for a lineage is freed when the lineage is gone', { timeout: 60_000 }, async () => {
  setFlagsFromString('--expose-gc')
  const collectGarbage = runInNewContext('gc') as () => void
  const held = new Set<Location>()
  const seen = async <L extends Location | undefined>(putting: Promise<L>): Promise<L> => {
    const location = await putting
    if (location !== undefined) held.add(location)
    return location
  }
  const session = sessionOver(2 ** 26, folder, store => ({
    ...store,
    put: bytes => seen(store.put(bytes)),
    putInMemory: bytes => seen(store.putInMemory(bytes)),
    putInFile: bytes => seen(store.putInFile(bytes)),
    free: location => {
      held.delete(location)
      return store.free(location)
    },
  }))
  try {
    const use = async () => {
      await byKey(session).collect()
      await session.parallelize([1, 2, 3]).cache().count()
      await byKey(session).sortByKey().count()
    }
    for (let i = 0; i < 5; i++) await use()
    assert.ok(held.size > 50)
    // Registries are told in turns of the event loop that follow a collection.
    while (held.size > 0) {
      collectGarbage()
      await setImmediate()
    }
  } finally {
    await session.close()
  }
})

test('a cancelled job ends, and the next one runs', async () => {
  const session = await openSession({ master: 'local[2]' })
  try {
    const abort = new AbortController()
    const endless = session.range(0, 4, 1, 4).filter(() => {
      for (;;);
    })
    session.subscribe(event => event.type === 'taskStarted' && abort.abort(new Error('enough')))
    await assert.rejects(endless.count({ signal: abort.signal }), { name: 'PartitaError', code: 'CANCELLED' })
    assert.equal(await session.range(10).count(), 10)
  } finally {
    await session.close()
  }
})
