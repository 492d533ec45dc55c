import assert from 'node:assert/strict'
import { test } from 'node:test'
import { capture } from './capture.ts'
import { explainClosure } from './explain.ts'

/** Warnings are told in the next turn: the last one says that all were. */
const warnings = async (act: () => void): Promise<Error[]> => {
  const seen: Error[] = []
  const listen = (warning: Error) => seen.push(warning)
  process.on('warning', listen)
  act()
  await new Promise<void>(resolve => process.nextTick(resolve))
  process.off('warning', listen)
  return seen.filter(({ name }) => name === 'PartitaWarning')
}

const big = 'x'.repeat(2_000_000)
const tables = { small: [1, 2], large: new Map([['a', { rows: new Float64Array(300_000) }]]) }
const readsText = (x: number) => big.length + x
const readsTable = (x: number) => tables.small.length + tables.large.size + x

test('a megabyte is told of once, with the function, the variable and the way out', async () => {
  const [first, second, ...others] = await warnings(() => {
    capture([readsText])
    capture([readsText])
    capture([readsTable])
    capture([(x: number) => x + 1])
  })
  assert.equal(others.length, 0)
  assert.match(
    first?.message ?? '',
    /^Function 'readsText' \(.*large\.test\.ts:\d+:\d+\) takes 1\.9 MB along to the workers, of it 1\.9 MB as variable 'big'\.$/,
  )
  assert.match(
    second?.message ?? '',
    /of it 2\.3 MB as variable 'tables' -> \.large -> \.get\("a"\) -> \.rows/,
  )
  assert.match((first as { detail?: string }).detail ?? '', /session\.broadcast/)
})

test('an explanation has the sizes, and no warning', async () => {
  const found = await warnings(() => {
    assert.match(
      explainClosure((x: number) => readsTable(x)),
      /tables = by value: object, 2\.3 MB/,
    )
  })
  assert.deepEqual(found, [])
})
