// What cannot travel, and what the refusal says.

import { EventEmitter } from 'node:events'
import { createServer, Socket } from 'node:net'
import { Readable } from 'node:stream'
import type { Refused } from './case.ts'

const use = (value: unknown): unknown => value
const farAway = { conn: { pool: [new Map([['a', { sock: new Socket() }]])] } }
const readDeep = () => farAway
const pending = Promise.resolve(1)
const emitter = new (class Bus extends EventEmitter {})()
const stream = Readable.from([])
const server = createServer()
const weak = new WeakMap()
const weakSet = new WeakSet()
const ref = new WeakRef({})
const proxy = new Proxy({}, {})
const functionProxy = new Proxy(() => 1, {})
const running = (function* () {
  yield 1
})()
const iterator = [1].values()
const sharedBytes = new SharedArrayBuffer(8)
const formatted = new Intl.NumberFormat().format
const controller = new AbortController()
const outerArguments = (function (..._: unknown[]) {
  // biome-ignore lint/complexity/noArguments: what is refused
  return () => arguments.length
})(1)
const outerTarget = (function () {
  return () => new.target
})()
const superMethod = {
  toString() {
    return super.toString()
  },
}.toString
class Secret {
  #x = 1
  read() {
    return this.#x
  }
}
const { read } = Secret.prototype
const uninitialised = (leave: boolean): (() => number) => {
  const early = () => late
  if (leave) return early
  const late = 1
  return () => late
}

export const refusals: readonly Refused[] = [
  {
    name: 'socket, deep',
    fn: () => readDeep(),
    says: /a Socket object \(node:net\).*\n.*readDeep.* -> .*farAway' -> \.conn -> \.pool -> \[0\] -> \.get\("a"\) -> \.sock/,
  },
  { name: 'server', fn: () => use(server), says: /a Server object \(node:net\) holds native state/ },
  { name: 'event emitter', fn: () => use(emitter), says: /a Bus object \(node:events\)/ },
  { name: 'stream', fn: () => use(stream), says: /a Readable object/ },
  { name: 'standard output', fn: process.stdout, says: /holds native state/ },
  { name: 'promise', fn: () => use(pending), says: /a promise cannot be awaited/ },
  { name: 'running generator', fn: () => use(running), says: /running generator or iterator/ },
  { name: 'iterator', fn: () => use(iterator), says: /running generator or iterator/ },
  { name: 'WeakMap', fn: () => use(weak), says: /a WeakMap cannot be copied/ },
  { name: 'WeakSet', fn: () => use(weakSet), says: /a WeakSet cannot be copied/ },
  { name: 'WeakRef', fn: () => use(ref), says: /a WeakRef cannot be copied/ },
  { name: 'Proxy', fn: () => use(proxy), says: /a Proxy cannot be copied/ },
  { name: 'Proxy of a function', fn: functionProxy, says: /a Proxy cannot be copied/ },
  { name: 'SharedArrayBuffer', fn: () => use(sharedBytes), says: /SharedArrayBuffer cannot be shared/ },
  { name: 'AbortController', fn: () => use(controller), says: /an? AbortController object/ },
  {
    name: 'native function without a name',
    fn: formatted,
    says: /native function .* has no name that a worker knows/,
  },
  // biome-ignore lint/security/noGlobalEval: what is refused
  { name: 'direct eval', fn: (x: string) => eval(x), says: /it uses eval/ },
  { name: "the outer function's arguments", fn: outerArguments, says: /surrounding function's arguments/ },
  { name: "the outer function's new.target", fn: outerTarget, says: /surrounding function's new\.target/ },
  { name: 'bare method with super', fn: superMethod, says: /it uses super/ },
  { name: 'bare method with a private name', fn: read, says: /#x outside its class/ },
  {
    name: 'variable before its declaration',
    fn: uninitialised(true),
    says: /variable 'late' has no value yet/,
  },
]
