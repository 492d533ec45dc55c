// An engine gives what the reference gives, whatever the program and the number of workers: the same bits, in the same
// order, in the same partitions; and where it fails, the same failure.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { openSession, PartitaError, type Session } from 'partita'
import { build, finish } from '../arbitrary/build.ts'
import { expression, functionOf } from '../arbitrary/expression.ts'
import { ending, partitions, program } from '../arbitrary/program.ts'

const MOST_WORKERS = 4

export const sameAsReference = (engine: string, open: (workers: number) => Promise<Session>): void => {
  let reference: Session
  let sessions: readonly Session[]
  before(async () => {
    reference = await openSession({ master: 'reference' })
    sessions = await Promise.all(Array.from({ length: MOST_WORKERS }, (_, i) => open(i + 1)))
  })
  after(() => Promise.all([reference, ...sessions].map(session => session.close())))
  const workers = fc.integer({ min: 1, max: MOST_WORKERS })

  test(`${engine} gives what the reference gives`, () =>
    fc.assert(
      fc.asyncProperty(program, ending, workers, async (program, ending, workers) => {
        const run = (session: Session) => outcome(() => finish(build(session, program), ending))
        assert.deepStrictEqual(await run(sessions[workers - 1]!), await run(reference))
      }),
    ))

  test(`${engine} fails as the reference fails, at the same record`, () =>
    fc.assert(
      fc.asyncProperty(poisoned, workers, async (poisoned, workers) => {
        const run = (session: Session) => outcome(() => failing(session, poisoned))
        assert.deepStrictEqual(await run(sessions[workers - 1]!), await run(reference))
      }),
    ))
}

/** A result, or what is comparable of an error. */
const outcome = async (f: () => Promise<unknown>): Promise<unknown> => {
  try {
    return { value: await f() }
  } catch (error) {
    if (!(error instanceof PartitaError)) throw error
    const { code, operator, partition, recordIndex, cause } = error
    return { code, operator, line: error.callSite?.line, partition, recordIndex, cause: String(cause) }
  }
}

const poisoned = fc.record({
  size: fc.integer({ min: 1, max: 40 }),
  partitions,
  bad: fc.nat(39),
  misdeed: fc.constantFrom('throw', 'promise', 'text', 'undefined', 'reduce', 'leak'),
  f: expression,
  wide: fc.boolean(),
})
type Poisoned = typeof poisoned extends fc.Arbitrary<infer P> ? P : never

/** One record that something goes wrong at, behind operators that pass it on. */
const failing = async (session: Session, { size, partitions, bad, misdeed, f, wide }: Poisoned) => {
  const g = functionOf(f)
  const source = session.range(0, size, 1, partitions)
  const records = (wide ? source.sortBy(i => -i) : source)
    .map(i => ({ i, x: g(i) }))
    .filter(({ i, x }) => i === bad || x > 0)
  switch (misdeed) {
    case 'throw':
      return records
        .map(({ i, x }) => {
          if (i === bad) throw new RangeError(`no ${i}`)
          return x
        })
        .collect()
    case 'undefined':
      return records
        .map(({ i, x }) => {
          if (i === bad) throw undefined
          return x
        })
        .collect()
    case 'promise':
      return records.map(({ i, x }) => (i === bad ? (Promise.resolve(x) as never) : x)).collect()
    case 'text':
      return records.flatMap(({ i, x }) => (i === bad ? (`${x}` as never) : [x])).collect()
    case 'leak':
      return records.map(({ i, x }) => (i === bad ? { x, f: () => x } : { x })).collect()
    case 'reduce':
      return records
        .map(({ i }) => [i % 2, i])
        .reduceByKey((a, b) => {
          if (b === bad) throw new TypeError(`no ${b}`)
          return Math.max(a, b)
        })
        .collect()
  }
}
