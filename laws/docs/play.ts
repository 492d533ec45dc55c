// Plays an example in a session and notes what a reader wants to see: partitions before and after, the plan, what ran.

import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Event, Group, PartitaError, type RDD, type Session } from 'partita'
import type { Probe } from './example.ts'
import { shown } from './shown.ts'

export type Records = readonly unknown[]

export interface Played {
  /** The RDDs that the operation is given, each partition's records. */
  readonly before: readonly (readonly Records[])[]
  /** The RDDs that it gives; none for an action. */
  readonly after: readonly (readonly Records[])[]
  /** What the program ends with, where that is no RDD. */
  readonly value: unknown
  readonly printed: readonly string[]
  readonly plan: string
  /** How many stages the operation adds. */
  readonly added: number
  /** The stages that ran from the operation's call on. */
  readonly ran: readonly Stage[]
}

export interface Stage {
  readonly operators: string
  readonly tasks: number
  readonly recordsIn: number
  readonly recordsOut: number
  /** It writes for a shuffle, not for the action. */
  readonly shuffles: boolean
}

type Main = (session: Session, console: Pick<Console, 'log'>, probe: Probe) => Promise<unknown>

const load = async (file: string): Promise<Main> => (await import(pathToFileURL(file).href)).default

/** Files of the program are beside it. */
const within = async <R>(file: string, act: () => Promise<R>): Promise<R> => {
  const before = process.cwd()
  process.chdir(dirname(file))
  try {
    return await act()
  } finally {
    process.chdir(before)
  }
}

export const play = (session: Session, file: string): Promise<Played> =>
  within(file, async () => {
    const main = await load(file)
    const given: RDD<unknown>[] = []
    const printed: string[] = []
    let made: unknown
    let events: Event[] = []
    const end = session.subscribe(event => events.push(event))
    const value = await main(
      session,
      { log: (...words: readonly unknown[]) => printed.push(words.map(shown).join(' ')) },
      {
        given: value => {
          events = []
          given.push(...rddsIn(value))
          return value
        },
        made: value => {
          made = value
          return value
        },
      },
    )
    const outputs = rddsIn(await made)
    for (const rdd of outputs) await rdd.collect()
    end()
    const plans = await Promise.all((outputs.length > 0 ? outputs : given).map(rdd => rdd.explain()))
    const inputs = await Promise.all(given.map(rdd => rdd.explain()))
    return {
      before: await Promise.all(given.map(layout)),
      after: await Promise.all(outputs.map(layout)),
      value: rddsIn(value).length > 0 ? undefined : plain(value),
      printed,
      plan: plans[0] ?? '',
      added: Math.max(0, shufflesIn(plans[0]) - inputs.reduce((sum, plan) => sum + shufflesIn(plan), 0)),
      ran: stagesOf(events),
    }
  })

/** The error that the program ends with; undefined where it ends well. */
export const refused = (session: Session, file: string): Promise<PartitaError | undefined> =>
  within(file, async () => {
    try {
      const same = <V>(value: V): V => value
      const value = await (await load(file))(session, { log: () => {} }, { given: same, made: same })
      for (const rdd of rddsIn(value)) await rdd.collect()
      return undefined
    } catch (error) {
      if (error instanceof PartitaError) return error
      throw error
    }
  })

const isRDD = (x: unknown): x is RDD<unknown> => typeof x === 'object' && x !== null && 'lineage' in x

const rddsIn = (value: unknown): readonly RDD<unknown>[] =>
  (Array.isArray(value) ? value : [value]).filter(isRDD)

const shufflesIn = (plan = ''): number => plan.match(/→ shuffle/g)?.length ?? 0

const layout = async (rdd: RDD<unknown>): Promise<readonly Records[]> =>
  (await rdd.glom().collect()).map(records => records.map(plain))

const plain = (value: unknown): unknown => {
  if (value instanceof Group) return value.toArray().map(plain)
  return Array.isArray(value) ? value.map(plain) : value
}

const stagesOf = (events: readonly Event[]): readonly Stage[] =>
  events.flatMap(event => {
    if (event.type !== 'jobStarted') return []
    const read = new Set(event.stages.flatMap(({ parents }) => parents))
    return event.stages.flatMap(({ stage, name }) => {
      const metrics = events.flatMap(e =>
        e.type === 'taskEnded' && e.job === event.job && e.stage === stage && e.metrics ? [e.metrics] : [],
      )
      const total = (key: 'recordsIn' | 'recordsOut') => metrics.reduce((sum, m) => sum + m[key], 0)
      const [recordsIn, recordsOut] = [total('recordsIn'), total('recordsOut')]
      if (metrics.length === 0) return []
      return [{ operators: name, tasks: metrics.length, recordsIn, recordsOut, shuffles: read.has(stage) }]
    })
  })
