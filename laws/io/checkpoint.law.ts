// A checkpoint is what was computed, once: the same partitions in any session, engine and process, or an error that names
// the file. What is in the files is data: no byte of them runs.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { openSession, PartitaError, type RDD, type Session } from 'partita'
import { build } from '../arbitrary/build.ts'
import { program } from '../arbitrary/program.ts'

// Inside the package, so that scripts find it by its name.
const folder = mkdtempSync(fileURLToPath(new URL('../../dist/checkpoint-law-', import.meta.url)))
let made = 0
const fresh = (): string => join(folder, `checkpoint-${made++}`)
const MASTERS = ['local[2]', 'reference'] as const
let sessions: Readonly<Record<(typeof MASTERS)[number], Session>>
before(async () => {
  const [local, reference] = await Promise.all(MASTERS.map(master => openSession({ master })))
  sessions = { 'local[2]': local!, reference: reference! }
})
after(async () => {
  await Promise.all(Object.values(sessions).map(session => session.close()))
  rmSync(folder, { recursive: true })
})

const layout = (rdd: RDD<unknown>) => rdd.mapPartitionsWithIndex((index, it) => [[index, [...it]]]).collect()

const failure = async (run: () => Promise<unknown>): Promise<PartitaError> => {
  const error = await run().then(
    value => assert.fail(`it gave ${JSON.stringify(value)}`),
    (error: unknown) => error,
  )
  if (!(error instanceof PartitaError)) throw error
  return error
}

test('a checkpoint of any program is that program, on both engines and across them', () =>
  fc.assert(
    fc.asyncProperty(program, fc.constantFrom(...MASTERS), async (program, master) => {
      const other = MASTERS.find(each => each !== master)!
      const directory = fresh()
      const plain = build(sessions[master], program)
      const saved = plain.checkpoint(directory)
      const expected = await layout(plain)
      assert.deepEqual(saved.partitioner, plain.partitioner)
      assert.deepStrictEqual(await layout(saved), expected)
      const read = await sessions[other].checkpointed(directory)
      assert.deepStrictEqual(await layout(read), expected)
      assert.equal(await read.getNumPartitions(), await plain.getNumPartitions())
      if (plain.partitioner?.by === 'hash') assert.deepEqual(read.partitioner, plain.partitioner)
    }),
    { numRuns: Math.min(60, Number(process.env.LAWS_RUNS ?? 60)) },
  ))

for (const master of MASTERS) {
  test(`${master}: it is written by the first action, once, whoever else asks meanwhile`, async () => {
    const session = sessions[master]
    const computed = session.counter()
    const count = (x: number): number => {
      computed.add(1)
      return x
    }
    const directory = fresh()
    const first = session.range(0, 20, 1, 4).map(count).checkpoint(directory)
    const second = first.map(x => x + 1).checkpoint(fresh())
    assert.equal(await second.getNumPartitions(), 4)
    assert.match(await second.explain(), /The first action writes .*checkpoint-/)
    assert.deepEqual([computed.value, existsSync(directory)], [0, false])
    const sums = await Promise.all([second.sum(), first.sum(), first.union(second).count()])
    assert.deepEqual(sums, [210, 190, 40])
    assert.equal(computed.value, 20)
    assert.match(second.toDebugString(), /^\(4\) checkpoint at checkpoint\.law\.ts:\d+$/)
  })

  test(`${master}: a directory that exists is refused before anything runs, and left alone`, async () => {
    const session = sessions[master]
    const directory = fresh()
    await session.range(3).checkpoint(directory).count()
    const before = readdirSync(directory)
    const computed = session.counter()
    const other = session
      .range(3)
      .map(x => {
        computed.add(1)
        return x
      })
      .checkpoint(directory)
    const error = await failure(() => other.count())
    assert.deepEqual([error.code, error.operator, computed.value], ['OUTPUT', 'checkpoint', 0])
    assert.deepEqual(readdirSync(directory), before)
  })

  test(`${master}: what fails or is cancelled leaves nothing, and can be tried again`, async () => {
    const session = sessions[master]
    const marker = fresh()
    const directory = fresh()
    const saved = session
      .range(0, 4, 1, 2)
      .map(x => {
        if (!existsSync(marker)) throw new Error('not yet')
        return x
      })
      .checkpoint(directory)
    const entries = readdirSync(folder)
    assert.equal((await failure(() => saved.count())).code, 'TASK_FAILED')
    const abort = new AbortController()
    abort.abort()
    assert.equal((await failure(() => saved.count({ signal: abort.signal }))).code, 'CANCELLED')
    assert.deepEqual(readdirSync(folder), entries)
    writeFileSync(marker, '')
    assert.equal(await saved.count(), 4)
    assert.ok(existsSync(join(directory, '_SUCCESS')))
  })

  test(`${master}: a lost or damaged file is an error that names it, whatever byte it is`, async () => {
    const session = sessions[master]
    const directory = fresh()
    const records = [
      { name: 'a', n: 1 },
      { name: 'b', n: 2 },
    ]
    await session.parallelize(records, 1).checkpoint(directory).count()
    const part = join(directory, 'part-00000.blocks')
    const whole = readFileSync(part)
    const damages: (() => void)[] = [
      () => unlinkSync(part),
      () => appendFileSync(part, 'x'),
      ...Array.from({ length: whole.length }, (_, at) => () => {
        const bytes = Buffer.from(whole)
        bytes[at]! ^= 1 << (at % 8)
        writeFileSync(part, bytes)
      }),
      ...Array.from({ length: whole.length }, (_, length) => () => truncateSync(part, length)),
    ]
    for (const damage of damages) {
      damage()
      const error = await failure(async () => (await session.checkpointed(directory)).collect())
      assert.deepEqual([error.code, error.operator], ['DATA', 'checkpointed'], error.message)
      assert.ok(error.message.includes(part), error.message)
      writeFileSync(part, whole)
    }
    assert.deepEqual(await (await session.checkpointed(directory)).collect(), records)
    const manifest = join(directory, '_checkpoint')
    const text = readFileSync(manifest)
    for (let at = 0; at < text.length; at++) {
      const bytes = Buffer.from(text)
      bytes[at]! ^= 1
      writeFileSync(manifest, bytes)
      if (at === text.length - 1) continue // the line end that nobody reads
      const error = await failure(() => session.checkpointed(directory))
      assert.equal(error.code, 'DATA')
      assert.ok(error.message.includes(directory))
    }
    writeFileSync(manifest, text)
  })
}

test('names in the data are names, never code', async () => {
  const hostile = [
    '__proto__',
    'constructor',
    '"]: (globalThis.ran = 1), ["x',
    "'}; globalThis.ran = 1; //",
    ['$', '{globalThis.ran = 1}'].join(''),
    '\u2028globalThis.ran = 1',
    '*/ globalThis.ran = 1 /*',
  ]
  const records = Array.from({ length: 5 }, (_, i) =>
    Object.fromEntries(hostile.map(name => [name, `${name} ${i}`])),
  )
  const directory = fresh()
  await sessions['local[2]'].parallelize(records, 2).checkpoint(directory).count()
  for (const session of Object.values(sessions)) {
    const read = await session.checkpointed<Record<string, string>>(directory)
    assert.deepEqual(await read.collect(), records)
    assert.deepEqual(
      await read
        .map(() => 'ran' in globalThis)
        .distinct()
        .collect(),
      [false],
    )
  }
  assert.ok(!('ran' in globalThis))
})

test('another process reads it after the session is gone', async () => {
  const directory = fresh()
  const session = await openSession({ master: 'local[2]' })
  const records = [[1n, new Date(0)] as const, [2n, Number.NaN] as const, [1n, [undefined, -0]] as const]
  const saved = session.parallelize(records, 2).partitionBy(3).checkpoint(directory)
  const expected = await layout(saved)
  await session.close()
  const script = join(folder, 'reads.mjs')
  writeFileSync(
    script,
    `import { openSession } from 'partita'
import { serialize } from 'node:v8'
const session = await openSession({ master: 'local[2]' })
const read = await session.checkpointed(${JSON.stringify(directory)})
const parts = await read.mapPartitionsWithIndex((index, it) => [[index, [...it]]]).collect()
const ones = await read.lookup(1n)
await session.close()
process.stdout.write(serialize([parts, ones.length, read.partitioner]))`,
  )
  const { stdout, stderr } = spawnSync(process.execPath, [script])
  assert.equal(stderr.toString(), '')
  const { deserialize } = await import('node:v8')
  assert.deepStrictEqual(deserialize(stdout), [expected, 2, { by: 'hash', numPartitions: 3 }])
})
