// A pipeline is a function of its input: nothing in it depends on the clock, on chance, or on what ran before.

import fc from 'fast-check'
import { type Position, showPosition } from '../fault.ts'
import { calling } from '../rdd/call.ts'
import { checkFunction, checkOptions } from '../rdd/check.ts'
import type { RDD } from '../rdd/rdd.ts'
import type { Session } from '../rdd/session.ts'
import type { Collected } from '../rdd/shape.ts'
import { prove, type Runs } from './counterexample.ts'
import { agreement, difference, failure } from './disagreement.ts'
import { type Extent, partitioned } from './partitioned.ts'
import { type Build, type Outcome, play, withPlaces } from './place.ts'
import { type Equals, sameValue } from './same.ts'
import { inWorld, type Looks, type World } from './world.ts'

export interface DeterminismOptions<B> extends Extent, Runs {
  /** Default: by value and structure, numbers to the last bit. */
  readonly equals?: Equals<B> | undefined
}

/**
 * Proves that a pipeline gives the same result, order included, when it is run again, and under another clock and
 * other random numbers. Rejects with code LAW, what the result depends on and where that is read. It runs on the
 * reference engine, and holds `Date`, `performance.now` and `Math.random` of this process meanwhile.
 * @example await checkDeterminism(fc.string(), r => r.map(name => ({ name, length: name.length })))
 */
export function checkDeterminism<A, B>(
  element: fc.Arbitrary<A>,
  build: (input: RDD<A>, session: Session) => RDD<B> | Promise<RDD<B>>,
  options?: DeterminismOptions<Collected<B>>,
): Promise<void>
export function checkDeterminism<A, B>(
  element: fc.Arbitrary<A>,
  build: (input: RDD<A>, session: Session) => Promise<B>,
  options?: DeterminismOptions<B>,
): Promise<void>
export async function checkDeterminism<A>(
  element: fc.Arbitrary<A>,
  build: Build<A>,
  options: DeterminismOptions<never> = {},
): Promise<void> {
  const call = calling('checkDeterminism')
  checkFunction(call, build)
  checkOptions(call, options)
  const { equals = sameValue, partitions, minLength, maxLength, ...runs } = options
  const agree = agreement(equals as Equals<unknown>, true)
  const start = Date.now()
  const cases = fc.tuple(partitioned(element, { partitions, minLength, maxLength }), fc.nat(9999))
  await withPlaces(['reference'], ([place]) =>
    prove(
      call,
      fc.asyncProperty(cases, async ([parts, later]) => {
        let first: Outcome | undefined
        for (const { world, name, cause, advice } of trials(start, LATER + later)) {
          const [outcome, looks] = await inWorld(world, () => play(place!, parts, build))
          const played = { place: place!, parts, outcome }
          if ('error' in outcome) throw failure({ ...played, changed: 'nothing' }, outcome.error)
          first ??= outcome
          if (!agree(first, outcome))
            throw difference(
              `The result depends on ${cause(looks)}.`,
              ['first run', { ...played, outcome: first }],
              [name, played],
              advice,
            )
        }
      }),
      runs,
    ),
  )
}

interface Trial {
  readonly world: World
  readonly name: string
  readonly cause: (looks: Looks) => string
  readonly advice: string
}

/** Far enough that year, month, day, weekday, hour, minute, second are others; some milliseconds are added. */
const LATER = 400 * 86_400_000 + 5 * 3_600_000 + 7 * 60_000 + 11_013

/** The same world twice, then others that differ from it in one thing. */
const trials = (clock: number, later: number): readonly Trial[] => {
  const same: World = { clock, dice: 'any' }
  const before = () => 'what earlier runs left behind'
  const chance = ({ dice }: Looks) => `chance: Math.random is called${place(dice)}`
  const time = ({ clock }: Looks) => `the clock: it is read${place(clock)}`
  return [
    { world: same, name: '', cause: before, advice: '' },
    { world: same, name: 'the second run', cause: before, advice: LEFT },
    { world: { clock, dice: 'low' }, name: 'with small random numbers it', cause: chance, advice: CHANCE },
    { world: { clock, dice: 'high' }, name: 'with large random numbers it', cause: chance, advice: CHANCE },
    { world: { ...same, clock: clock + later }, name: '400 days later it', cause: time, advice: CLOCK },
  ]
}

const place = (position: Position | undefined): string =>
  position === undefined ? '' : ` at ${showPosition(position)}`

const LEFT =
  'A closure keeps or reads something outside of the pipeline: a global variable, a module with state, a file, crypto.'
const CHANCE = 'Draw from a generator that is seeded by the record or the partition.'
const CLOCK = 'Read the clock once, before the pipeline, and pass it in as a value that a test can fix.'
