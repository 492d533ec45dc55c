import { type TestContext, test } from 'node:test'
import { openSession, type Session, type SessionOptions } from 'partita'

/** A test on every engine, each with a session of its own. */
export const everywhere = (
  name: string,
  body: (session: Session, t: TestContext) => Promise<void>,
  options: SessionOptions = {},
): void => {
  for (const master of ['reference', 'local[2]'])
    test(`${name}: ${master}`, { timeout: 60_000 }, async t => {
      const session = await openSession({ ...options, master })
      try {
        await body(session, t)
      } finally {
        await session.close()
      }
    })
}
