// Ships each case from this process, however it was started, to a plain worker, and compares with the call made here.
// usage: run.mjs <import|require> <cases> <original cases.ts>; the built room is beside it in built/.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import { capture } from './built/closure/capture.js'
import { mapStack, userPosition } from './built/closure/position.js'

const [how, file, original] = process.argv.slice(2)
const { cases, failures } =
  how === 'require' ? createRequire(import.meta.url)(file) : await import(new URL(file, import.meta.url))
const source = readFileSync(original, 'utf8').split('\n')
const worker = new Worker(new URL('./worker.mjs', import.meta.url), { execArgv: [] })
const call = (fn, args = []) =>
  new Promise(resolve => {
    worker.once('message', resolve)
    worker.postMessage({ graph: capture([fn]).graph, args })
  })
const wrong = []
const check = async (name, run) => {
  try {
    await run()
  } catch (error) {
    wrong.push(`${name}: ${error.stack}`)
  }
}
for (const { name, fn, args } of cases)
  await check(name, async () => {
    const there = await call(fn, args)
    if (there.error) throw new Error(there.error)
    assert.deepEqual(there.value, structuredClone(await fn(...(args ?? []))))
  })
for (const { name, fn, args } of failures)
  await check(`failure: ${name}`, async () => {
    const { error } = await call(fn, args)
    const line = source.findIndex(text => text.endsWith(`at: ${name}`))
    assert.deepEqual(
      userPosition(error),
      { file: original, line: line + 1, column: source[line].indexOf('new Error') + 1 },
      mapStack(error),
    )
  })
await worker.terminate()
console.log(JSON.stringify({ ran: cases.length + failures.length, wrong }))
