// One line that follows the running job, from events alone: written over in place on a terminal, gone when the job ends.

import { clearLine, cursorTo } from 'node:readline'
import type { Writable } from 'node:stream'
import type { Event, Listener, StageInfo } from '../event.ts'

/** Milliseconds between two paintings. */
const PAUSE = 100

interface Running {
  readonly action: string
  readonly since: number
  total: number
  done: number
  records: number
  bytes: number
}

/** @param width columns of the terminal */
export const progressLine = (out: Writable, width: () => number): Listener => {
  const jobs = new Map<number, Running>()
  let painted = 0
  let shown = false
  const paint = (text: string): void => {
    clearLine(out, 0)
    cursorTo(out, 0)
    out.write(text.slice(0, width() - 1))
    shown = text !== ''
  }
  return event => {
    follow(jobs, event)
    if (event.type === 'jobEnded') {
      if (jobs.size === 0 && shown) paint('')
      return
    }
    const [job] = jobs.values()
    if (job === undefined || event.at - painted < PAUSE || event.at - job.since < PAUSE) return
    painted = event.at
    paint(lineOf(job, event.at))
  }
}

const follow = (jobs: Map<number, Running>, event: Event): void => {
  if (event.type === 'jobStarted') {
    const { job, action, stages, at } = event
    jobs.set(job, { action, total: tasksOf(stages), since: at, done: 0, records: 0, bytes: 0 })
  } else if (event.type === 'jobExtended') {
    const job = jobs.get(event.job)
    if (job !== undefined) job.total += tasksOf(event.stages)
  } else if (event.type === 'jobEnded') jobs.delete(event.job)
  else if (event.type === 'taskEnded' && event.metrics !== undefined) {
    const job = jobs.get(event.job)
    if (job === undefined) return
    job.done++
    job.records += event.metrics.recordsIn
    job.bytes += event.metrics.inputBytes
  }
}

const tasksOf = (stages: readonly StageInfo[]): number => stages.reduce((sum, { tasks }) => sum + tasks, 0)

const BAR = 20

const lineOf = ({ action, total, done, records, bytes, since }: Running, now: number): string => {
  // A task whose output was lost is done twice.
  const filled = total === 0 ? BAR : Math.min(BAR, Math.round((BAR * done) / total))
  const bar = '█'.repeat(filled) + '░'.repeat(BAR - filled)
  const read = bytes === 0 ? '' : ` · ${(bytes / 2 ** 20).toFixed(0)} MiB`
  return `${action} ${bar} ${done}/${total} tasks · ${records.toLocaleString('en-US')} records${read} · ${((now - since) / 1000).toFixed(1)} s`
}
