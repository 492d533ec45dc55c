import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deserialize, serialize } from 'node:v8'
import { PartitaError } from '../fault.ts'
import { capture } from './capture.ts'
import { revive } from './revive.ts'
import type { ShipmentGraph } from './shipment.ts'
import { task } from './task.ts'

const module = new URL('../../laws/closure/corpus/by-reference.mjs', import.meta.url)

const made = async (root: unknown) => {
  const { graph } = capture([root])
  return (await revive(deserialize(serialize(graph)) as ShipmentGraph)).make()[0]
}

test('a task is what its module exports, and captures nothing', async () => {
  const double = task<(x: number) => number>(module, 'double')
  assert.equal(await made(double), (await import(module.href)).double)
  assert.equal(capture([double]).graph.nodes.length, 1)
  assert.equal(double(4), 8)
})

test('what a module does not export', async () => {
  await assert.rejects(made(task(module, 'nothing')), /by-reference\.mjs exports no function nothing\./)
})

test('what a worker cannot load', () => {
  assert.throws(
    () => capture([task('/somewhere/jobs.ts', 'run')]),
    (error: unknown) =>
      error instanceof PartitaError &&
      error.code === 'CLOSURE' &&
      /only JavaScript files/.test(error.message),
  )
  assert.throws(() => task('./jobs.js', 'run'), /task takes the URL of a module, not "\.\/jobs\.js"/)
})

test('a call before the module is loaded', () => {
  const early = task<() => void>(module, 'thread')
  assert.throws(() => early(), /The task thread is not loaded in the driver/)
})
