// A save writes the same files on every engine, byte for byte, whatever the number of workers; and where a record cannot
// be saved, every engine names the same.

import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { openSession, type PartitaError, type RDD, type Saving, type Session } from 'partita'
import { partitions } from '../arbitrary/program.ts'

const dir = mkdtempSync(join(tmpdir(), 'partita-saves-law-'))
let outputs = 0
let sessions: readonly Session[]
before(async () => {
  sessions = await Promise.all(['reference', 'local[1]', 'local[3]'].map(master => openSession({ master })))
})
after(async () => {
  await Promise.all(sessions.map(session => session.close()))
  rmSync(dir, { recursive: true })
})

const SAVES: Readonly<Record<string, (rdd: RDD<object>, path: string, options: Saving) => Promise<void>>> = {
  text: (rdd, path, options) => rdd.map(row => JSON.stringify(row)).saveAsTextFile(path, options),
  csv: (rdd, path, options) => rdd.saveAsCsv(path, options),
  jsonLines: (rdd, path, options) => rdd.saveAsJsonLines(path, options),
}

/** The files, or what is comparable of an error. */
const outcome = async (save: (path: string) => Promise<void>): Promise<unknown> => {
  const target = join(dir, String(outputs++))
  try {
    await save(target)
    return readdirSync(target).map(name => [name, readFileSync(join(target, name), 'latin1')])
  } catch (error) {
    const { code, message, operator, partition, recordIndex } = error as PartitaError
    assert.deepEqual(
      readdirSync(dir),
      readdirSync(dir).filter(name => /^\d+$/.test(name)),
    )
    return { code, message, operator, partition, recordIndex }
  }
}

const good = fc.record({ a: fc.integer(), b: fc.string({ unit: 'binary' }) }, { noNullPrototype: true })
const bad = fc.oneof(
  fc.record({ a: fc.constant(undefined), b: fc.string() }, { noNullPrototype: true }),
  fc.record({ a: fc.integer() }, { noNullPrototype: true }),
)

/** One bad row at most: of several, whichever task comes to one first is told of. */
const rows = fc
  .tuple(fc.array(good, { maxLength: 12 }), fc.array(bad, { maxLength: 1 }), fc.nat(12))
  .map(([good, bad, at]): object[] => [...good.slice(0, at), ...bad, ...good.slice(at)])

test('every engine writes the same files, or refuses the same record', () =>
  fc.assert(
    fc.asyncProperty(
      rows,
      partitions,
      fc.constantFrom(...Object.keys(SAVES)),
      fc.constantFrom(undefined, 'gzip' as const),
      async (rows, partitions, format, compression) => {
        const outcomes: unknown[] = []
        for (const session of sessions) {
          const rdd = session.parallelize<object>(rows, partitions)
          outcomes.push(await outcome(path => SAVES[format]!(rdd, path, { compression })))
        }
        assert.deepEqual(outcomes[1], outcomes[0])
        assert.deepEqual(outcomes[2], outcomes[0])
      },
    ),
  ))

test('an output is written over when asked, but never the one that the job reads', async () => {
  for (const session of sessions) {
    const target = join(dir, String(outputs++))
    const lines = (n: number) => session.range(n).map(i => `line ${i}`)
    await lines(3).saveAsTextFile(target)
    const read = session.textFile(`${target}/part-*`)
    for (const rdd of [read, read.distinct().map(line => line), lines(2).union(read)])
      await assert.rejects(rdd.saveAsTextFile(target, { overwrite: true }), {
        code: 'OUTPUT',
        operator: 'saveAsTextFile',
        message: /is being read/,
      })
    assert.equal(await read.count(), 3)
    await assert.rejects(lines(5).saveAsTextFile(target), { code: 'OUTPUT', message: /exists already/ })
    await lines(5).saveAsTextFile(target, { overwrite: true })
    assert.equal(await session.textFile(target).count(), 5)
    const ends = await Promise.allSettled(
      [6, 7, 8].map(n => lines(n).saveAsTextFile(target, { overwrite: true })),
    )
    const won = ends.flatMap(({ status }, i) => (status === 'fulfilled' ? [6 + i] : []))
    assert.ok(won.length > 0)
    assert.equal(await session.textFile(target).count(), won.at(-1))
    await assert.rejects(lines(1).saveAsTextFile(target, { overwrite: 1 as never }), { code: 'ARGUMENT' })
    await assert.rejects(lines(1).saveAsTextFile(target, { compression: 'zip' as never }), {
      code: 'ARGUMENT',
    })
  }
})
