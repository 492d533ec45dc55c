import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { Module } from 'node:module'
import { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { PartitaError } from '../fault.ts'
import { capture } from './capture.ts'

const refused = (root: unknown): PartitaError => {
  try {
    capture([root])
  } catch (error) {
    assert.ok(error instanceof PartitaError)
    assert.equal(error.code, 'CLOSURE')
    assert.ok(error.hint, 'a line of advice')
    return error
  }
  throw new Error('it was captured')
}

const use = (value: unknown): unknown => value
const deep = { conn: { pool: [new Map([['a', { sock: new Socket() }]])] } }
const rdd = { [Symbol.for('partita.driverOnly')]: 'an RDD' }
const pending = Promise.resolve(1)
const emitter = new (class Bus extends EventEmitter {})()
const stream = Readable.from([])
const weak = new WeakMap()
const ref = new WeakRef({})
const proxy = new Proxy({}, {})
const running = (function* () {
  yield 1
})()
const iterator = [1].values()
const shared = new SharedArrayBuffer(8)
const { Memory } = (globalThis as unknown as { WebAssembly: { Memory: new (options: object) => object } })
  .WebAssembly
const memory = new Memory({ initial: 1 })
const channel = new MessageChannel()
channel.port1.close()

test('the path, the function and the place', () => {
  const read = () => deep
  const outer = () => read()
  const error = refused(outer)
  const here = fileURLToPath(import.meta.url)
  assert.match(
    error.message,
    /^Cannot ship function 'outer' \(.*refusal\.test\.ts:\d+:\d+\) to a worker: a Socket object \(node:net\) holds native state\./,
  )
  assert.match(
    error.message,
    /captured as: function 'outer' -> variable 'read' -> variable 'deep' -> \.conn -> \.pool -> \[0\] -> \.get\("a"\) -> \.sock/,
  )
  assert.match(error.message, /captured by: function 'read' /)
  assert.equal(error.source?.file, here)
})

/** Generators cannot be entered, so that nobody knows whose variable is whose. */
const writtenByGenerator = () => {
  const make = () => {
    let n = 0
    return [
      function* () {
        yield ++n
      },
      function* () {
        yield n
      },
    ]
  }
  return [...make(), ...make()]
}

test('what cannot travel', () => {
  let before: () => unknown = () => 1
  const uninitialised = () => {
    before = () => late
    const at = refused(before)
    const late = 1
    return [at, late] as const
  }
  const cases: readonly [unknown, RegExp][] = [
    [() => use(rdd), /an RDD lives in the driver only/],
    [() => use(pending), /promise/],
    [() => use(emitter), /a Bus object \(node:events\)/],
    [() => use(stream), /a Readable object \(node:stream\)/],
    [() => use(weak), /WeakMap/],
    [() => use(ref), /WeakRef/],
    [() => use(proxy), /Proxy/],
    [() => use(running), /generator/],
    [() => use(iterator), /iterator/],
    [() => use(shared), /SharedArrayBuffer/],
    [() => use(memory), /native handle/],
    [() => use(channel.port1), /MessagePort object .*native state/],
    // biome-ignore lint/security/noGlobalEval: what is refused
    [(x: string) => eval(x), /uses eval/],
    [
      (function () {
        // biome-ignore lint/complexity/noArguments: what is refused
        return () => arguments.length
      })(),
      /surrounding function's arguments/,
    ],
    [
      {
        toString() {
          return super.toString()
        },
      }.toString,
      /super/,
    ],
    [() => import('./capture.ts'), /imports '\.\/capture\.ts' while it runs/],
    [process.stdout, /holds native state/],
    [new Intl.NumberFormat().format, /native function .* has no name/],
    [new Module('x'), /module object/],
    [new Function('o', 'with (o) { return x }'), /it uses with/],
    [writtenByGenerator(), /variable 'n' is written by a closure and read by others/],
    [[pending], /a value .*promise/],
  ]
  for (const [root, message] of cases) assert.match(refused(root).message, message)
  assert.match(uninitialised()[0].message, /variable 'late' has no value yet/)
})
