// A directory cannot be exchanged for another in one step of Node's. So an output that is written over is first moved
// aside, to a name that can be found again: whoever looks for it after a crash between the two steps puts it back.

import { lstat, rename } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { isMissing } from './io-error.ts'

export const asideOf = (path: string): string => join(dirname(path), `.partita-replaced-${basename(path)}`)

/** Puts back what was moved aside at the path, or at a directory on the way to it; whether there was anything. */
export const putBack = async (path: string): Promise<boolean> => {
  for (let at = resolve(path); at !== dirname(at) && !(await exists(at)); at = dirname(at))
    if (await exists(asideOf(at))) {
      await rename(asideOf(at), at)
      return true
    }
  return false
}

export const exists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    cause => {
      if (isMissing(cause)) return false
      throw cause
    },
  )
