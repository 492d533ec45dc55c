// Where V8 does not do what reading `this` needs, the function is refused: nothing is guessed, and nothing of it runs.

import assert from 'node:assert/strict'
import { Session } from 'node:inspector'
import { test } from 'node:test'
import { capture } from '../../src/closure/capture.ts'

type Post = (
  method: string,
  parameters?: object,
  callback?: (error: Error | null, result?: object) => void,
) => void

/** An inspector whose breakpoints do not evaluate their conditions. */
const real = Session.prototype.post as Post
const forgetful: Post = function (this: Session, method, parameters, callback) {
  const given = method === 'Debugger.setBreakpoint' ? { ...parameters, condition: 'false' } : parameters
  real.call(this, method, given, callback)
}
Session.prototype.post = forgetful as Session['post']

let ran = 0
class Scaler {
  readonly factor = 2
  scale = (x: number) => {
    ran++
    return x * this.factor
  }
}

test('an arrow function with this is refused', () => {
  assert.throws(() => capture([new Scaler().scale]), /the this of the arrow function cannot be read/)
  assert.equal(ran, 0)
})

test('a variable that two closures may share is refused', () => {
  const makeCounter = () => {
    let n = 0
    return [() => ++n, () => n]
  }
  const counters = [...makeCounter(), ...makeCounter()]
  assert.throws(() => capture(counters), /variable 'n' is written by a closure/)
  assert.deepEqual(counters.map(read => read()).slice(1, 2), [1])
})

test('what needs no entering travels', () => {
  const factor = 3
  assert.equal(capture([(x: number) => x * factor]).functions, 1)
})
