// What a worker asks of the driver besides tasks: permits of limits that all workers share, and that no process of its
// own outlives it.

import type { Permits } from '../../lineage/permits.ts'
import type { Asked, ToWorker } from '../../worker/program.ts'

export interface Asks {
  readonly answer: (asked: Asked) => void
  /** The worker is gone: what it held is free, what it started ends. */
  readonly end: () => void
}

export const asksOf = (permits: Permits, send: (head: ToWorker) => void): Asks => {
  const gives = new Map<number, () => void>()
  const processes = new Set<number>()
  return {
    answer: asked => {
      switch (asked.type) {
        case 'ask': {
          const { permit, limit, most } = asked
          gives.set(
            permit,
            permits.ask(limit, most, () => send({ type: 'granted', permit })),
          )
          return
        }
        case 'give':
          gives.get(asked.permit)?.()
          gives.delete(asked.permit)
          return
        case 'process':
          if (asked.runs) processes.add(asked.pid)
          else processes.delete(asked.pid)
      }
    },
    end: () => {
      for (const give of gives.values()) give()
      gives.clear()
      for (const pid of processes) kill(pid)
      processes.clear()
    },
  }
}

const kill = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself.
  }
}
