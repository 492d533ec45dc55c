// Evaluates a partition of a program: from the leaf through fused loops, and iterators where the user asked for them
// (`mapPartitions`), into the sink. Awaits only between loops, never per record.

import { PartitaError } from '../fault.ts'
import type { TaskInfo } from '../lineage/task-info.ts'
import { located } from './faults.ts'
import type { Feed } from './feed.ts'
import type { Bound, Ends, LoopOut } from './loaded.ts'
import { LONGEST_LOOP } from './loop.ts'
import type { Site, Step } from './program.ts'
import type { PlacedStep } from './resolve.ts'

export interface Sink extends Ends {
  readonly out: LoopOut
  readonly site: Site
}

export interface Evaluation {
  readonly bound: Bound
  readonly info: (partition: number, numPartitions: number) => TaskInfo
  /** Records that entered from the leaf. */
  readonly count: (records: number) => void
}

const counts = (): LoopOut => ({ recordsIn: 0, recordsOut: 0 })

/** Runs all records of the feed through the steps into the sink. */
export const drain = async (
  evaluation: Evaluation,
  feed: Feed,
  steps: readonly PlacedStep[],
  sink: Sink,
): Promise<void> => {
  const entering = counts()
  const last = await throughPartitions(evaluation, feed, steps, false, entering)
  const before = sink.out.recordsIn
  const { entry, units } = last.feed
  const loop = evaluation.bound.loop(entry, last.steps, sink, [
    last.feed.site,
    ...last.steps.map(step => step.site),
    sink.site,
  ])
  if (entry === 'asyncIterable' || entry === 'iterable') await loop(units, sink.out)
  else if (Symbol.iterator in units)
    for (const unit of guarded(units, last.feed.site)) {
      const waiting = loop(unit, sink.out)
      if (waiting !== undefined) await waiting
      if (sink.out.full === true) break
    }
  else
    for await (const unit of guardedLater(units, last.feed.site)) {
      await loop(unit, sink.out)
      if (sink.out.full === true) break
    }
  evaluation.count(last.feed === feed ? sink.out.recordsIn - before : entering.recordsIn)
}

/** The records of the feed behind the steps, pulled one by one. */
export const pull = async (
  evaluation: Evaluation,
  feed: Feed,
  steps: readonly PlacedStep[],
): Promise<Iterable<unknown>> => {
  const last = await throughPartitions(evaluation, feed, steps, true, counts())
  return iterate(evaluation, last.feed, last.steps, counts())
}

/** Applies everything up to the last `mapPartitions`; what is left fits one loop. `entering` counts what goes in. */
const throughPartitions = async (
  evaluation: Evaluation,
  first: Feed,
  steps: readonly PlacedStep[],
  sync: boolean,
  entering: LoopOut,
): Promise<{ readonly feed: Feed; readonly steps: readonly Step[] }> => {
  const lastCut = steps.findLastIndex(({ step }) => step.op === 'mapPartitions')
  const inOneLoop = !sync && lastCut < 0 && steps.length <= LONGEST_LOOP
  let feed = (inOneLoop ? undefined : await first.gather?.()) ?? first
  let run: Step[] = []
  const entered = () => (feed === first ? entering : counts())
  for (const [index, { step, partition }] of steps.entries()) {
    if (step.op === 'mapPartitions') {
      const made = await callPartitions(
        evaluation,
        step,
        iterate(evaluation, feed, run, entered()),
        partition,
      )
      feed = await asFeed(made, step.site, sync || index < lastCut)
      run = []
    } else if (run.push(step) > LONGEST_LOOP) {
      feed = {
        entry: 'iterable',
        units: iterate(evaluation, feed, run.slice(0, -1), entered()),
        site: step.site,
      }
      run = [step]
    }
  }
  return { feed, steps: run }
}

const iterate = (
  evaluation: Evaluation,
  { entry, units, site }: Feed,
  steps: readonly Step[],
  out: LoopOut,
): Iterable<unknown> => {
  if (entry === 'iterable' && steps.length === 0) return units as Iterable<unknown>
  const loop = evaluation.bound.loop(entry, steps, { exit: 'yield', lasting: true }, [
    site,
    ...steps.map(step => step.site),
    site,
  ])
  return loop(units, out) as Iterable<unknown>
}

const callPartitions = async (
  { bound, info }: Evaluation,
  step: Step,
  input: Iterable<unknown>,
  partition: number,
): Promise<unknown> => {
  try {
    return await bound.fn(step.f)(input, info(partition, step.of))
  } catch (error) {
    throw located(error, step.site)
  }
}

const asFeed = async (made: unknown, site: Site, sync: boolean): Promise<Feed> => {
  if (typeof made === 'object' && made !== null) {
    if (Symbol.iterator in made) return { entry: 'iterable', units: made as Iterable<unknown>, site }
    if (Symbol.asyncIterator in made) {
      const units = made as AsyncIterable<unknown>
      if (!sync) return { entry: 'asyncIterable', units, site }
      return { entry: 'batch', units: [await gather(units, site)], site }
    }
  }
  throw new PartitaError('TASK_FAILED', `The function given to ${site.operator} returned no iterable.`, {
    operator: site.operator,
    callSite: site.at,
    hint: 'Return an array, or write it as a generator: function* (records) { … yield … }.',
  })
}

const gather = async (records: AsyncIterable<unknown>, site: Site): Promise<unknown[]> => {
  const all: unknown[] = []
  try {
    for await (const record of records) all.push(record)
  } catch (error) {
    throw located(error, site, all.length)
  }
  return all
}

async function* guardedLater(
  units: AsyncIterable<unknown>,
  site: Site,
): AsyncGenerator<unknown, void, undefined> {
  try {
    yield* units
  } catch (error) {
    throw located(error, site)
  }
}

/** What a source throws while it is read is the source's. */
function* guarded(units: Iterable<unknown>, site: Site): Generator<unknown, void, undefined> {
  try {
    yield* units
  } catch (error) {
    throw located(error, site)
  }
}
