// The laws that users ask of their own code, on fast-check: a pipeline has one result, a combiner is lawful, nothing
// depends on clock or chance. Stands above the session, since it opens some; never part of a run.
// Guarded by laws/prove: planted mistakes are found and told legibly, correct pipelines pass.

import fc from 'fast-check'
import { openSession } from '../open-session.ts'
import { type Call, calling, failure as refusal } from '../rdd/call.ts'
import { checkFunction, checkOptions } from '../rdd/check.ts'
import type { RDD } from '../rdd/rdd.ts'
import type { Session } from '../rdd/session.ts'
import type { Collected } from '../rdd/shape.ts'
import { prove, type Runs } from './counterexample.ts'
import { agreement, disagreement, failure, modelDisagrees } from './disagreement.ts'
import { type Extent, partitioned } from './partitioned.ts'
import { type Build, type Place, placeOf, play, withPlaces } from './place.ts'
import { type Equals, sameValue } from './same.ts'
import { type Case, type Played, settingsOf } from './setting.ts'

/** What the same result means: of B, a record of the RDD or the value of the action; of R, the whole result. */
export interface Comparison<A, B, R> extends Extent {
  /** Whether the order of an RDD's records counts. Default `multiset`: it does not. The value of an action is one value. */
  readonly compare?: 'multiset' | 'ordered' | undefined
  /**
   * Whether the records may come `any` way round, as they do from files or a shuffle elsewhere, or only as `given`.
   * Default: `given` where `compare` is `ordered`, else `any`.
   */
  readonly arrival?: 'any' | 'given' | undefined
  /** Default: by value and structure, numbers to the last bit. See `upToRounding`. */
  readonly equals?: Equals<B> | undefined
  /** What the result should be, by plain code over all records. */
  readonly model?: ((records: readonly A[]) => R | Promise<R>) | undefined
}

export interface PipelineOptions<A, B, R> extends Comparison<A, B, R>, Runs {
  /** Default both. */
  readonly engines?: readonly ('reference' | 'local')[] | undefined
  /** Numbers of workers of the local engine; default [1, 2]. */
  readonly workers?: readonly number[] | undefined
}

export interface PropertyOptions<A, B, R> extends Comparison<A, B, R> {
  /** Where to run: sessions of yours, which stay open. Default: the reference engine. */
  readonly sessions?: readonly Session[] | undefined
}

type ToRDD<A, B> = (input: RDD<A>, session: Session) => RDD<B> | Promise<RDD<B>>
type ToValue<A, B> = (input: RDD<A>, session: Session) => Promise<B>

/**
 * Proves that a pipeline has one result, however its input is cut into partitions, in whatever order records arrive,
 * on every engine and number of workers. `build` gets the input, with a session for what else it needs, and returns
 * an RDD or the promise of an action. Rejects with code LAW, a shrunk counterexample and its lineage; a pipeline
 * that fails breaks the law too (`minLength: 1` spares a `reduce` the empty input).
 * @example
 * await checkPipeline(fc.tuple(fc.string(), fc.integer()), r => r.reduceByKey((a, b) => Math.max(a, b)))
 */
export function checkPipeline<A, B>(
  element: fc.Arbitrary<A>,
  build: ToRDD<A, B>,
  options?: PipelineOptions<A, Collected<B>, readonly Collected<B>[]>,
): Promise<void>
export function checkPipeline<A, B>(
  element: fc.Arbitrary<A>,
  build: ToValue<A, B>,
  options?: PipelineOptions<A, B, B>,
): Promise<void>
export async function checkPipeline<A, R>(
  element: fc.Arbitrary<A>,
  build: Build<A>,
  options: PipelineOptions<A, never, R> = {},
): Promise<void> {
  const call = calling('checkPipeline')
  checkFunction(call, build)
  checkOptions(call, options)
  const { compare, arrival, equals, model, partitions, minLength, maxLength, engines, workers, ...runs } =
    options
  const comparison = { compare, arrival, equals, model, partitions, minLength, maxLength }
  await withPlaces(mastersOf(call, engines, workers), places =>
    prove(
      call,
      property(async () => places, element, build, comparison),
      runs,
    ),
  )
}

/**
 * `checkPipeline` as a property, for `fc.assert`, on sessions that you open and close.
 * @example await fc.assert(pipelineProperty(fc.nat(), r => r.map(n => n * 2), { sessions: [session] }))
 */
export function pipelineProperty<A, B>(
  element: fc.Arbitrary<A>,
  build: ToRDD<A, B>,
  options?: PropertyOptions<A, Collected<B>, readonly Collected<B>[]>,
): fc.IAsyncPropertyWithHooks<[Case<A>]>
export function pipelineProperty<A, B>(
  element: fc.Arbitrary<A>,
  build: ToValue<A, B>,
  options?: PropertyOptions<A, B, B>,
): fc.IAsyncPropertyWithHooks<[Case<A>]>
export function pipelineProperty<A, R>(
  element: fc.Arbitrary<A>,
  build: Build<A>,
  { sessions, ...comparison }: PropertyOptions<A, never, R> = {},
): fc.IAsyncPropertyWithHooks<[Case<A>]> {
  checkFunction(calling('pipelineProperty'), build)
  let places: Promise<readonly Place[]> | undefined
  const open = async () => (sessions ?? [await openSession({ master: 'reference' })]).map(s => placeOf(s))
  return property(() => (places ??= open()), element, build, comparison)
}

const mastersOf = (
  call: Call,
  engines: readonly string[] = ['reference', 'local'],
  workers: readonly number[] = [1, 2],
): readonly string[] => {
  const masters = engines.flatMap(engine => (engine === 'local' ? workers.map(n => `local[${n}]`) : [engine]))
  if (masters.length === 0) throw refusal(call, 'ARGUMENT', 'needs an engine to run on.')
  return masters
}

const property = <A, R>(
  open: () => Promise<readonly Place[]>,
  element: fc.Arbitrary<A>,
  build: Build<A>,
  { compare = 'multiset', arrival, equals = sameValue, model, ...extent }: Comparison<A, never, R>,
): fc.IAsyncPropertyWithHooks<[Case<A>]> => {
  const ordered = compare === 'ordered'
  const anyOrder = (arrival ?? (ordered ? 'given' : 'any')) === 'any'
  const agree = agreement(equals as Equals<unknown>, ordered)
  const cases = partitioned(fc.tuple(element, anyOrder ? fc.nat(9) : fc.constant(0)), extent)
  return fc.asyncProperty(cases, async input => {
    let last: Played<A> | undefined
    for (const setting of settingsOf(await open(), input)) {
      const played = { ...setting, outcome: await play(setting.place, setting.parts, build) }
      const { outcome } = played
      if ('error' in outcome) throw failure(played, outcome.error)
      if (last !== undefined && !agree(last.outcome, outcome))
        throw await disagreement(last, played, build, agree)
      if (last === undefined && model !== undefined) {
        const value = await model(setting.parts.flat())
        if (!agree(outcome, { ...outcome, value })) throw modelDisagrees(played, value)
      }
      last = played
    }
  })
}
