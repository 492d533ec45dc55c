// Lets a few in at a time. A call of DuckDB's holds one of libuv's four threads until it answers; who reads a file
// meanwhile needs one too.

export interface Gate {
  /** Who waits for a turn gives up when `left` rejects, and for its reason. */
  readonly through: <T>(call: () => Promise<T>, left?: Promise<never>) => Promise<T>
}

export const openGate = (width: number): Gate => {
  let free = width
  const waiting: (() => void)[] = []
  const leave = (): void => {
    const next = waiting.shift()
    if (next === undefined) free++
    else next()
  }
  const turn = async (left: Promise<never> | undefined): Promise<void> => {
    if (free > 0) {
      free--
      return
    }
    let mine = (): void => {}
    const called = new Promise<void>(resolve => {
      mine = resolve
      waiting.push(resolve)
    })
    try {
      await (left === undefined ? called : Promise.race([called, left]))
    } catch (reason) {
      const place = waiting.indexOf(mine)
      if (place >= 0) waiting.splice(place, 1)
      else leave()
      throw reason
    }
  }
  return {
    through: async (call, left) => {
      await turn(left)
      try {
        return await call()
      } finally {
        leave()
      }
    },
  }
}
