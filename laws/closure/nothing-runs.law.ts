// Nothing of the user's runs while functions are captured: no body, default, getter, trap, static block or computed key.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runInThisContext } from 'node:vm'
import fc from 'fast-check'
import { capture } from '../../src/closure/capture.ts'
import { PartitaError } from '../../src/fault.ts'

/** Counts each time that anything of the generated code runs. */
const probe = {
  ran: 0,
  hit: <T>(value?: T): T | undefined => {
    probe.ran++
    return value
  },
}

const hit = 'probe.hit'
const parameter = fc.constantFrom(
  'a',
  `a = ${hit}()`,
  `{ a } = ${hit}()`,
  `{ a = ${hit}(), ...rest }`,
  `[a = ${hit}(), [b]]`,
  `{ a: { b = ${hit}() } }`,
  '...a',
  `{ [${hit}('k')]: a }`,
)
const free = fc.constantFrom('0', 'value', 'object.x', 'this', 'nothing', 'written = 1', 'written++', 'later')
const body = fc.tuple(free, free).map(([x, y]) => `${hit}(); const q = [${x}, ${y}]; return ${hit}(q)`)
const shape = fc.constantFrom<(p: string, b: string) => string>(
  (p, b) => `(${p}) => { ${b} }`,
  (p, b) => `async (${p}) => { ${b} }`,
  (p, b) => `(${p}) => (() => { ${b} })()`,
  (p, b) => `function (${p}) { ${b} }`,
  (p, b) => `function named(${p}) { ${b} }`,
  (p, b) => `async function (${p}) { ${b} }`,
  (p, b) => `function* (${p}) { ${b} }`,
  (p, b) => `async function* (${p}) { ${b} }`,
  (p, b) => `({ method(${p}) { ${b} } }).method`,
  (_, b) => `({ get x() { ${b} }, set x(v) { ${b} } })`,
  (p, b) => `class { constructor(${p}) { ${b.replace(/return.*/, '')} } method(${p}) { ${b} } }`,
  (p, b) => `(function () { return (${p}) => { ${b} } }).call({ y: 1 })`,
  (p, b) => `[(${p}) => { ${b} }, (${p}) => { written; ${b} }]`,
)

const around = (text: string): string => `(function (probe) {
  'use strict'
  const value = 1
  let nothing
  let written = 0
  const object = { get x() { return probe.hit() }, toJSON() { probe.hit() }, valueOf() { probe.hit() } }
  class Holder { #p = 1; get p() { probe.hit(); return this.#p } }
  const holder = new Holder()
  const made = [${text}, object, holder, () => holder]
  const later = { then() { probe.hit() } }
  return { made, reset() { written = 0 }, read: () => written }
})`

test('capturing runs nothing', () => {
  fc.assert(
    fc.property(shape, parameter, body, (make, p, b) => {
      const build = runInThisContext(around(make(p, b)), { filename: '/partita-law/generated.js' }) as (
        p: typeof probe,
      ) => { made: unknown[]; read: () => number }
      const { made, read } = build(probe)
      probe.ran = 0
      try {
        capture(made)
      } catch (error) {
        if (!(error instanceof PartitaError && error.code === 'CLOSURE')) throw error
      }
      assert.equal(probe.ran, 0)
      assert.equal(read(), 0)
    }),
    { numRuns: 100 },
  )
})
