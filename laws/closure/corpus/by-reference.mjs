// A module that workers import themselves: its state is one for each worker.

import { isMainThread } from 'node:worker_threads'

const seen = new Map()

export const double = x => x * 2
export const add = (a, b) => a + b
export const keyed = key => {
  seen.set(key, (seen.get(key) ?? 0) + 1)
  return [key, seen.get(key)]
}
export const thread = () => isMainThread
