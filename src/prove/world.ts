// The clock and the dice of this process, under our hand while something runs.

import { fileURLToPath } from 'node:url'
import { userPosition } from '../closure/position.ts'
import type { Position } from '../fault.ts'

export interface World {
  /** Milliseconds since 1970 at the first look; each look takes one more. */
  readonly clock: number
  /** What numbers the dice begin with: any, all near 0 or all near 1. */
  readonly dice: 'any' | 'low' | 'high'
}

/** Who first looked, where that was user code. */
export interface Looks {
  clock?: Position | undefined
  dice?: Position | undefined
}

let last: Promise<unknown> = Promise.resolve()

/** One at a time: there is one clock for all of the process. */
export const inWorld = <R>(world: World, act: () => Promise<R>): Promise<readonly [R, Looks]> => {
  const turn = last.then(() => alone(world, act))
  last = turn.catch(() => {})
  return turn
}

const alone = async <R>({ clock, dice }: World, act: () => Promise<R>): Promise<readonly [R, Looks]> => {
  const looks: Looks = {}
  let time = clock
  const now = (): number => {
    if (looks.clock === undefined) looks.clock = looker()
    return time++
  }
  const RealDate = Date
  function PerturbedDate(...args: unknown[]): unknown {
    if (new.target === undefined) return new RealDate(now()).toString()
    const type = new.target === PerturbedDate ? RealDate : new.target
    return Reflect.construct(RealDate, args.length === 0 ? [now()] : args, type)
  }
  Object.setPrototypeOf(PerturbedDate, RealDate)
  PerturbedDate.prototype = RealDate.prototype

  const roll = rolling(dice)
  const random = (): number => {
    if (looks.dice === undefined) looks.dice = looker()
    return roll()
  }
  const restore = [
    replace(RealDate, 'now', now),
    replace(globalThis, 'Date', PerturbedDate),
    replace(performance, 'now', () => now() - EPOCH),
    replace(Math, 'random', random),
  ]
  try {
    return [await act(), looks]
  } finally {
    for (const undo of restore) undo()
  }
}

/** So that what a program counts from its own start is moved with the clock. */
const EPOCH = Date.UTC(2020)

const replace = (holder: object, name: string, value: unknown): (() => void) => {
  const original = Object.getOwnPropertyDescriptor(holder, name)
  Object.defineProperty(holder, name, {
    value,
    writable: true,
    configurable: true,
    enumerable: original?.enumerable ?? false,
  })
  return () => {
    if (original === undefined) Reflect.deleteProperty(holder, name)
    else Object.defineProperty(holder, name, original)
  }
}

/** After so many extreme numbers come fair ones, or who waits for another number would wait for ever. */
const EXTREME = 64

const rolling = (dice: World['dice']): (() => number) => {
  let state = 0x9e3779b9
  let rolls = 0
  return () => {
    // mulberry32
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    const fair = ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
    if (dice === 'any' || rolls++ >= EXTREME) return fair
    return dice === 'low' ? fair * 1e-6 : 1 - (1 - fair) * 1e-6
  }
}

// Stacks name the built file, or, where source maps are on, the one it was built from.
const PACKAGE = new URL('../..', import.meta.url)
const OWN = [PACKAGE.href, fileURLToPath(PACKAGE)].flatMap(root => [`${root}dist/`, `${root}src/`])

/** The user code that called one of ours; undefined where partita itself did. */
const looker = (): Position | undefined => {
  const frames = new Error().stack?.split('\n').slice(1) ?? []
  const outside = frames.slice(frames.findIndex(frame => !frame.includes('/prove/world.')))
  return OWN.some(own => outside[0]?.includes(own)) ? undefined : userPosition(outside.join('\n'))
}
