// What a user of Apache Spark expects, case by case, with Spark's own figures, on every engine. Where partita differs on
// purpose, docs/differences.md says why, and the case here says how.

import { test } from 'node:test'
import { openSession, type Session } from 'partita'

export const cases = (
  topic: string,
  table: Readonly<Record<string, (session: Session) => Promise<void>>>,
): void => {
  for (const master of ['reference', 'local[2]'])
    test(`${topic}: ${master}`, async t => {
      const session = await openSession({ master })
      for (const [name, holds] of Object.entries(table)) await t.test(name, () => holds(session))
      await session.close()
    })
}

/** The numbers from 1 up to n. */
export const upTo = (session: Session, n: number, partitions: number) =>
  session.range(1, n + 1, 1, partitions)

/** How often a function ran, and the function with that count. */
export const counted = <T, U>(session: Session, f: (x: T) => U) => {
  const calls = session.counter()
  return {
    calls,
    f: (x: T): U => {
      calls.add(1)
      return f(x)
    },
  }
}
