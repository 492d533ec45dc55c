import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { test } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import type { Event } from '../event.ts'
import { progressLine } from './progress.ts'

/** What stood on the line, time by time. */
const shown = (events: readonly Event[]): readonly string[] => {
  const written: string[] = []
  const out = new Writable({
    write: (text, _, done) => {
      written.push(String(text))
      done()
    },
  })
  const listen = progressLine(out, () => 80)
  for (const event of events) listen(event)
  return written
    .map(text => stripVTControlCharacters(text))
    .filter((text, i) => text !== '' || i === written.length - 1)
}

const progress = { type: 'queryProgress', query: 1, rowsIn: 1_500_000, rowsOut: 3 } as const

test('a query is followed: how far it is, as soon as that is known', () => {
  const lines = shown([
    { type: 'queryStarted', query: 1, action: 'collect', at: 0 },
    { ...progress, rowsIn: 0, rowsOut: 0, at: 300 },
    { ...progress, fraction: 0.5, at: 600 },
    { type: 'queryEnded', query: 1, rowsOut: 3, at: 700 },
  ])
  assert.deepEqual(lines, [
    'collect query · 0.3 s',
    'collect ██████████░░░░░░░░░░ 50% · 1,500,000 rows · 0.6 s',
    '',
  ])
})

test('of several the first is shown until it ends; what is short is not shown', () => {
  const stage = { stage: 0, name: 'range', tasks: 2, parents: [] }
  const lines = shown([
    { type: 'queryStarted', query: 1, action: 'write.csv', at: 0 },
    { type: 'jobStarted', job: 1, action: 'count', stages: [stage], at: 10 },
    { ...progress, at: 250 },
    { type: 'queryEnded', query: 1, rowsOut: 0, at: 260 },
    { type: 'stageStarted', job: 1, stage: 0, tasks: 2, at: 400 },
    { type: 'jobEnded', job: 1, at: 500 },
    { type: 'queryStarted', query: 2, action: 'show', at: 1000 },
    { type: 'queryEnded', query: 2, rowsOut: 20, at: 1050 },
  ])
  assert.deepEqual(lines, [
    'write.csv query · 1,500,000 rows · 0.3 s',
    'count ░░░░░░░░░░░░░░░░░░░░ 0/2 tasks · 0 records · 0.4 s',
    '',
  ])
})
