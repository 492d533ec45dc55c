// Where a pipeline is played: an engine under its own name, with a fresh session over it for each run, whose default
// number of partitions is the input's and which remembers the lineage of its last job.

import type { Engine } from '../engine/engine.ts'
import { PartitaError } from '../fault.ts'
import type { Lineage } from '../lineage/lineage.ts'
import { openSession } from '../open-session.ts'
import { DRIVER_ONLY } from '../rdd/driver-only.ts'
import type { RDD } from '../rdd/rdd.ts'
import { createSession, type Session } from '../rdd/session.ts'
import { fromPartitions, type Parts } from './partitioned.ts'

/** What is being proved. */
export type Build<A> = (input: RDD<A>, session: Session) => unknown

export interface Place {
  /** As in `master`. */
  readonly name: string
  readonly engine: Engine
}

export type Outcome =
  | { readonly value: unknown; readonly isRDD: boolean; readonly lineage: Lineage | undefined }
  | { readonly error: unknown; readonly lineage: Lineage | undefined }

export const placeOf = (session: Session, name?: string): Place => {
  const { engine } = session.emptyRDD().driver
  return { name: name ?? engine.name, engine }
}

/** Does `act` with a place for each master, and closes their sessions. */
export const withPlaces = async <R>(
  masters: readonly string[],
  act: (places: readonly Place[]) => Promise<R>,
): Promise<R> => {
  const sessions: Session[] = []
  try {
    for (const master of masters) sessions.push(await openSession({ master, progress: false }))
    return await act(sessions.map((session, i) => placeOf(session, masters[i])))
  } finally {
    await Promise.all(sessions.map(session => session.close()))
  }
}

export const play = async <A>({ engine }: Place, parts: Parts<A>, build: Build<A>): Promise<Outcome> => {
  let lineage: Lineage | undefined
  const recording: Engine = {
    ...engine,
    run: job => {
      lineage = job.lineage
      return engine.run(job)
    },
    subscribe: () => () => {},
    close: async () => {},
  }
  const session = createSession(recording, {
    appName: 'laws',
    defaultParallelism: parts.length,
    splitBytes: 2 ** 25,
    seed: 0,
  })
  try {
    const built = await build(fromPartitions(session, parts), session)
    const value = isRDD(built) ? await built.collect() : built
    if (value !== undefined) return { value, isRDD: isRDD(built), lineage }
  } catch (error) {
    return { error, lineage }
  }
  throw new PartitaError('ARGUMENT', 'The pipeline gives undefined, so that there is nothing to compare.', {
    hint: 'Return the RDD, or the promise of an action that has a result.',
  })
}

const isRDD = (x: unknown): x is RDD<unknown> =>
  typeof x === 'object' && x !== null && DRIVER_ONLY in x && 'lineage' in x
