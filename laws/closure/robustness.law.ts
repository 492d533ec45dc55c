// Sizes and numbers that nobody writes by hand, but that generated code and long programs have.

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { deserialize, serialize, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { openSession } from 'partita'
import { capture } from '../../src/closure/capture.ts'
import { revive } from '../../src/closure/revive.ts'
import type { ShipmentGraph } from '../../src/closure/shipment.ts'

const travel = async <T>(value: T): Promise<T> => {
  const { graph } = capture([value])
  const { make } = await revive(deserialize(serialize(graph)) as ShipmentGraph)
  return make()[0] as T
}

const imported = async (text: string): Promise<Record<string, (...args: number[]) => number>> => {
  const folder = mkdtempSync(join(tmpdir(), 'partita-robustness-'))
  try {
    writeFileSync(join(folder, 'module.mjs'), text)
    return await import(join(folder, 'module.mjs'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
const heap = (): number => {
  collect()
  return process.memoryUsage().heapUsed
}

test('an RDD is what its functions were at its first action', async () => {
  await using session = await openSession({ master: 'local[1]' })
  let factor = 2
  const early = session.parallelize([1, 2]).map(x => x * factor)
  assert.deepEqual(await early.collect(), [2, 4])
  factor = 3
  const late = session.parallelize([1, 2]).map(x => x * factor)
  assert.deepEqual(
    [await early.collect(), await late.collect()],
    [
      [2, 4],
      [3, 6],
    ],
  )
})

test('one function a thousand times leaves nothing behind', () => {
  const table = new Map([['a', { n: 1 }]])
  const read = (key: string) => table.get(key)?.n
  const round = () => {
    for (let i = 0; i < 1000; i++) capture([read])
  }
  round()
  const before = heap()
  round()
  assert.ok(heap() - before < 500_000, `${heap() - before} bytes`)
})

test('ten thousand closures leave nothing behind', () => {
  const round = (from: number) => {
    for (let i = from; i < from + 10_000; i++) capture([(x: number) => x + i])
  }
  round(0)
  const before = heap()
  round(10_000)
  assert.ok(heap() - before < 2_000_000, `${heap() - before} bytes`)
})

test('a module of ten thousand variables', async () => {
  const lines = Array.from(
    { length: 10_000 },
    (_, i) => `const v${i} = ${i}; export const f${i} = x => x + v${i}`,
  )
  const { f1, f9999 } = await imported(lines.join('\n'))
  assert.equal((await travel(f1!))(1), 2)
  assert.equal((await travel(f9999!))(1), 10_000)
})

test('a text of a megabyte', async () => {
  const steps = Array.from({ length: 40_000 }, (_, i) => `  if (x === ${i}) return k + ${i}`)
  const { pick } = await imported(`const k = 1\nexport const pick = x => {\n${steps.join('\n')}\n}`)
  assert.ok(String(pick).length > 1_000_000)
  assert.equal((await travel(pick!))(39_999), 40_000)
})

test('a chain of ten thousand closures', async () => {
  let chain = (x: number): number => x
  for (let i = 0; i < 10_000; i++) {
    const next = chain
    chain = x => (x > 0 ? next(x - 1) : i)
  }
  assert.equal((await travel(chain))(5), 9_994)
})
