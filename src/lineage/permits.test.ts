import assert from 'node:assert/strict'
import { test } from 'node:test'
import { permits } from './permits.ts'

test('no more than the limit hold a permit, and who asked first has it first', () => {
  const { ask } = permits()
  const granted: string[] = []
  const [a, b, c] = ['a', 'b', 'c'].map(name => ask(1, 2, () => granted.push(name)))
  ask(2, 1, () => granted.push('other limit'))
  assert.deepEqual(granted, ['a', 'b', 'other limit'])
  a!()
  a!()
  assert.deepEqual(granted.slice(3), ['c'])
  ask(1, 2, () => granted.push('d'))()
  b!()
  c!()
  assert.deepEqual(granted.slice(4), [], 'who no longer asks gets none')
})
