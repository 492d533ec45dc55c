// A function of a partition as it is in a worker: revived from what travels, given records as they are decoded, its
// result read by a loop of its own, since V8 shares feedback by text.

import { Script } from 'node:vm'
import { capture } from '../closure/capture.ts'
import { revive } from '../closure/revive.ts'
import { decode, encode } from '../codec/codec.ts'
import type { TaskInfo } from '../lineage/task-info.ts'
import type { Records } from '../rdd/shape.ts'
import type { Turn } from './rounds.ts'

type Op = (elements: IterableIterator<unknown>, task: TaskInfo) => Records<unknown>
type Drain = (made: Iterable<unknown> | AsyncIterable<unknown>) => number | Promise<number>

export interface Contender {
  /** What it gives, and its first turns: they warm it up. */
  readonly records: () => Promise<readonly unknown[]>
  readonly turn: Turn
  /** Calls of one turn; its time is that of one call. */
  readonly calls: () => number
}

/** A turn lasts at least this long, in milliseconds, or the clock is too coarse. */
const TURN = 5

/** @throws PartitaError CLOSURE where the function cannot travel */
export const contender = async (op: unknown, input: Uint8Array): Promise<Contender> => {
  const { make } = await revive(capture([op]).graph)
  const fresh = () => make()[0] as Op
  const drain = drainer()
  let calls = 1
  // Records that it leaves as they were serve it again.
  let records = decode(input)
  let mutates = false

  const call = async (f: Op): Promise<void> => {
    const made = await f(records[Symbol.iterator](), TASK)
    const read = drain(made)
    if (typeof read !== 'number') await read
  }
  const turn = async (): Promise<number> => {
    const fs = Array.from({ length: calls }, fresh)
    let millis = 0
    for (const f of fs) {
      if (mutates) records = decode(input)
      const started = performance.now()
      await call(f)
      millis += performance.now() - started
    }
    return millis / calls
  }

  return {
    records: async () => {
      const made: unknown[] = []
      for await (const record of await fresh()(records[Symbol.iterator](), TASK)) made.push(record)
      const copies = decode(encode(made))
      mutates = Buffer.compare(encode(records), input) !== 0
      const millis = await turn()
      if (millis < TURN) calls = Math.ceil(TURN / Math.max(millis, 1e-3))
      return copies
    },
    turn,
    calls: () => calls,
  }
}

const TASK: TaskInfo = Object.freeze({
  partition: 0,
  numPartitions: 1,
  attempt: 0,
  signal: new AbortController().signal,
})

let drains = 0
const drainer = (): Drain =>
  new Script(
    `(function (made) { 'use strict';
  let n = 0;
  if (typeof made[Symbol.iterator] !== 'function')
    return (async () => { for await (const _ of made) n++; return n; })();
  for (const _ of made) n++;
  return n;
})`,
    { filename: `partita:bench/${drains++}` },
  ).runInThisContext()
