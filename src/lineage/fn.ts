// A function in the lineage: the user's own closure, or a combinator of partita over such closures.
// Combinators are data, so that a derived verb ships the user's function and never a closure of the library,
// and so that an engine may see through them (`mapValues` is inlined into the fused loop).

import type { Callable } from './callable.ts'
import { COLUMNS } from './combinators/columns.ts'
import { ELEMENTS } from './combinators/elements.ts'
import { NUMBERS } from './combinators/numbers.ts'
import { PAIRS } from './combinators/pairs.ts'
import { PARTITIONS } from './combinators/partitions.ts'
import { SAMPLING } from './combinators/sampling.ts'
import { SKETCHES } from './combinators/sketches.ts'
import { STRATA } from './combinators/strata.ts'
import { WAITING } from './combinators/waiting.ts'

export type { Callable } from './callable.ts'

export interface Derived {
  readonly derived: CombinatorName
  readonly args: readonly unknown[]
}

export type Fn = Callable | Derived

export const COMBINATORS = {
  ...ELEMENTS,
  ...PAIRS,
  ...PARTITIONS,
  ...SAMPLING,
  ...STRATA,
  ...WAITING,
  ...SKETCHES,
  ...NUMBERS,
  ...COLUMNS,
} satisfies Record<string, (...args: never[]) => Callable>

export type CombinatorName = keyof typeof COMBINATORS

export const derive = (derived: CombinatorName, ...args: readonly unknown[]): Derived =>
  Object.freeze({ derived, args: Object.freeze([...args]) })

export const isDerived = (f: Fn): f is Derived => typeof f !== 'function'

/** What a combinator shall know that is no function. */
export const constant = (value: unknown): Derived => derive('constant', value)

/** The function that runs. Arguments that are themselves combinators are realised first. */
export const realise = (f: Fn): Callable => {
  if (!isDerived(f)) return f
  const make = COMBINATORS[f.derived] as (...args: unknown[]) => Callable
  return make(...f.args.map(arg => (isCombinator(arg) ? realise(arg) : arg)))
}

/** Among the arguments of a combinator, which may be anything. */
export const isCombinator = (x: unknown): x is Derived =>
  typeof x === 'object' &&
  x !== null &&
  'derived' in x &&
  typeof x.derived === 'string' &&
  x.derived in COMBINATORS
