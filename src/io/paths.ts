// From what the user wrote to the files that are meant, in a fixed order. Runs on the driver when an action starts.

import { type Stats, statSync } from 'node:fs'
import { access, constants, readdir, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { PartitaError } from '../fault.ts'
import { putBack } from './aside.ts'
import { isHidden } from './hidden.ts'
import { ioError, isMissing } from './io-error.ts'
import type { InputFile } from './split.ts'

/** The files of each path in turn; those of a directory or a pattern are sorted by code unit. */
export const filesOf = async (paths: readonly string[]): Promise<readonly InputFile[]> => {
  const files: InputFile[] = []
  for (const path of paths) files.push(...(await filesOfPath(path)))
  return files
}

const filesOfPath = async (path: string, known?: Stats): Promise<readonly InputFile[]> => {
  const file = resolve(path)
  const found = known ?? statOf(file) ?? ((await restored(file)) ? statOf(file) : undefined)
  if (found?.isDirectory()) return filesOfDirectory(file)
  if (found !== undefined) return [await inputFile(file, found)]
  // tinyglobby is loaded only where there may be a pattern.
  const { isPattern, matchesOf } = await import('./glob-files.ts')
  if (!isPattern(path)) throw await missing(path, file)
  const matches = await matchesOf(path)
  if (matches.length === 0) {
    throw new PartitaError('IO', `No file matches ${path}.`, {
      hint: 'Names that start with _ or . are skipped unless the pattern names them; directories do not match.',
    })
  }
  return Promise.all(matches.map(match => inputFile(match)))
}

const filesOfDirectory = async (directory: string): Promise<readonly InputFile[]> => {
  const names = await readdir(directory).catch(cause => {
    throw ioError(`Cannot list ${directory}`, cause)
  })
  const shown = names.filter(name => !isHidden(name)).sort()
  return Promise.all(shown.map(name => inputFile(join(directory, name))))
}

/** The files of each path in turn; of a directory those below it at any depth whose name ends so. */
export const filesBelow = async (paths: readonly string[], end: string): Promise<readonly InputFile[]> => {
  const files: InputFile[] = []
  for (const path of paths) {
    const found = statOf(resolve(path))
    files.push(
      ...(found?.isDirectory() ? await filesOfTree(resolve(path), end) : await filesOfPath(path, found)),
    )
  }
  return files
}

const filesOfTree = async (directory: string, end: string): Promise<readonly InputFile[]> => {
  const entries = await readdir(directory, { withFileTypes: true }).catch(cause => {
    throw ioError(`Cannot list ${directory}`, cause)
  })
  const files: InputFile[] = []
  for (const entry of entries
    .filter(({ name }) => !isHidden(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1)))
    if (entry.isDirectory()) files.push(...(await filesOfTree(join(directory, entry.name), end)))
    else if (entry.name.endsWith(end)) files.push(await inputFile(join(directory, entry.name)))
  return files
}

/** `known` is what `stat` said of it just now. */
export const inputFile = async (file: string, known?: Stats): Promise<InputFile> => {
  try {
    const found = known ?? (await stat(file))
    if (!found.isFile()) {
      throw new PartitaError('IO', `${file} is not a regular file.`, {
        hint: found.isDirectory()
          ? 'Directories within a directory are read by a pattern: dir/**/*.'
          : undefined,
      })
    }
    await access(file, constants.R_OK)
    return { file, size: found.size, modified: found.mtimeMs }
  } catch (cause) {
    throw cause instanceof PartitaError ? cause : ioError(`Cannot read ${file}`, cause)
  }
}

/** Whether a crash had moved it aside. */
const restored = (file: string): Promise<boolean> =>
  putBack(file).catch(cause => {
    throw ioError(`Cannot read ${file}`, cause)
  })

/** Sooner done than handed to another thread, and there are as many as the user wrote paths. */
const statOf = (file: string): Stats | undefined => {
  try {
    return statSync(file)
  } catch (cause) {
    if (isMissing(cause)) return undefined
    throw ioError(`Cannot read ${file}`, cause)
  }
}

const missing = async (path: string, file: string): Promise<PartitaError> => {
  let nearest = dirname(file)
  while (nearest !== dirname(nearest) && statOf(nearest) === undefined) nearest = dirname(nearest)
  const hint =
    nearest === dirname(file)
      ? `The directory ${nearest} exists and holds no ${basename(file)}.`
      : `The nearest directory that exists is ${nearest}.`
  return new PartitaError('IO', `There is no file ${path}.`, { hint })
}
