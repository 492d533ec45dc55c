// Whatever goes wrong, in whatever order: see check.ts for what must hold after every single event.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { initial } from '../../src/scheduler/state.ts'
import { step } from '../../src/scheduler/step.ts'
import { scene } from './scene.ts'
import { World } from './world.ts'

test('every job ends rightly, and nothing is left of it', () => {
  fc.assert(
    fc.property(scene, plan => {
      const world = new World(plan)
      for (const { move, pick } of plan.script) world.play(move, pick)
      world.drain()
      const { jobs, outputs, tasks, runnable, stale, executors, free } = world.state
      for (const left of [jobs, outputs, tasks, stale]) assert.equal(left.size, 0)
      assert.equal(runnable.length, 0)
      assert.equal(free[0]?.size, executors.size)
    }),
    { numRuns: 2000, includeErrorInReport: true },
  )
})

test('the same events give the same commands', () => {
  fc.assert(
    fc.property(scene, plan => {
      const world = new World(plan)
      for (const { move, pick } of plan.script) world.play(move, pick)
      let state = initial({ slotsPerExecutor: plan.slots })
      world.events.forEach((event, at) => {
        const [next, commands] = step(state, event)
        state = next
        assert.deepEqual(commands, world.answers[at])
      })
    }),
    { includeErrorInReport: true },
  )
})
