// Folders that must not outlive the process. Lives on the street: the rooms that make such folders remove them, and this
// removes what they cannot when the process exits or is told to by a signal.

import { mkdtempSync, rmSync } from 'node:fs'

const folders = new Set<string>()

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export interface TemporaryFolder {
  readonly path: string
  /** It stays, or is gone already. */
  readonly settle: () => void
}

/** A new folder that goes with the process. Made and noted in one turn: an exit between the two would leave it. */
export const temporaryFolder = (prefix: string): TemporaryFolder => {
  const path = mkdtempSync(prefix)
  if (folders.size === 0) listen()
  folders.add(path)
  const settle = () => {
    if (folders.delete(path) && folders.size === 0) unlisten()
  }
  return { path, settle }
}

/** Only while there is a folder: a listener of a signal keeps it from ending the process. */
const listen = (): void => {
  process.on('exit', removeAll)
  for (const signal of SIGNALS) process.on(signal, onSignal)
}
const unlisten = (): void => {
  process.off('exit', removeAll)
  for (const signal of SIGNALS) process.off(signal, onSignal)
}

/** Whoever listens too decides what becomes of the process; nobody: it ends as if none of us had listened. */
const onSignal = (signal: NodeJS.Signals): void => {
  if (process.listenerCount(signal) > 1) return
  unlisten()
  removeAll()
  process.kill(process.pid, signal)
}

/** A worker may still be writing: what appears while a folder is emptied is removed at the next try. */
const removeAll = (): void => {
  for (const folder of folders)
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 })
    } catch {
      // Nobody is left to be told.
    }
  folders.clear()
}
