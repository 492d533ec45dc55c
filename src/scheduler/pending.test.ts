import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { pop, push } from './heap.ts'
import { addPending, nothingPending, takePending } from './pending.ts'

test('a heap gives back what was put in, least first', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), values => {
      const heap: number[] = []
      for (const value of values) push(heap, value)
      assert.deepEqual(
        values.map(() => pop(heap)),
        values.toSorted((a, b) => a - b),
      )
    }),
  )
})

test('an executor takes what it holds, then what is nowhere, then what others hold', () => {
  const pending = nothingPending()
  for (const [partition, holder] of [
    [0, undefined],
    [1, 8],
    [2, 7],
    [3, 9],
    [4, undefined],
  ] as const)
    addPending(pending, partition, holder)
  const isFree = (executor: number) => executor === 8
  const taken = Array.from({ length: 5 }, () => takePending(pending, 7, isFree))
  assert.deepEqual(taken, [
    [2, 7],
    [0, 7],
    [4, 7],
    [1, 8],
    [3, 7],
  ])
  assert.equal(pending.size, 0)
})
