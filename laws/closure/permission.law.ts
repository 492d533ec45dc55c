// Under Node's permission model there is no inspector: capturing is refused with the way out, tasks by name still work.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { promisify } from 'node:util'

const dist = new URL('../../dist/closure/', import.meta.url).href
const flag = Number.parseInt(process.versions.node, 10) < 22 ? '--experimental-permission' : '--permission'
const text = `
  const { capture } = await import('${dist}capture.js')
  const { task } = await import('${dist}task.js')
  const factor = 2
  const seen = []
  for (const fn of [x => x * factor, task('${dist}capture.js', 'capture')])
    try {
      seen.push(capture([fn]).graph.nodes[0].kind)
    } catch (error) {
      seen.push([error.code, error.message, error.hint])
    }
  console.log(JSON.stringify(seen))
`

test('no inspector', async () => {
  const args = [flag, '--allow-fs-read=*', '--allow-worker', '--input-type=module', '--eval', text]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  assert.deepEqual(JSON.parse(stdout), [
    [
      'CLOSURE',
      'Functions cannot be captured: the inspector is not available.',
      'start Node with --allow-inspector when the permission model is on, or use task(import.meta.url, name)',
    ],
    'task',
  ])
})
