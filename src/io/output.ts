// An output that is there or is not. Parts are written beside the target; the commit puts the winners in place,
// writes _SUCCESS, brings all to the disk and renames the directory to the target, which is the only visible step:
// a crash before it leaves the target absent, after it complete.

import { chmod, mkdir, open, rename, rm, rmdir, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { PartitaError } from '../fault.ts'
import { temporaryFolder } from '../temporary.ts'
import { asideOf, exists, putBack } from './aside.ts'
import { codeOf, reasonOf } from './io-error.ts'
import { committedName } from './part-file.ts'
import { exchange, isWithin, standingAt } from './replace.ts'

export interface Output {
  /** Where tasks write their parts, with `openPart`. */
  readonly dir: string
  /**
   * Takes the file of the winning attempt of each partition, by its path below `dir`, and further files by name, with
   * their text; makes the target. No task may write any more.
   */
  readonly commit: (winners: readonly string[], beside?: ReadonlyMap<string, string>) => Promise<void>
  /** Removes all that was written unless it was committed. */
  readonly abort: () => Promise<void>
}

export interface Overwriting {
  /** Replace what an earlier save left at the target; default false. */
  readonly overwrite?: boolean | undefined
  /** Add files to a directory that stands there; a crash leaves some of them, each complete. Default false. */
  readonly append?: boolean | undefined
  /** The paths of the sources that are read meanwhile: they are not replaced. */
  readonly reads?: readonly string[] | undefined
}

/**
 * Makes room for an output beside its target, and the directories above it.
 * @throws PartitaError OUTPUT if the target exists and may not be replaced, or its directory cannot be written
 */
export const openOutput = async (
  target: string,
  { overwrite = false, append = false, reads = [] }: Overwriting = {},
): Promise<Output> => {
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
  let appends = false
  const standing = await failing(async () => {
    if (!(await exists(path)) && !(await putBack(path))) return undefined
    if (append) appends = await isDirectory(path, target)
    if (append) return undefined
    if (!overwrite) throw existing(target)
    return standingAt(path, reads)
  })
  /** What was moved aside, now or by a program that died. */
  let old = standing && asideOf(path)
  const dropOld = async (): Promise<void> => {
    if (old !== undefined && (await exists(path))) await rm(old, { recursive: true, force: true })
    old = undefined
  }

  /** The first of the directories above it that were not there. */
  let made: string | undefined
  const { path: room, settle } = await failing(async () => {
    await dropOld()
    made = await mkdir(dirname(path), { recursive: true })
    try {
      // Hidden, so that a source of the same directory does not read it; mkdtemp makes it private.
      return temporaryFolder(join(dirname(path), '.partita-output-'))
    } catch (error) {
      await removeEmpty(dirname(path), made)
      throw error
    }
  })
  const dir = join(room, ATTEMPTS)
  const abort = (): Promise<void> =>
    failing(async () => {
      // A task that nobody waits for any more may still write a file while the others go.
      await rm(room, { recursive: true, force: true, maxRetries: 8, retryDelay: 25 })
      settle()
      await removeEmpty(dirname(path), made)
      await dropOld()
    })
  const commit: Output['commit'] = (winners, beside = new Map()) =>
    failing(async () => {
      if (appends) {
        await addFiles(dir, path, winners)
        await rm(room, { recursive: true })
        return settle()
      }
      await moveFiles(dir, room, winners)
      await rm(dir, { recursive: true })
      for (const [name, text] of beside) await writeSynced(join(room, name), text)
      await (await open(join(room, '_SUCCESS'), 'w')).close()
      await chmod(room, 0o777 & ~process.umask())
      await sync(room)
      if (standing !== undefined) old = exchange(room, standing)
      else if (await exists(path)) throw existing(target)
      else
        await rename(room, path).catch(cause => {
          throw saysTaken(cause) ? existing(target) : cause
        })
      settle()
      await sync(dirname(path))
      await dropOld()
    })
  await failing(() => mkdir(dir)).catch(async error => {
    await abort()
    throw error
  })
  return { dir, commit, abort }
}

const ATTEMPTS = '_attempts'

const isDirectory = async (path: string, target: string): Promise<true> => {
  if ((await stat(path)).isDirectory()) return true
  throw new PartitaError('OUTPUT', `${target} is no directory that files could be added to.`, {
    hint: 'Save to a new path.',
  })
}

/** Files to their places, which may be in directories of directories; the directories that got some. */
const moveFiles = async (
  from: string,
  to: string,
  files: readonly string[],
): Promise<ReadonlySet<string>> => {
  const directories = new Set<string>()
  for (const file of files) {
    const place = join(to, committedName(file))
    if (!directories.has(dirname(place))) await mkdir(dirname(place), { recursive: true })
    directories.add(dirname(place))
    await rename(join(from, file), place)
  }
  return directories
}

/** Each of them is there at once and complete; that all are is said last. */
const addFiles = async (from: string, to: string, files: readonly string[]): Promise<void> => {
  for (const directory of await moveFiles(from, to, files))
    for (let at = directory; isWithin(at, to); at = dirname(at)) await sync(at)
  await (await open(join(to, '_SUCCESS'), 'a')).close()
  await sync(to)
}

/** Directories from `below` up to `top`, unless somebody has put something there. */
const removeEmpty = async (below: string, top: string | undefined): Promise<void> => {
  if (top === undefined) return
  try {
    for (let at = below; isWithin(at, top); at = dirname(at)) await rmdir(at)
  } catch {
    // They stay.
  }
}

const existing = (target: string): PartitaError =>
  new PartitaError('OUTPUT', `${target} exists already, and nothing is written over.`, {
    hint: 'Save to a new path, or ask for overwrite.',
  })

const writeSynced = async (file: string, text: string): Promise<void> => {
  const handle = await open(file, 'w')
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A directory is brought to the disk like a file, through a handle. */
const sync = async (directory: string): Promise<void> => {
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** What rename says of a target that somebody made in the meantime. */
const saysTaken = (cause: unknown): boolean =>
  ['ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'EISDIR'].includes(String(codeOf(cause)))
