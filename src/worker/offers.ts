// What this worker's thread does for its tasks: permits come from the driver, processes are told to it.

import { provideThread } from '../lineage/thread.ts'
import type { FromWorker } from './program.ts'

/** Gives what is called when a permit is granted. */
export const offering = (send: (head: FromWorker) => void): ((permit: number) => void) => {
  const waiting = new Map<number, () => void>()
  let last = 0
  provideThread({
    permit: (limit, most) =>
      new Promise(resolve => {
        const permit = ++last
        waiting.set(permit, () => resolve(() => send({ type: 'give', permit })))
        send({ type: 'ask', permit, limit, most })
      }),
    pipe: async function* (spec, elements, signal) {
      const { piped } = await import('../io/pipe.ts')
      yield* piped(spec, elements, signal, pid => {
        send({ type: 'process', pid, runs: true })
        return () => send({ type: 'process', pid, runs: false })
      })
    },
  })
  return permit => {
    waiting.get(permit)?.()
    waiting.delete(permit)
  }
}
