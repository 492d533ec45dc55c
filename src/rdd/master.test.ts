import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseMaster } from './master.ts'

test('masters that are', () => {
  assert.deepEqual(parseMaster('reference'), { engine: 'reference' })
  assert.deepEqual(parseMaster('local'), { engine: 'local', workers: 1, maxFailures: undefined })
  assert.deepEqual(parseMaster('local[*]'), { engine: 'local', workers: undefined, maxFailures: undefined })
  assert.deepEqual(parseMaster('local[4]'), { engine: 'local', workers: 4, maxFailures: undefined })
  assert.deepEqual(parseMaster('local[2, 3]'), { engine: 'local', workers: 2, maxFailures: 3 })
})

test('masters of another version, and none', () => {
  for (const master of ['spark://host:7077', 'yarn', 'k8s://host', 'local-cluster[2,1,1024]'])
    assert.throws(() => parseMaster(master), { code: 'UNSUPPORTED' })
  for (const master of ['', 'local[0]', 'local[2,0]', 'local[]', 'locale', 'local[2'])
    assert.throws(() => parseMaster(master), { code: 'ARGUMENT' })
})
