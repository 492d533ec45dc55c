// How many calls of DuckDB's are under way in a worker, and whether it may begin more: two words of shared memory. A
// worker that is terminated while one is takes the whole process with it, so whoever ends it waits for none to be.

const CALLS = 0
const HALTED = 1

export type UnderWay = Int32Array<SharedArrayBuffer>

export const underWay = (): UnderWay => new Int32Array(new SharedArrayBuffer(8))

/** Counts a call, from before it begins until its answer is here. */
export const counted = async <T>(words: UnderWay | undefined, call: () => Promise<T>): Promise<T> => {
  if (words === undefined) return await call()
  Atomics.add(words, CALLS, 1)
  try {
    if (Atomics.load(words, HALTED) !== 0) throw new Error('INTERRUPT Error: this worker ends.')
    return await call()
  } finally {
    Atomics.sub(words, CALLS, 1)
  }
}

/** From now on none begins. */
export const haltCalls = (words: UnderWay): void => {
  Atomics.store(words, HALTED, 1)
}

export const callsUnderWay = (words: UnderWay): boolean => Atomics.load(words, CALLS) > 0
