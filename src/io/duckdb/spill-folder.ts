// Where a database spills: a folder of its own. Two that spill into one take each other's files for their own, and crash.

import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '../../temporary.ts'

export interface SpillFolder {
  readonly path: string
  readonly remove: () => Promise<void>
}

/** Gone with the process, at the latest. */
export const spillFolder = (tempDir: string): SpillFolder => {
  try {
    const { path, settle } = temporaryFolder(join(tempDir, 'partita-'))
    const remove = async () => {
      await rm(path, { recursive: true, force: true })
      settle()
    }
    return { path, remove }
  } catch {
    // Most queries spill nothing: those that do tell what is wrong with it.
    return { path: join(tempDir, 'partita-spill'), remove: async () => {} }
  }
}
