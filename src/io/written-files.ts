// Files that somebody else wrote for an output, brought to the disk.

import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Their paths below the directory, sorted. */
export const writtenFiles = async (directory: string): Promise<readonly string[]> => {
  const files: string[] = []
  for (const entry of await readdir(directory, { withFileTypes: true }))
    if (entry.isDirectory())
      for (const file of await writtenFiles(join(directory, entry.name))) files.push(join(entry.name, file))
    else {
      const handle = await open(join(directory, entry.name), 'r')
      await handle.sync().finally(() => handle.close())
      files.push(entry.name)
    }
  return files.sort()
}
