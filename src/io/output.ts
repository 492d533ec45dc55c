// An output that is there or is not. Parts are written beside the target; the commit puts the winners in place,
// writes _SUCCESS, brings all to the disk and renames the directory to the target, which is the only visible step:
// a crash before it leaves the target absent, after it complete.

import { chmod, lstat, mkdir, mkdtemp, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { PartitaError } from '../fault.ts'
import { reasonOf } from './io-error.ts'
import { committedName } from './part-file.ts'

export interface Output {
  /** Where tasks write their parts, with `openPart`. */
  readonly dir: string
  /** Takes the file of the winning attempt of each partition; makes the target. No task may write any more. */
  readonly commit: (winners: readonly string[]) => Promise<void>
  /** Removes all that was written unless it was committed. */
  readonly abort: () => Promise<void>
}

/**
 * Makes room for an output beside its target, and the directories above it.
 * @throws PartitaError OUTPUT if the target exists or its directory cannot be written
 */
export const openOutput = async (target: string): Promise<Output> => {
  const path = resolve(target)
  const failing = async <R>(step: () => Promise<R>): Promise<R> => {
    try {
      return await step()
    } catch (cause) {
      throw cause instanceof PartitaError
        ? cause
        : new PartitaError('OUTPUT', `Cannot write ${target}: ${reasonOf(cause)}`, { cause })
    }
  }
  const refuseExisting = async (): Promise<void> => {
    const found = await lstat(path).catch(cause => {
      if (!isMissing(cause)) throw cause
    })
    if (found !== undefined) throw existing(target)
  }

  const room = await failing(async () => {
    await refuseExisting()
    await mkdir(dirname(path), { recursive: true })
    // Hidden, so that a source of the same directory does not read it; mkdtemp makes it private.
    return mkdtemp(join(dirname(path), '.partita-output-'))
  })
  const dir = join(room, ATTEMPTS)
  const abort = (): Promise<void> => failing(() => rm(room, { recursive: true, force: true }))
  const commit = (winners: readonly string[]): Promise<void> =>
    failing(async () => {
      for (const winner of winners)
        await rename(join(dir, basename(winner)), join(room, committedName(basename(winner))))
      await rm(dir, { recursive: true })
      await (await open(join(room, '_SUCCESS'), 'w')).close()
      await chmod(room, 0o777 & ~process.umask())
      await sync(room)
      await refuseExisting()
      await rename(room, path).catch(cause => {
        throw isTaken(cause) ? existing(target) : cause
      })
      await sync(dirname(path))
    })
  await failing(() => mkdir(dir)).catch(async error => {
    await abort()
    throw error
  })
  return { dir, commit, abort }
}

const ATTEMPTS = '_attempts'

const existing = (target: string): PartitaError =>
  new PartitaError('OUTPUT', `${target} exists already, and nothing is written over.`, {
    hint: 'Save to a new path, or remove it first.',
  })

/** A directory is brought to the disk like a file, through a handle. */
const sync = async (directory: string): Promise<void> => {
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const codeOf = (cause: unknown): unknown =>
  cause instanceof Error && 'code' in cause ? cause.code : undefined
const isMissing = (cause: unknown): boolean => codeOf(cause) === 'ENOENT' || codeOf(cause) === 'ENOTDIR'
/** What rename says of a target that somebody made in the meantime. */
const isTaken = (cause: unknown): boolean =>
  ['ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'EISDIR'].includes(String(codeOf(cause)))
