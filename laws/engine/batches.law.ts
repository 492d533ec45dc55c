// Rows that are made outside the lineage: made once, whatever reads them; the same rows on every engine; freed with them.

import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { RecordBatch } from 'apache-arrow'
import fc from 'fast-check'
import { openSession, PartitaError, type RDD, type Session } from 'partita'
import { localEngine } from '../../dist/engine/local/engine.js'
import { createSession } from '../../dist/rdd/session.js'
import { type BlockStore, blockStore, type Location } from '../../dist/storage/store.js'
import { batchWriter, rowReader } from '../../src/codec/batch-rows.ts'
import type { PartitionBatches } from '../../src/lineage/action.ts'
import type { ColumnBatch } from '../../src/lineage/batch.ts'
import { NO_CALL_SITE } from '../../src/lineage/call-site.ts'
import type { OutsideRows } from '../../src/lineage/source.ts'
import { outside, rowsOfBatches } from '../arbitrary/outside.ts'
import { recordOf, fields as someFields } from '../arbitrary/table.ts'

const dir = mkdtempSync(join(tmpdir(), 'partita-batches-'))
let sessions: readonly Session[]
before(async () => {
  sessions = [await openSession({ master: 'reference' }), await openSession({ master: 'local[2]' })]
})
after(async () => {
  await Promise.all(sessions.map(session => session.close()))
  rmSync(dir, { recursive: true })
})

type Row = Readonly<Record<string, unknown>>
const batches = someFields.chain(fields =>
  fc
    .array(fc.array(recordOf(fields), { maxLength: 6 }), { maxLength: 4 })
    .map(parts => ({ fields, parts, batches: parts.map(rows => batchWriter(fields)(rows)) })),
)

const programs: readonly ((rows: RDD<Row>) => Promise<unknown>)[] = [
  rows => rows.collect(),
  rows => rows.glom().collect(),
  rows => rows.count(),
  rows => rows.take(3),
  rows => rows.map(row => [row.x, row['a.b']]).collect(),
  rows =>
    rows
      .filter(({ select }) => select !== null)
      .map(({ x }) => [x])
      .collect(),
  rows =>
    rows
      .map(row => [typeof row.x, 1])
      .reduceByKey((a, b) => a + b)
      .collect(),
  rows => rows.union(rows).coalesce(2).collect(),
  rows => rows.zipWithIndex().collect(),
  rows =>
    rows
      .persist()
      .mapPartitions(part => [[...part].length])
      .collect(),
  rows => rows.zip(rows).take(2),
]

test('every engine sees the same rows, a partition for each batch, and makes them once', () =>
  fc.assert(
    fc.asyncProperty(batches, fc.constantFrom(...programs), async ({ fields, parts, batches }, program) => {
      const [expected, actual] = await Promise.all(
        sessions.map(async session => {
          let opened = 0
          const rows = outside<Row>(
            session,
            rowsOfBatches(fields, batches, () => opened++),
          )
          const results = [await program(rows), await rows.glom().collect(), await rows.getNumPartitions()]
          assert.equal(opened, 1)
          return results
        }),
      )
      assert.deepStrictEqual(actual, expected)
      assert.deepStrictEqual(actual![1], parts.length === 0 ? [[]] : parts)
    }),
  ))

const fields = [{ name: 'n', type: 'int32', nullable: false }] as const
const numbers = (from: number, length: number): ColumnBatch =>
  batchWriter(fields)(Array.from({ length }, (_, i) => ({ n: from + i })))

test('what fails is told as the failure of the action, and made anew by the next', async () => {
  for (const session of sessions) {
    let calls = 0
    const rows = outside<Row>(session, {
      open: async () => {
        if (calls++ === 0) throw new PartitaError('DATA', 'not yet')
        return {
          fields,
          batches: (async function* () {
            yield numbers(0, 3)
            if (calls === 2) throw new PartitaError('IO', 'cut off')
            yield numbers(3, 3)
          })(),
        }
      },
      describe: async () => '',
      paths: () => [],
    })
    await assert.rejects(rows.count(), { code: 'DATA', message: 'not yet', operator: 'outside' })
    await assert.rejects(rows.take(1), { code: 'IO', message: 'cut off', operator: 'outside' })
    assert.equal(await rows.count(), 6)
    assert.equal(calls, 3)
  }
})

const happening = () => {
  let resolve = () => {}
  const promise = new Promise<void>(happened => {
    resolve = happened
  })
  return { promise, resolve }
}

/** Goes on until it is told to stop. */
const endless = (begun: () => void, ended: () => void): OutsideRows => ({
  open: async signal => ({
    fields,
    batches: (async function* () {
      try {
        for (;;) {
          begun()
          await setTimeout(1, undefined, { signal })
          yield numbers(0, 10)
        }
      } finally {
        ended()
      }
    })(),
  }),
  describe: async () => '',
  paths: () => [],
})

test('an abort ends the making, unless another action still waits', async () => {
  for (const session of sessions) {
    const ended = happening()
    const begun = happening()
    const rows = outside<Row>(session, endless(begun.resolve, ended.resolve))
    const [first, second] = [new AbortController(), new AbortController()]
    const results = [first, second].map(({ signal }) =>
      assert.rejects(rows.count({ signal }), { code: 'CANCELLED' }),
    )
    await begun.promise
    first.abort()
    await results[0]
    second.abort()
    await results[1]
    await ended.promise
  }
})

test('closing the session ends the making', async () => {
  const session = await openSession({ master: 'local[1]' })
  const begun = happening()
  const ended = happening()
  const failed = assert.rejects(outside<Row>(session, endless(begun.resolve, ended.resolve)).count(), {
    code: 'CLOSED',
  })
  await begun.promise
  await session.close()
  await failed
  await ended.promise
})

const sessionOver = (store: BlockStore): Session =>
  createSession(
    localEngine({
      workers: 2,
      maxFailures: 1,
      memory: 2 ** 30,
      maxResultBytes: 2 ** 30,
      tempDir: dir,
      store,
    }),
    { appName: 'law', defaultParallelism: 8, splitBytes: 2 ** 20, seed: 0 },
  )

const totals = (rows: RDD<Row>) =>
  rows
    .map(({ n }) => [Number(n) % 3, Number(n)])
    .reduceByKey((a, b) => a + b)
    .collect()

test('beyond the budget they go to disk, and are freed when nobody can ask any more', async () => {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as () => void
  const located = new Set<unknown>()
  const real = blockStore(2 ** 20, dir)
  const session = sessionOver({
    ...real,
    put: async bytes => {
      const location = await real.put(bytes)
      located.add(location)
      return location
    },
    free: async location => {
      located.delete(location)
      await real.free(location)
    },
  })
  try {
    const large = Array.from({ length: 12 }, (_, i) => numbers(i * 100_000, 100_000))
    const play = async () => {
      const rows = outside<Row>(session, rowsOfBatches(fields, large))
      assert.equal((await totals(rows)).length, 3)
      assert.ok(located.size >= large.length)
      assert.ok(readdirSync(dir, { recursive: true }).some(name => String(name).includes('block-')))
    }
    await play()
    for (let i = 0; i < 100 && located.size > 0; i++) {
      gc()
      await setImmediate()
    }
    assert.equal(located.size, 0)
  } finally {
    await session.close()
  }
})

test('a worker that dies, a block that is lost, a flipped bit', async () => {
  const expected = await totals(
    outside<Row>(sessions[0]!, rowsOfBatches(fields, [numbers(0, 50), numbers(50, 50)])),
  )
  const made = () => rowsOfBatches(fields, [numbers(0, 50), numbers(50, 50)])
  const marker = join(dir, 'died')
  const dying = outside<Row>(sessions[1]!, made()).filter(({ n }) => {
    const fs = process.getBuiltinModule('node:fs')
    if (n === 70 && !fs.existsSync(marker)) {
      fs.writeFileSync(marker, '')
      process.exit(1)
    }
    return true
  })
  assert.deepStrictEqual(await totals(dying), expected)

  // The first blocks are the batches, the next those of the shuffle.
  for (const [flipped, recovers] of [
    [2, true],
    [1, false],
  ] as const) {
    const real = blockStore(2 ** 24, dir)
    let puts = 0
    const session = sessionOver({
      ...real,
      put: async block => {
        const location = await real.put(block)
        if (puts++ === flipped && location.in === 'memory') location.bytes[location.bytes.length >> 1]! ^= 4
        return location
      },
    })
    try {
      const result = totals(outside<Row>(session, made()))
      if (recovers) assert.deepStrictEqual(await result, expected)
      else await assert.rejects(result, { code: 'DATA', operator: 'outside', message: /damaged/ })
    } finally {
      await session.close()
    }
  }
})

test('the action batches leaves the rows of each partition as columns, and takes them away', () =>
  fc.assert(
    fc.asyncProperty(batches, async ({ fields, parts, batches }) => {
      for (const session of sessions) {
        const rows = outside<Row>(session, rowsOfBatches(fields, batches))
        const { engine } = rows.driver
        const job = { lineage: rows.lineage, operator: 'law', callSite: NO_CALL_SITE }
        const kept = (await engine.run({ ...job, action: { kind: 'batches', fields } })) as PartitionBatches[]
        const read = rowReader(fields)
        for (let twice = 0; twice < 2; twice++)
          assert.deepStrictEqual(
            kept.map(partition => [...partition.batches()].flatMap(batch => read(batch))),
            parts.length === 0 ? [[]] : parts,
          )
        assert.deepEqual(
          kept.map(({ rows }) => rows),
          (parts.length === 0 ? [[]] : parts).map(part => part.length),
        )
        await Promise.all(kept.map(partition => partition.free()))
      }
    }),
  ))

test('columns that are kept are not given away while they are read, and damage is found', async () => {
  const real = blockStore(2 ** 24, dir)
  const places: Location[] = []
  const session = sessionOver({
    ...real,
    put: async block => {
      const location = await real.put(block)
      places.push(location)
      return location
    },
  })
  try {
    const rows = session.range(0, 20_000, 1, 1).map(n => ({ n }))
    const run = async () => {
      const [partition] = (await rows.driver.engine.run({
        lineage: rows.lineage,
        operator: 'toDF',
        callSite: { position: undefined, frames: [] },
        action: { kind: 'batches', fields },
      })) as PartitionBatches[]
      return partition!
    }
    const partition = await run()
    const reading = partition.batches()[Symbol.iterator]()
    const { value: batch } = reading.next()
    await partition.free()
    for (let i = 0; i < 8; i++) await real.put(new Uint8Array(2 ** 20).fill(7))
    assert.deepEqual(rowReader(fields)(batch!, { to: 2 }), [{ n: 0 }, { n: 1 }])
    assert.equal(reading.next().done, true)
    assert.deepEqual([...partition.batches()], [])

    const damaged = await run()
    const last = places.at(-1)!
    assert.ok(last.in === 'memory')
    last.bytes[last.bytes.length >> 1]! ^= 4
    assert.throws(() => [...damaged.batches()], { code: 'DATA', message: /damaged/ })
  } finally {
    await session.close()
  }
})

test('a record that does not fit is named, with its partition and field', async () => {
  for (const session of sessions) {
    const rows = session.range(0, 20_000, 1, 2).map(n => ({ n: n === 19_999 ? 'many' : n }))
    const run = rows.driver.engine.run({
      lineage: rows.lineage,
      operator: 'toDF',
      callSite: NO_CALL_SITE,
      action: { kind: 'batches', fields },
    })
    await assert.rejects(run, {
      code: 'DATA',
      operator: 'toDF',
      partition: 1,
      recordIndex: 9_999,
      message: /^Record 9999: n is/,
    })
  }
})

test('whole batches of Arrow are records like others', async () => {
  const results = await Promise.all(
    sessions.map(async session => {
      const made = rowsOfBatches(fields, [numbers(0, 3), numbers(3, 4)])
      const batches = outside<RecordBatch>(session, made, 'arrow')
      assert.equal(await batches.count(), 2)
      const [first] = await batches.collect()
      assert.ok(first instanceof RecordBatch)
      return [
        first.toArray().map(String),
        await batches.map(batch => batch.numRows).collect(),
        await batches.mapPartitions(part => Array.from(part, batch => batch.getChild('n')?.get(1))).collect(),
        (
          await batches
            .map(batch => [batch.numRows, batch])
            .sortByKey()
            .collect()
        ).map(([n, b]) => [n, b.numRows]),
      ]
    }),
  )
  assert.deepEqual(results[1], results[0])
  assert.deepEqual(results[1]![1], [3, 4])
})
