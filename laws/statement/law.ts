// A law of an engine: a name, and a property of any session.

import fc from 'fast-check'
import type { Session } from 'partita'

export interface Law {
  readonly name: string
  readonly property: (session: Session) => fc.IAsyncPropertyWithHooks<[unknown]>
}

export const law = <A>(
  name: string,
  over: fc.Arbitrary<A>,
  holds: (session: Session, given: A) => Promise<void>,
): Law => ({
  name,
  property: session => fc.asyncProperty(over as fc.Arbitrary<unknown>, given => holds(session, given as A)),
})
