// Writing over an output: what may be replaced, and how.

import { lstatSync, renameSync, type Stats } from 'node:fs'
import { lstat, readdir, realpath } from 'node:fs/promises'
import { basename, join, sep } from 'node:path'
import { PartitaError } from '../fault.ts'
import { asideOf } from './aside.ts'
import { isHidden } from './hidden.ts'
import { codeOf } from './io-error.ts'
import { filesBelow } from './paths.ts'

/** An output that stands where another shall be, as it was when the save began. */
export interface Standing {
  readonly path: string
  readonly identity: string | undefined
}

/**
 * What stands at `path`, where it may be replaced.
 * @param reads the paths of the sources that the save reads
 * @throws PartitaError OUTPUT for all that no save wrote, for what is being read, and for the working directory
 */
export const standingAt = async (path: string, reads: readonly string[]): Promise<Standing> => {
  const refuse = (why: string, hint: string): never => {
    throw new PartitaError('OUTPUT', `${path} is not written over: ${why}.`, { hint })
  }
  const found = await lstat(path)
  if (!found.isDirectory()) return refuse('it is no directory', 'Save to a new path, or remove it first.')
  const foreign = await foreignIn(path)
  if (foreign !== undefined)
    refuse(
      `it holds ${foreign}, and no save wrote that`,
      'Only what a save wrote is replaced: part files and _SUCCESS. Remove it yourself if you mean to.',
    )
  const real = await realpath(path)
  if (isWithin(await realpath('.'), real)) refuse('the program runs in it', 'Save to a path of its own.')
  for (const file of await readFiles(reads))
    if (isWithin(await realpath(file), real))
      refuse(`its ${basename(file)} is being read`, 'Save to a new path, then replace the old one.')
  return { path, identity: identityOf(found) }
}

/** What is missing among them is told by the job. */
const readFiles = async (paths: readonly string[]): Promise<readonly string[]> => {
  const files = await Promise.all(paths.map(path => filesBelow([path], '').catch(() => [])))
  return files.flat().map(({ file }) => file)
}

export const isWithin = (path: string, directory: string): boolean =>
  path === directory || path.startsWith(directory.endsWith(sep) ? directory : directory + sep)

const PART = /^part-\d{5,}[^/]*$/
const PARTITION = /^[^=]+=/

/** The path, below `directory`, of what no save writes; a complete output and an empty directory have none. */
const foreignIn = async (directory: string): Promise<string | undefined> => {
  const entries = await readdir(directory, { withFileTypes: true })
  if (entries.length > 0 && !entries.some(({ name }) => name === SUCCESS)) return entries[0]!.name
  return foreignAmong(directory, '', entries)
}

const SUCCESS = '_SUCCESS'

type Entries = readonly { readonly name: string; isFile(): boolean; isDirectory(): boolean }[]

const foreignAmong = async (root: string, below: string, entries: Entries): Promise<string | undefined> => {
  for (const entry of entries) {
    const path = join(below, entry.name)
    if (entry.isFile() && (PART.test(entry.name) || isMark(entry.name))) continue
    if (!entry.isDirectory() || !PARTITION.test(entry.name)) return path
    const inner = await foreignAmong(root, path, await readdir(join(root, path), { withFileTypes: true }))
    if (inner !== undefined) return inner
  }
  return undefined
}

/** Hadoop writes `.part-00000.crc` beside a part. */
const isMark = (name: string): boolean => name === SUCCESS || (isHidden(name) && name.endsWith('.crc'))

/** A rename leaves all of this as it is; another directory at the same path, or another content, does not. */
const identityOf = (found: Stats | undefined): string | undefined =>
  found && `${found.dev} ${found.ino} ${found.mtimeMs}`
const identityAt = (path: string): string | undefined =>
  identityOf(lstatSync(path, { throwIfNoEntry: false }))

const TRIES = 10

/**
 * Puts `room` in the place of what stands there, between two turns of the event loop; where the old one is now. A
 * standing output that changed in the meantime stays.
 */
export const exchange = (room: string, { path, identity }: Standing): string => {
  const aside = asideOf(path)
  for (let tries = 1; ; tries++) {
    if (identityAt(path) !== identity) throw changed(path)
    renameSync(path, aside)
    try {
      if (identityAt(aside) !== identity) throw changed(path)
      renameSync(room, path)
      return aside
    } catch (cause) {
      // A reader in another process took this moment for a crash and put the old one back.
      if (codeOf(cause) === 'ENOTEMPTY' && tries < TRIES) continue
      renameSync(aside, path)
      throw cause
    }
  }
}

const changed = (path: string): PartitaError =>
  new PartitaError('OUTPUT', `${path} has changed since the save began, and stays as it is.`, {
    hint: 'Another program, or another job of this one, wrote to it.',
  })
