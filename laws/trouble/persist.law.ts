// Persisted partitions that are lost, spoiled, evicted or dropped, before and while they are read: one failure at most,
// then what the lineage gives; and no more is computed again than was lost.

import assert from 'node:assert/strict'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import { openSession, type Session, type StorageLevel } from 'partita'
import type { BlockStore, Location } from '../../dist/storage/store.js'
import { countTasks, sessionOver } from './local-session.ts'

const folder = mkdtempSync(join(tmpdir(), 'partita-law-'))
after(() => rmSync(folder, { recursive: true }))

const LEVELS: readonly StorageLevel[] = ['memory', 'memorySerialized', 'disk', 'memoryAndDisk']
const AMPLE = 2 ** 26

/** Every place that the store gives, by how it was asked for. */
const recording =
  (places: { readonly cached: Location[]; readonly shuffled: Location[] }) =>
  (store: BlockStore): BlockStore => ({
    ...store,
    put: async bytes => {
      const location = await store.put(bytes)
      places.shuffled.push(location)
      return location
    },
    putInMemory: async bytes => {
      const location = await store.putInMemory(bytes)
      if (location !== undefined) places.cached.push(location)
      return location
    },
    putInFile: async bytes => {
      const location = await store.putInFile(bytes)
      places.cached.push(location)
      return location
    },
  })

const flip = (bytes: Uint8Array): Uint8Array => {
  bytes[bytes.length >> 1]! ^= 4
  return bytes
}

type Damage = 'flipped' | 'gone' | 'cut'

const spoil = (location: Location, damage: Damage): void => {
  if (location.in === 'memory') damage === 'gone' ? location.bytes.fill(0) : flip(location.bytes)
  else if (damage === 'gone') unlinkSync(location.path)
  else if (damage === 'cut') truncateSync(location.path, location.length - 1)
  else writeFileSync(location.path, flip(readFileSync(location.path)))
}

for (const [level, damage] of [
  ['memory', 'flipped'],
  ['disk', 'flipped'],
  ['disk', 'gone'],
  ['disk', 'cut'],
] as const)
  test(`a partition on ${level} that is ${damage} is computed again, alone, after one failure`, async () => {
    const places = { cached: [] as Location[], shuffled: [] as Location[] }
    const session = sessionOver(AMPLE, folder, recording(places))
    try {
      const counts = countTasks(session)
      const computed = session.counter()
      const squares = session
        .range(0, 50, 1, 5)
        .map(x => {
          computed.add(1)
          return x * x
        })
        .persist(level)
      const first = await squares.collect()
      assert.equal(computed.value, 50)
      assert.deepEqual(await squares.collect(), first)
      assert.equal(computed.value, 50, 'the second action computes nothing')
      assert.equal(places.cached.length, 5)
      spoil(places.cached[3]!, damage)
      assert.deepEqual(await squares.collect(), first)
      assert.equal(computed.value, 60, 'ten records of one partition')
      assert.equal(counts.failed, 1)
      assert.deepEqual(await squares.collect(), first)
      assert.equal(computed.value, 60, 'and it is kept again')
    } finally {
      await session.close()
    }
  })

test('a lost partition whose shuffle is lost too makes that again, by the map task that is lost', async () => {
  const places = { cached: [] as Location[], shuffled: [] as Location[] }
  const session = sessionOver(AMPLE, folder, recording(places))
  try {
    const counts = countTasks(session)
    const sums = session
      .range(0, 400, 1, 6)
      .map(x => [x % 7, x * 0.1])
      .reduceByKey((a, b) => a + b, { numPartitions: 3 })
      .persist('disk')
    const first = await sums.collect()
    assert.equal(counts['range map'], 6)
    spoil(places.cached[1]!, 'gone')
    spoil(places.shuffled[2]!, 'gone')
    assert.deepEqual(await sums.collect(), first)
    assert.equal(counts['range map'], 6 + 1)
    // The stage was planned without its shuffle; the partition, then a block of that, could not be read.
    assert.ok(counts.failed! >= 2)
  } finally {
    await session.close()
  }
})

test('unpersist while a job reads changes nothing but what is kept', async () => {
  const session = await openSession({ master: 'local[2]' })
  try {
    for (const level of LEVELS) {
      const squares = session
        .range(0, 5000, 1, 12)
        .map(x => x * x)
        .persist(level)
      const first = await squares.collect()
      let dropping: Promise<void> | undefined
      const stop = session.subscribe(event => {
        if (event.type === 'taskEnded') dropping ??= squares.unpersist()
      })
      assert.deepEqual(
        await squares.map(x => x + 1).collect(),
        first.map(x => x + 1),
      )
      stop()
      await dropping
      assert.deepEqual(await squares.collect(), first)
    }
  } finally {
    await session.close()
  }
})

test('memory that a task still reads is not given to others, whoever drops it', async () => {
  const session = await openSession({ master: 'local[2]' })
  const [reads, goOn] = [join(folder, 'reads'), join(folder, 'goes-on')]
  try {
    // Several tables, of which all but the first are decoded after the wait.
    const kept = session.range(0, 20_000, 1, 1).persist()
    await kept.count()
    const reading = kept
      .mapPartitions(function* (it) {
        for (const x of it) {
          if (x === 1) writeFileSync(reads, '')
          while (x === 1 && !existsSync(goOn));
          yield x
        }
      })
      .sum()
    while (!existsSync(reads)) await setImmediate()
    await kept.unpersist()
    for (let i = 0; i < 4; i++) await session.parallelize(Array(20_000).fill(7), 1).count()
    writeFileSync(goOn, '')
    assert.equal(await reading, (20_000 * 19_999) / 2)
  } finally {
    await session.close()
  }
})

test('where no file can be written, disk is an error that says so, and memory goes on', async () => {
  const session = await openSession({ master: 'local[2]', tempDir: join(folder, 'nowhere') })
  try {
    const numbers = session.range(0, 100, 1, 4)
    await assert.rejects(numbers.persist('disk').count(), {
      name: 'PartitaError',
      code: 'SPILL_FAILED',
      message: /Could not write \d+ bytes to .*nowhere/,
    })
    for (const level of ['memory', 'memoryAndDisk'] as const)
      assert.equal(await numbers.persist(level).count(), 100)
  } finally {
    await session.close()
  }
})

test('what finds no room in memory is computed again, and the rest is kept', async () => {
  const session = sessionOver(8 * 1024, folder)
  try {
    const computed = session.counter()
    const big = session
      .range(0, 4000, 1, 8)
      .map(x => {
        computed.add(1)
        return x / 3
      })
      .persist('memory')
    for (let i = 0; i < 2; i++) assert.equal(await big.count(), 4000)
    const [info] = await session.getRDDStorageInfo()
    assert.ok(info !== undefined && info.numCachedPartitions >= 1 && info.numCachedPartitions < 8)
    assert.ok(info.memSize !== undefined && info.memSize <= 8 * 1024 && info.diskSize === 0)
    assert.equal(computed.value, 4000 + 500 * (8 - info.numCachedPartitions))
  } finally {
    await session.close()
  }
})

const scene = fc.record({
  budget: fc.constantFrom(0, 1000, 4000, 20_000),
  levels: fc.tuple(fc.constantFrom(...LEVELS), fc.constantFrom(...LEVELS)),
  /** Actions that run at once, over one or the other of two RDDs, the second made from the first. */
  rounds: fc.array(
    fc.array(fc.constantFrom('first', 'second', 'both', 'drop'), { minLength: 1, maxLength: 3 }),
    {
      minLength: 1,
      maxLength: 4,
    },
  ),
  /** How many of the copies are spoiled between rounds. */
  spoiled: fc.nat(3),
})

test('whatever is evicted, spoiled or dropped between and within jobs, results are those of the reference', async () => {
  const build = (session: Session, [first, second]: readonly [StorageLevel, StorageLevel]) => {
    const a = session
      .range(0, 300, 1, 5)
      .map(x => [x % 11, x * 0.1])
      .reduceByKey((x, y) => x * 0.5 + y, { numPartitions: 4 })
      .persist(first)
    const b = a
      .mapValues(x => x + 1)
      .sortBy(([k]) => -k, { numPartitions: 3 })
      .persist(second)
    return { a, b }
  }
  const act = (rdds: ReturnType<typeof build>, what: string): Promise<unknown> => {
    if (what === 'first') return rdds.a.collect()
    if (what === 'second') return rdds.b.glom().collect()
    return rdds.a.join(rdds.b).collect()
  }
  await fc.assert(
    fc.asyncProperty(scene, async ({ budget, levels, rounds, spoiled }) => {
      const places = { cached: [] as Location[], shuffled: [] as Location[] }
      const tempDir = mkdtempSync(join(folder, 'temp-'))
      const session = sessionOver(budget, tempDir, recording(places))
      const reference = await openSession({ master: 'reference' })
      try {
        const [own, expected] = [build(session, levels), build(reference, levels)]
        for (const round of rounds) {
          await Promise.all(
            round.map(async what => {
              if (what === 'drop') return own.a.unpersist()
              assert.deepEqual(await act(own, what), await act(expected, what))
            }),
          )
          for (const location of places.cached.splice(0, spoiled)) {
            try {
              spoil(location, 'gone')
            } catch {
              // It is not there any more.
            }
          }
        }
      } finally {
        await Promise.all([session.close(), reference.close()])
      }
      assert.deepEqual(readdirSync(tempDir), [])
    }),
    { numRuns: Math.min(40, Number(process.env.LAWS_RUNS ?? 40)) },
  )
})
