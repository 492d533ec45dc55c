// One line that follows the running job or query, from events alone: written over in place on a terminal, gone when all
// has ended.

import { clearLine, cursorTo } from 'node:readline'
import type { Writable } from 'node:stream'
import type { Event, Listener, StageInfo } from '../event.ts'

/** Milliseconds between two paintings. */
const PAUSE = 100

interface Running {
  readonly action: string
  readonly since: number
}

interface RunningJob extends Running {
  total: number
  done: number
  records: number
  bytes: number
}

interface RunningQuery extends Running {
  fraction: number | undefined
  rows: number
}

/** In the order they began; their keys are not the same. */
type All = Map<string, RunningJob | RunningQuery>

/** @param width columns of the terminal */
export const progressLine = (out: Writable, width: () => number): Listener => {
  const all: All = new Map()
  let painted = 0
  let shown = false
  const paint = (text: string): void => {
    clearLine(out, 0)
    cursorTo(out, 0)
    out.write(text.slice(0, width() - 1))
    shown = text !== ''
  }
  return event => {
    follow(all, event)
    if (event.type === 'jobEnded' || event.type === 'queryEnded') {
      if (all.size === 0 && shown) paint('')
      return
    }
    const [first] = all.values()
    if (first === undefined || event.at - painted < PAUSE || event.at - first.since < PAUSE) return
    painted = event.at
    paint(`${lineOf(first)} · ${((event.at - first.since) / 1000).toFixed(1)} s`)
  }
}

const follow = (all: All, event: Event): void => {
  switch (event.type) {
    case 'jobStarted': {
      const { job, action, stages, at } = event
      const total = tasksOf(stages)
      return void all.set(`job ${job}`, { action, since: at, total, done: 0, records: 0, bytes: 0 })
    }
    case 'queryStarted': {
      const { query, action, at } = event
      return void all.set(`query ${query}`, { action, since: at, fraction: undefined, rows: 0 })
    }
    case 'jobEnded':
      return void all.delete(`job ${event.job}`)
    case 'queryEnded':
      return void all.delete(`query ${event.query}`)
    case 'queryProgress': {
      const { query, fraction, rowsIn, rowsOut } = event
      const running = all.get(`query ${query}`)
      return void (running && Object.assign(running, { fraction, rows: Math.max(rowsIn, rowsOut) }))
    }
  }
  if (event.type !== 'jobExtended' && event.type !== 'taskEnded') return
  const job = all.get(`job ${event.job}`) as RunningJob | undefined
  if (job === undefined) return
  if (event.type === 'jobExtended') job.total += tasksOf(event.stages)
  else if (event.metrics !== undefined) {
    job.done++
    job.records += event.metrics.recordsIn
    job.bytes += event.metrics.inputBytes
  }
}

const tasksOf = (stages: readonly StageInfo[]): number => stages.reduce((sum, { tasks }) => sum + tasks, 0)

const lineOf = (running: RunningJob | RunningQuery): string =>
  'total' in running ? jobLine(running) : queryLine(running)

const jobLine = ({ action, total, done, records, bytes }: RunningJob): string => {
  // A task whose output was lost is done twice.
  const fraction = total === 0 ? 1 : Math.min(1, done / total)
  const read = bytes === 0 ? '' : ` · ${(bytes / 2 ** 20).toFixed(0)} MiB`
  return `${action} ${bar(fraction)} ${done}/${total} tasks · ${counted(records)} records${read}`
}

const queryLine = ({ action, fraction, rows }: RunningQuery): string => {
  const how = fraction === undefined ? 'query' : `${bar(fraction)} ${Math.floor(fraction * 100)}%`
  return `${action} ${how}${rows === 0 ? '' : ` · ${counted(rows)} rows`}`
}

const BAR = 20

const bar = (fraction: number): string => {
  const filled = Math.round(BAR * fraction)
  return '█'.repeat(filled) + '░'.repeat(BAR - filled)
}

const counted = (n: number): string => n.toLocaleString('en-US')
