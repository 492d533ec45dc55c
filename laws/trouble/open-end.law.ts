// A program that forgets to close its session ends all the same: after its work, not before, and leaves nothing behind.

import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { after, test } from 'node:test'
import { makeProject } from '../project.ts'

const project = makeProject()
after(project.remove)

/** Should it never end, it is ended, and has no status. */
const MINUTE = 60_000
const run = (name: string, program: string) => {
  project.write(`${name}/program.mjs`, `import { openSession } from 'partita'\n${program}`)
  project.write(`${name}/temp/none`, '')
  const { status, stdout, stderr } = project.node(
    '--import',
    `data:text/javascript,setTimeout(() => process.abort(), ${MINUTE}).unref()`,
    `${name}/program.mjs`,
  )
  return { status, stdout, stderr, left: readdirSync(`${project.path}/${name}/temp`) }
}

const ended = (stdout: string) => ({ status: 0, stdout, stderr: '', left: ['none'] })

test('a session that is opened and never used', () =>
  assert.deepEqual(run('unused', `await openSession({ master: 'local[2]' })`), ended('')))

test('after its last job; what it holds in files goes', () =>
  assert.deepEqual(
    run(
      'forgotten',
      `const session = await openSession({ master: 'local[2]', tempDir: 'forgotten/temp' })
const kept = session.range(0, 1000, 1, 4).map(n => [n % 7, n]).persist('disk')
console.log(await kept.count())
console.log(await kept.reduceByKey((a, b) => a + b).count())`,
    ),
    ended('1000\n7\n'),
  ))

test('not before its last job, though nothing else waits', () =>
  assert.deepEqual(
    run(
      'waits',
      `const session = await openSession({ master: 'local[2]' })
const slowly = async n => {
  for (let i = 0; i < 50; i++) await new Promise(resolve => setTimeout(resolve, 1))
  return n
}
console.log(await session.range(0, 4, 1, 4).mapAsync(slowly).sum())
console.log(await session.range(0, 4, 1, 4).mapAsync(slowly).count())`,
    ),
    ended('6\n4\n'),
  ))

test('closed twice, at its end', () =>
  assert.deepEqual(
    run(
      'closed',
      `const session = await openSession({ master: 'local[2]' })
console.log(await session.range(4).sum())
await session.close()
await session.close()
console.log('closed')`,
    ),
    ended('6\nclosed\n'),
  ))
