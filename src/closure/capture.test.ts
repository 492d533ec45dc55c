import assert from 'node:assert/strict'
import { readFile as readFileBack } from 'node:fs'
import { readFile } from 'node:fs/promises'
import * as path from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { deserialize, serialize } from 'node:v8'
import { flow, pipe } from 'fp-ts/function'
import * as N from 'fp-ts/number'
import { capture } from './capture.ts'
import { revive } from './revive.ts'
import type { ShipmentGraph } from './shipment.ts'

/** There and back through bytes. */
const travel = async <T extends readonly unknown[]>(...roots: T): Promise<T> => {
  const { graph } = capture(roots)
  const { make } = await revive(deserialize(serialize(graph)) as ShipmentGraph)
  return make() as T
}

const offset = 10
let total = 0
const isEven = (n: number): boolean => n === 0 || isOdd(n - 1)
const isOdd = (n: number): boolean => n !== 0 && isEven(n - 1)
const fibonacci = (n: number): number => (n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2))

test('forms of functions', async () => {
  const object = {
    method(x: number) {
      return x + offset
    },
    async slow(x: number) {
      return x + offset
    },
    *many(x: number) {
      yield x
      yield offset
    },
    get ten() {
      return offset
    },
    ['computed' as const](x: number) {
      return x * offset
    },
  }
  const [arrow, asynchronous, generator, method, slow, many, computed, copy] = await travel(
    (x: number) => x + offset,
    async (x: number) => x + offset,
    function* (x: number) {
      yield x + offset
    },
    object.method,
    object.slow,
    object.many,
    object.computed,
    object,
  )
  assert.equal(arrow(1), 11)
  assert.equal(await asynchronous(1), 11)
  assert.deepEqual([...generator(1)], [11])
  assert.equal(method(1), 11)
  assert.equal(await slow(1), 11)
  assert.deepEqual([...many(1)], [1, 10])
  assert.equal(computed(2), 20)
  assert.equal(copy.ten, 10)
  assert.equal(copy.method(2), 12)
})

test('recursion, bound functions, own properties, native functions', async () => {
  const withState = Object.assign((x: number) => x + withState.add, { add: 5 })
  const bound = function (this: { base: number }, x: number, y: number) {
    return this.base + x + y
  }.bind({ base: 100 }, 20)
  const [even, fib, own, partial, number, max, curried] = await travel(
    isEven,
    fibonacci,
    withState,
    bound,
    Number,
    Math.max,
    (
      (a: number) => (b: number) =>
        a * b
    )(6),
  )
  assert.equal(even(10), true)
  assert.equal(fib(10), 55)
  assert.equal(own(1), 6)
  assert.equal(partial(3), 123)
  assert.equal(number, Number)
  assert.equal(max, Math.max)
  assert.equal(curried(7), 42)
})

test('shared written variables stay shared, equal ones stay apart, and the driver sees nothing', async () => {
  const makeCounter = () => {
    let n = 0
    return { inc: () => ++n, get: () => n }
  }
  const a = makeCounter()
  const b = makeCounter()
  const { graph, stateful } = capture([a.inc, a.get, b.inc, b.get, () => ++total, () => total])
  assert.equal(stateful, true)
  const { make } = await revive(deserialize(serialize(graph)) as ShipmentGraph)
  for (let round = 0; round < 2; round++) {
    const [inc, get, , other, more, sum] = make() as (() => number)[]
    inc!()
    inc!()
    more!()
    assert.deepEqual([get!(), other!(), sum!()], [2, 0, 1])
  }
  assert.deepEqual([a.get(), b.get(), total], [0, 0, 0])
})

test('what is stateful', () => {
  const config = { k: 1 }
  const frozen = Object.freeze({ k: 1 })
  const states = [
    (x: number) => x + offset,
    isEven,
    () => pipe(1, String),
    () => N.MonoidSum.concat(1, 2),
    () => frozen.k,
    /a/,
    () => config.k,
    () => ++total,
    /a/g,
    new Map(),
  ].map(root => capture([root]).stateful)
  assert.deepEqual(states, [false, false, false, false, false, false, true, true, true, true])
})

class Point {
  #secret = 1
  static made = 0
  static #hidden = 7
  readonly x: number
  constructor(x: number) {
    this.x = x
    this.#secret = x * 2
    Point.made++
  }
  get secret() {
    return this.#secret
  }
  #bump() {
    return ++this.#secret
  }
  bump() {
    return this.#bump()
  }
  static hidden() {
    return Point.#hidden
  }
  add(other: Point): Point {
    return new Point(this.x + other.x)
  }
}

class Point3 extends Point {
  readonly z = 3
  override get secret() {
    return super.secret + 1000
  }
}

test('classes and instances', async () => {
  const point = new Point(4)
  const deep = new Point3(5)
  const [copy, add, C, three, D] = await travel(point, (p: Point) => p.add(point).x, Point, deep, Point3)
  assert.equal(copy.secret, 8)
  assert.equal(copy.bump(), 9)
  assert.equal(point.secret, 8)
  assert.ok(copy instanceof C)
  assert.equal(C.made, 2)
  assert.equal(C.hidden(), 7)
  assert.equal(add(copy), 8)
  assert.equal(three.secret, 1010)
  assert.equal(three.z, 3)
  assert.ok(three instanceof D && three instanceof C)
  assert.deepEqual(Reflect.ownKeys(three), Reflect.ownKeys(deep))
  assert.equal(new D(1).secret, 1002)
})

test('this of an arrow function', async () => {
  class Scaler {
    factor = 3
    scale = (x: number) => x * this.factor
    later() {
      return async ({ x } = { x: 0 }) => x * this.factor
    }
  }
  const scaler = new Scaler()
  const [scale, later] = await travel(scaler.scale, scaler.later())
  assert.equal(scale(2), 6)
  assert.equal(await later({ x: 5 }), 15)
})

test('values', async () => {
  const unique = Symbol('unique')
  const buffer = new ArrayBuffer(16)
  const cyclic: { self?: unknown; list: unknown[] } = { list: Array(3) as unknown[] }
  cyclic.self = cyclic
  cyclic.list[0] = 1
  cyclic.list.push(cyclic.list)
  const values = {
    big: 10n,
    nan: Number.NaN,
    minus: -0,
    date: new Date(5),
    map: new Map<unknown, unknown>([[{ k: 1 }, new Set([1, 'a'])]]),
    regexp: /a(b)/giu,
    floats: new Float64Array([1.5, Number.NaN]),
    shared: [new Uint8Array(buffer, 4, 2), new DataView(buffer, 2)],
    buffer: Buffer.from('héllo'),
    nothing: Object.create(null, { x: { value: 1, enumerable: true } }) as object,
    error: new RangeError('out', { cause: 'x' }),
    boxed: Object('str') as object,
    frozen: Object.freeze({ a: 1 }),
    sealed: Object.seal({ a: 1 }),
    url: new URL('http://a/b?c'),
    accessor: Object.defineProperty({}, 'x', { get: () => offset, enumerable: true }) as { x: number },
    [unique]: Symbol.for('reg'),
    iterator: Symbol.iterator,
    list: new (class List extends Array<number> {})(),
    format: new Intl.NumberFormat('de'),
  }
  const [copy, again, other] = await travel(values, cyclic, unique)
  assert.deepEqual({ ...copy, list: 0, format: 0 }, { ...values, list: 0, format: 0 })
  assert.equal(other, unique)
  assert.ok(Object.is(copy.minus, -0))
  assert.equal(copy.shared[0]!.buffer, copy.shared[1]!.buffer)
  assert.equal(again.self, again)
  assert.equal(again.list[3], again.list)
  assert.equal(1 in again.list, false)
  assert.ok(Object.isFrozen(copy.frozen) && Object.isSealed(copy.sealed))
  assert.equal(copy.error.stack, values.error.stack)
  assert.ok(Array.isArray(copy.list) && copy.list.constructor.name === 'List')
  assert.equal(copy.format.format(1000.5), '1.000,5')
})

test('packages and builtins by reference', async () => {
  const sum = N.MonoidSum
  const [piped, monoid, joined, composed, read] = await travel(
    (x: number) => pipe(x, n => n + 1, String),
    sum,
    (a: string) => path.join(a, 'b'),
    flow(
      (x: number) => x + 1,
      x => x * 2,
    ),
    () => readFile,
  )
  assert.equal(piped(1), '2')
  assert.equal(monoid, N.MonoidSum)
  assert.equal(joined('a'), 'a/b')
  assert.equal(composed(3), 8)
  assert.equal(read(), readFile)
})

test('import.meta and import()', async () => {
  const [meta, load] = await travel(
    () => import.meta.url,
    async (name: string) => (await import(name)) as { basename: unknown },
  )
  assert.equal(meta(), import.meta.url)
  assert.equal((await load('node:path')).basename, path.basename)
})

test('a class in two shipments is one class, and its state belongs to one task', async () => {
  class Plain {
    readonly x: number
    constructor(x: number) {
      this.x = x
    }
  }
  const shipped = async (root: unknown) => (await revive(capture([root]).graph)).make
  const make = await shipped((x: number) => new Plain(x))
  const check = await shipped((p: unknown) => p instanceof Plain)
  const count = await shipped(() => new Point(1))
  const made = await shipped((p: unknown) => (p instanceof Point ? Point.made : -1))
  const [plain, isPlain] = [make()[0] as (x: number) => Plain, check()[0] as (p: unknown) => boolean]
  assert.equal(isPlain(plain(1)), true)
  for (let task = 0; task < 2; task++) {
    const classes = new Map()
    const [point, before] = [count(classes)[0] as () => Point, made(classes)[0] as (p: Point) => number]
    assert.equal(before(point()), Point.made + 1)
  }
})

test('counters of istanbul stay here', async () => {
  const counters = { s: { 0: 0 }, f: { 0: 0 }, b: { 0: [0, 0] }, path: 'x'.repeat(100_000) }
  const cov_1a2b3c = () => counters
  const counted = (x: number) => {
    cov_1a2b3c().f[0]++
    cov_1a2b3c().s[0]++
    cov_1a2b3c().b[0][x > 0 ? 0 : 1]!++
    return Math.abs(x)
  }
  assert.ok(capture([counted]).bytes < 1000)
  const [copy] = await travel(counted)
  assert.deepEqual([copy(-3), copy(3)], [3, 3])
  assert.equal(counters.s[0], 0)
})

test('what node:util made of a function', async () => {
  const [read] = await travel(promisify(readFileBack))
  assert.equal((await read('/dev/null')).length, 0)
})
