// Persisted partitions under pressure, against a list: what was used least recently goes first, whole, to where its level
// says, and never while its RDD is in use; blocks that are no cache go to files only when nothing else can give way.

import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { STORAGE_LEVELS, type StorageLevel } from '../../src/lineage/lineage.ts'
import { cacheIn } from '../../src/storage/cache.ts'
import { blockStore } from '../../src/storage/store.ts'

const folder = mkdtempSync(join(tmpdir(), 'partita-law-'))
after(() => rmSync(folder, { recursive: true }))

/** Blocks of one size, each filling a slab: memory holds so many. */
const SIZE = 64
const ROOM = 8

interface Kept {
  readonly rdd: number
  readonly partition: number
  readonly level: StorageLevel
  where: 'memory' | 'file'
}

const move = fc.record({
  act: fc.constantFrom(
    ...(['persist', 'persist', 'persist', 'use', 'use', 'drop', 'shuffle', 'free'] as const),
  ),
  rdd: fc.nat(3),
  partition: fc.nat(5),
  inUse: fc.option(fc.nat(3)),
})

test('what is kept where is what the list says', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(...Array.from({ length: 4 }, () => fc.constantFrom(...STORAGE_LEVELS))),
      fc.array(move, { minLength: 20, maxLength: 60 }),
      async (levels, moves) => {
        const store = blockStore(SIZE * ROOM, folder)
        let used = new Set<number>()
        const cache = cacheIn(store, () => used)
        let list: Kept[] = []
        // Little room is left, so that most of what is persisted has to wait for something to go.
        const blocks = await Promise.all(Array.from({ length: 4 }, () => store.put(new Uint8Array(SIZE))))
        const inMemory = () =>
          list.filter(({ where }) => where === 'memory').length +
          blocks.filter(block => block.in === 'memory').length
        const makeRoom = () => {
          while (inMemory() >= ROOM) {
            const victim = list.find(({ rdd, where }) => where === 'memory' && !used.has(rdd))
            if (victim === undefined) return false
            if (victim.level === 'memoryAndDisk') victim.where = 'file'
            else list = list.filter(each => each !== victim)
          }
          return true
        }
        for (const { act, rdd, partition, inUse } of moves) {
          used = new Set(inUse === null ? [] : [inUse])
          const level = levels[rdd]!
          const at = list.findIndex(each => each.rdd === rdd && each.partition === partition)
          if (act === 'persist') {
            if (at >= 0) continue
            const location = await cache.place(level, new Uint8Array(SIZE).fill(rdd))
            const fits = level !== 'disk' && makeRoom()
            const where = fits ? 'memory' : level === 'disk' || level === 'memoryAndDisk' ? 'file' : undefined
            assert.equal(location?.in, where)
            if (location === undefined || where === undefined) continue
            cache.put(rdd, partition, { level, location, executor: 0 })
            list.push({ rdd, partition, level, where })
          } else if (act === 'use') {
            const found = cache.use(rdd, partition)
            assert.equal(found?.location.in, list[at]?.where)
            if (at >= 0) list.push(...list.splice(at, 1))
          } else if (act === 'drop') {
            await cache.drop(rdd)
            list = list.filter(each => each.rdd !== rdd)
          } else if (act === 'shuffle') {
            const fits = makeRoom()
            const block = await store.put(new Uint8Array(SIZE))
            assert.equal(block.in, fits ? 'memory' : 'file')
            blocks.push(block)
          } else if (blocks.length > 0) await store.free(blocks.pop()!)
        }
        for (const rdd of [0, 1, 2, 3]) {
          const own = list.filter(each => each.rdd === rdd)
          const bytes = (where: Kept['where']) => SIZE * own.filter(each => each.where === where).length
          const expected = {
            partitions: own.length,
            memoryBytes: bytes('memory'),
            diskBytes: bytes('file'),
          }
          assert.deepEqual(cache.sizeOf(rdd), own.length === 0 ? undefined : expected)
          for (const { partition } of own) {
            const { location } = cache.get(rdd, partition)!
            if (location.in === 'memory') assert.ok(location.bytes.every(byte => byte === rdd))
            else assert.ok(existsSync(location.path))
          }
        }
        await store.close()
        assert.deepEqual(readdirSync(folder), [])
      },
    ),
  )
})

test('what somebody reads is not written over', async () => {
  const store = blockStore(SIZE * ROOM, folder)
  const block = await store.put(new Uint8Array(SIZE).fill(7))
  assert.ok(block.in === 'memory')
  const letGo = store.hold(block)
  await store.free(block)
  for (let i = 1; i < ROOM; i++) await store.put(new Uint8Array(SIZE).fill(9))
  assert.equal((await store.put(new Uint8Array(SIZE).fill(9))).in, 'file')
  assert.ok(block.bytes.every(byte => byte === 7))
  letGo()
  assert.equal((await store.put(new Uint8Array(SIZE).fill(9))).in, 'memory')
  await store.close()
})
