// Where the time went: the figures of each stage, folded from events.

import type { Event, Listener } from '../event.ts'

/** One stage of one job, in a shape that `console.table` shows well. */
export interface StageProfile {
  readonly job: number
  readonly stage: number
  readonly operators: string
  /** Tasks that succeeded. */
  readonly tasks: number
  readonly failedTasks: number
  readonly recordsIn: number
  readonly recordsOut: number
  /** Rows of files that did not fit and were left out (`onBadRow: 'drop'`). */
  readonly recordsRejected: number
  /** Read from sources and shuffles, in MiB of encoded bytes. */
  readonly mebibytesIn: number
  /** Written to shuffles and results, in MiB of encoded bytes. */
  readonly mebibytesOut: number
  /** From the stage's start to its end, or to its latest task. */
  readonly seconds: number
}

const KEPT = 1000
const MEBIBYTE = 2 ** 20

interface Entry extends StageProfile {
  readonly since: number
}

export interface Profiler {
  readonly listen: Listener
  readonly stages: () => readonly StageProfile[]
}

export const profiler = (): Profiler => {
  const entries = new Map<string, Entry>()
  const listen = (event: Event): void => {
    if (event.type === 'jobStarted' || event.type === 'jobExtended') {
      for (const { stage, name } of event.stages)
        entries.set(`${event.job}/${stage}`, begun(event.job, stage, name, event.at))
      for (const key of entries.keys()) if (entries.size > KEPT) entries.delete(key)
    }
    if (event.type !== 'stageStarted' && event.type !== 'stageEnded' && event.type !== 'taskEnded') return
    const key = `${event.job}/${event.stage}`
    const entry = entries.get(key)
    if (entry !== undefined) entries.set(key, after(entry, event))
  }
  const stages = () =>
    Object.freeze(
      [...entries.values()]
        // A stage whose output was still there did not run.
        .filter(({ tasks, failedTasks }) => tasks + failedTasks > 0)
        .map(({ since: _, ...figures }) => Object.freeze(rounded(figures))),
    )
  return { listen, stages }
}

/** To what a person reads: hundredths of a MiB. */
const rounded = (profile: StageProfile): StageProfile => ({
  ...profile,
  mebibytesIn: Math.round(profile.mebibytesIn * 100) / 100,
  mebibytesOut: Math.round(profile.mebibytesOut * 100) / 100,
})

const begun = (job: number, stage: number, operators: string, since: number): Entry => ({
  job,
  stage,
  operators,
  tasks: 0,
  failedTasks: 0,
  recordsIn: 0,
  recordsOut: 0,
  recordsRejected: 0,
  mebibytesIn: 0,
  mebibytesOut: 0,
  seconds: 0,
  since,
})

type StageEvent = Extract<Event, { type: 'stageStarted' | 'stageEnded' | 'taskEnded' }>

const after = (entry: Entry, event: StageEvent): Entry => {
  if (event.type === 'stageStarted') return { ...entry, since: event.at }
  const seconds = (event.at - entry.since) / 1000
  if (event.type === 'stageEnded') return { ...entry, seconds }
  const { metrics } = event
  if (metrics === undefined) return { ...entry, seconds, failedTasks: entry.failedTasks + 1 }
  return {
    ...entry,
    seconds,
    tasks: entry.tasks + 1,
    recordsIn: entry.recordsIn + metrics.recordsIn,
    recordsOut: entry.recordsOut + metrics.recordsOut,
    recordsRejected: entry.recordsRejected + metrics.recordsRejected,
    mebibytesIn: entry.mebibytesIn + (metrics.inputBytes + metrics.shuffleReadBytes) / MEBIBYTE,
    mebibytesOut: entry.mebibytesOut + (metrics.shuffleWriteBytes + metrics.resultBytes) / MEBIBYTE,
  }
}
