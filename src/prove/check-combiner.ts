// Laws of a function that merges two values into one: what `reduceByKey`, `reduce` and `fold` take for granted.

import fc from 'fast-check'
import { decode, encode } from '../codec/codec.ts'
import { realise } from '../lineage/fn.ts'
import { isPromiseLike } from '../lineage/promise.ts'
import { calling } from '../rdd/call.ts'
import { checkOptions, combining } from '../rdd/check.ts'
import type { Combiner, Monoid, Zero } from '../rdd/shape.ts'
import { Counterexample, judge, type Runs, show } from './counterexample.ts'
import { type Equals, sameValue, upToRounding } from './same.ts'

export interface CombinerOptions<A> extends Runs {
  /** What `fold` begins with; default the `empty` of a Monoid. Where there is one, it must be neutral. */
  readonly zero?: Zero<A> | undefined
  /** Default: by value and structure, numbers to the last bit. See `upToRounding`. */
  readonly equals?: Equals<A> | undefined
  /** Whether f(a, b) must be f(b, a). Default true; false for what keeps order, such as joining texts. */
  readonly commutative?: boolean | undefined
}

/**
 * Proves that a combiner (a function, Semigroup or Monoid) is associative, commutative, leaves its arguments alone
 * and has a neutral zero. Throws with code LAW, the law that is broken and the smallest values that break it.
 * @example checkCombiner(fc.integer(), (a, b) => Math.max(a, b), { zero: Number.NEGATIVE_INFINITY })
 */
export const checkCombiner = <A>(
  element: fc.Arbitrary<A>,
  f: Combiner<A> | Monoid<A>,
  options: CombinerOptions<A> = {},
): void => {
  const call = calling('checkCombiner')
  checkOptions(call, options)
  const { zero = emptyOf(f), equals = sameValue as Equals<A>, commutative = true, ...runs } = options
  const combine = guarded<A>(realise(combining(call, f)))

  const mustEqual = (law: string, given: Values, left: Values, right: Values, advice: string): void => {
    const [x, y] = [Object.values(left)[0] as A, Object.values(right)[0] as A]
    if (equals(x, y)) return
    throw told(law, { ...given, ...left, ...right }, upToRounding()(x, y) ? ROUNDING : advice)
  }

  const laws: ((a: A, b: A, c: A) => void)[] = [
    (a, b) => void combine(a, b),
    (a, b) => {
      const again = { 'f(a, b) again': combine(a, b) }
      mustEqual('gives another result the second time', { a, b }, { 'f(a, b)': combine(a, b) }, again, RANDOM)
    },
    (a, b, c) => {
      const left = { 'f(f(a, b), c)': combine(combine(a, b), c) }
      const right = { 'f(a, f(b, c))': combine(a, combine(b, c)) }
      mustEqual('is not associative', { a, b, c }, left, right, ASSOCIATIVE)
    },
    (a, b) => {
      if (!commutative) return
      const [left, right] = [{ 'f(a, b)': combine(a, b) }, { 'f(b, a)': combine(b, a) }]
      mustEqual('is not commutative', { a, b }, left, right, COMMUTATIVE)
    },
    a => {
      if (zero === undefined) return
      const fresh = () => (typeof zero === 'function' ? (zero as () => A)() : zero)
      const given = { zero: fresh(), a }
      mustEqual('has a zero that is not neutral', given, { 'f(zero, a)': combine(fresh(), a) }, { a }, ZERO)
      mustEqual('has a zero that is not neutral', given, { 'f(a, zero)': combine(a, fresh()) }, { a }, ZERO)
    },
  ]
  for (const law of laws)
    judge(call, fc.check(fc.property(element, element, element, law), runs as fc.Parameters<[A, A, A]>))
}

type Values = Readonly<Record<string, unknown>>

/** Calls it with copies, and looks at what became of them. */
const guarded =
  <A>(f: (a: A, b: A) => unknown) =>
  (a: A, b: A): A => {
    const before = encode([[a, b]])
    const copies = decode(before)[0] as [A, A]
    let result: unknown
    try {
      result = f(...copies)
    } catch (error) {
      throw told(
        `throws ${error instanceof Error ? `${error.name}: ${error.message}` : show(error)}`,
        { a, b },
        '',
        error,
      )
    }
    if (isPromiseLike(result)) throw told('returns a promise', { a, b }, 'Combiners are synchronous.')
    if (result === undefined && a !== undefined && b !== undefined)
      throw told('returns undefined', { a, b }, 'Is a return missing?')
    const [x, y] = copies
    for (const [name, value, copy] of [
      ['a', a, x],
      ['b', b, y],
    ] as const)
      if (Buffer.compare(encode([value]), encode([copy])) !== 0)
        throw told('changes its arguments', { a, b, [`${name} after f(a, b)`]: copy }, MUTATES)
    return result as A
  }

const emptyOf = <A>(f: Combiner<A>): A | undefined =>
  typeof f === 'object' && 'empty' in f ? (f.empty as A) : undefined

const told = (what: string, values: Values, advice: string, cause?: unknown): Counterexample => {
  const width = Math.max(...Object.keys(values).map(name => name.length))
  const lines = Object.entries(values).map(([name, value]) => `  ${name.padEnd(width)} = ${show(value)}`)
  return new Counterexample(
    [`The combiner ${what}.`, '', ...lines, ...(advice === '' ? [] : ['', `  ${advice}`])],
    cause,
  )
}

const RANDOM = 'It may depend on its arguments only.'
const ASSOCIATIVE =
  'Results of partitions are combined too. Combine what the result is made of, such as [sum, count] for an average.'
const COMMUTATIVE = 'Where the order of records is meant, pass { commutative: false }.'
const ZERO = 'The zero counts once in each partition and once at the end.'
const MUTATES = 'They may be records that others still read. Return a new value.'
const ROUNDING = 'The results differ by rounding only. Pass { equals: upToRounding() }.'
