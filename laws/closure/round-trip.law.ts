// What a closure captures is in the worker what it was in the driver: any value, its identities and its cycles.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deserialize, serialize } from 'node:v8'
import fc from 'fast-check'
import { capture } from '../../src/closure/capture.ts'
import { revive } from '../../src/closure/revive.ts'
import type { ShipmentGraph } from '../../src/closure/shipment.ts'

const travel = async <T>(value: T): Promise<readonly [first: T, second: T]> => {
  const { graph } = capture([() => value])
  const { make } = await revive(deserialize(serialize(structuredClone(graph))) as ShipmentGraph)
  const [one] = make() as [() => T]
  const [two] = make() as [() => T]
  return [one(), two()]
}

class Tagged {
  readonly tag: unknown
  #hidden: unknown
  constructor(tag: unknown, hidden: unknown) {
    this.tag = tag
    this.#hidden = hidden
  }
  get hidden() {
    return this.#hidden
  }
}

const key = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'length', 'then', '0', '-1'))

const { value } = fc.letrec<{ value: unknown }>(tie => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.anything(),
    fc.double(),
    fc.bigInt(),
    fc.date({ noInvalidDate: false }),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(Symbol.iterator, Symbol.for('shared'), Math.max, Map, globalThis, Object.prototype),
    fc.array(tie('value')),
    fc.sparseArray(tie('value')),
    fc.array(fc.tuple(key, tie('value'))).map(entries => {
      const object = Object.create(null) as object
      for (const [name, v] of entries)
        Object.defineProperty(object, name, {
          value: v,
          writable: true,
          enumerable: true,
          configurable: true,
        })
      return object
    }),
    fc.array(fc.tuple(tie('value'), tie('value'))).map(entries => new Map(entries)),
    fc.array(tie('value')).map(items => new Set(items)),
    fc.uint8Array(),
    fc.float64Array(),
    fc.uint8Array().map(bytes => Buffer.from(bytes)),
    tie('value').map(v => Object.freeze([v])),
    fc.string().map(text => new RangeError(text)),
  ),
}))

test('any value', async () => {
  await fc.assert(
    fc.asyncProperty(value, async v => {
      const [one, two] = await travel(v)
      assert.deepEqual(one, v)
      assert.deepEqual(two, v)
    }),
  )
})

test('one value in two places stays one, and copies share nothing', async () => {
  await fc.assert(
    fc.asyncProperty(value, fc.anything(), async (v, hidden) => {
      const shared = { v }
      const holder: { self?: unknown; places: unknown[]; tagged: Tagged } = {
        places: [shared, new Map([[shared, shared]])],
        tagged: new Tagged(shared, hidden),
      }
      holder.self = holder
      const [one, two] = await travel(holder)
      const [first, map] = one.places as [object, Map<object, object>]
      assert.equal(one.self, one)
      assert.equal(map.get(first), first)
      assert.equal(one.tagged.tag, first)
      assert.deepEqual(one.tagged.hidden, hidden)
      assert.notEqual(one, two)
      assert.notEqual(first, two.places[0])
      assert.notEqual(first, shared)
    }),
  )
})
