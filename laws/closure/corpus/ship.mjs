// Ships each case of the corpus from this process, however it was started, through one session, and compares what the
// workers answer with the call made here.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { openSession } from 'partita'

const isAsync = fn => Object.prototype.toString.call(fn) === '[object AsyncFunction]'
const isGenerator = fn => Object.prototype.toString.call(fn) === '[object GeneratorFunction]'

const shipped = async (session, { fn, args = [] }) => {
  if (isAsync(fn))
    return session
      .parallelize([args], 1)
      .mapPartitions(async ([first]) => [await fn(...first)])
      .first()
  if (isGenerator(fn)) return session.parallelize(args, 1).flatMap(fn).collect()
  if (args.length === 1) return session.parallelize(args, 1).map(fn).first()
  return session
    .parallelize([args], 1)
    .map(first => fn(...first))
    .first()
}

const here = async ({ fn, args = [] }) => {
  const value = await fn(...args)
  return isGenerator(fn) ? [...value] : value
}

/** @returns what is wrong with each case, undefined where nothing is */
export const ship = async ({ groups, failures, refusals }, { folder } = {}) => {
  const session = await openSession({ master: 'local[2]' })
  const seen = {}
  const check = async (name, run) => {
    try {
      await run()
      seen[name] = null
    } catch (error) {
      seen[name] = String(error?.stack ?? error)
    }
  }
  for (const [group, cases] of Object.entries(groups))
    for (const each of cases)
      await check(`${group}: ${each.name}`, async () => {
        const there = await shipped(session, each)
        assert.deepEqual(there, await here(each))
      })
  for (const each of failures)
    await check(`positions: ${each.name}`, async () => {
      const error = await shipped(session, each).then(
        () => undefined,
        error => error,
      )
      assert.equal(error?.code, 'TASK_FAILED', error?.stack ?? 'it did not fail')
      const file = each.name === 'another module' ? `${folder}/local-failure.ts` : `${folder}/failures.ts`
      const lines = readFileSync(file, 'utf8').split('\n')
      const line = lines.findIndex(text => text.endsWith(`at: ${each.name}`))
      assert.deepEqual(error.source, { file, line: line + 1, column: lines[line].indexOf('new Error') + 1 })
      assert.match(error.cause.stack, new RegExp(`${basename(file)}:${line + 1}:`))
    })
  const rdd = session.range(3)
  const ours = [
    { name: 'RDD', fn: () => rdd.count(), says: /an RDD lives in the driver only/, file: 'ship.mjs' },
    {
      name: 'session',
      fn: () => session.range(1),
      says: /the session lives in the driver only/,
      file: 'ship.mjs',
    },
  ]
  for (const { name, fn, says, file = 'refusals.ts' } of [...refusals, ...ours])
    await check(`refusals: ${name}`, async () => {
      const error = await session
        .parallelize([1], 1)
        .map(typeof fn === 'function' ? fn : () => fn)
        .first()
        .then(
          () => undefined,
          error => error,
        )
      assert.equal(error?.code, 'CLOSURE', error?.stack ?? 'it was shipped')
      assert.match(error.message, says)
      assert.ok(error.hint, 'a line of advice')
      if (folder !== undefined && typeof fn === 'function' && error.source !== undefined)
        assert.equal(error.source.file, `${folder}/${file}`)
    })
  await session.close()
  return seen
}
