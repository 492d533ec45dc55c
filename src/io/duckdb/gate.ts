// Lets a few in at a time. A call of DuckDB's holds one of libuv's four threads until it answers; who reads a file
// meanwhile needs one too.

export interface Gate {
  readonly through: <T>(call: () => Promise<T>) => Promise<T>
}

export const openGate = (width: number): Gate => {
  let free = width
  const waiting: (() => void)[] = []
  return {
    through: async call => {
      if (free > 0) free--
      else await new Promise<void>(resolve => waiting.push(resolve))
      try {
        return await call()
      } finally {
        const next = waiting.shift()
        if (next === undefined) free++
        else next()
      }
    },
  }
}
