// Local sessions whose insides the laws of recovery can reach: a store that forgets or spoils what it holds, and a count
// of what was run.

import type { Event, Session } from 'partita'
import { localEngine } from '../../dist/engine/local/engine.js'
import { createSession } from '../../dist/rdd/session.js'
import { type BlockStore, blockStore } from '../../dist/storage/store.js'

/** A local session over a store of our own, with memory for blocks of `budget` bytes. */
export const sessionOver = (
  budget: number,
  folder: string,
  flawed: (store: BlockStore) => BlockStore = store => store,
): Session => {
  const engine = localEngine({
    workers: 2,
    maxFailures: 1,
    memory: 2 ** 30,
    maxResultBytes: 2 ** 30,
    tempDir: folder,
    store: flawed(blockStore(budget, folder)),
  })
  return createSession(engine, { appName: 'law', defaultParallelism: 8, splitBytes: 2 ** 20, seed: 0 })
}

/** Tasks that succeeded, by the operators of their stage; and all that failed. */
export const countTasks = (session: Session): Record<string, number> => {
  const names = new Map<number, string>()
  const counts: Record<string, number> = { failed: 0 }
  session.subscribe((event: Event) => {
    if (event.type === 'jobStarted' || event.type === 'jobExtended')
      for (const { stage, name } of event.stages) names.set(stage, name)
    if (event.type !== 'taskEnded') return
    const name = event.fault === undefined ? (names.get(event.stage) ?? 'unknown') : 'failed'
    counts[name] = (counts[name] ?? 0) + 1
  })
  return counts
}
