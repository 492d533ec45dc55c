import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KeyMap } from './key-map.ts'

test('keys are found by value', () => {
  const map = new KeyMap<unknown, number>([
    [['a', 1], 1],
    [{ x: 1, y: 2 }, 2],
    [new Date(3), 3],
    [Number.NaN, 4],
    [undefined, 5],
    ['[s1:a', 6],
  ])
  assert.deepEqual(
    [['a', 1], { y: 2, x: 1 }, new Date(3), Number.NaN, undefined, '[s1:a'].map(key => map.get(key)),
    [1, 2, 3, 4, 5, 6],
  )
  assert.deepEqual(
    [['a'], {}, null, 3, '3'].filter(key => map.has(key)),
    [],
  )
})

test('the last of equal keys stays, at the place of the first', () => {
  const map = new KeyMap<readonly string[], number>([
    [['a'], 1],
    [['b'], 2],
    [['a'], 3],
  ])
  assert.equal(map.size, 2)
  assert.deepEqual(
    [...map],
    [
      [['a'], 3],
      [['b'], 2],
    ],
  )
  assert.deepEqual([...map.keys()], [['a'], ['b']])
  assert.deepEqual([...map.values()], [3, 2])
  assert.equal(JSON.stringify(map), '[[["a"],3],[["b"],2]]')
})
