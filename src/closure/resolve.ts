// What travelled by reference: loaded once per thread, and the same object as for everybody else there.

import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import process from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { constants, Script } from 'node:vm'
import { PartitaError } from '../fault.ts'
import { intrinsicAt } from './intrinsics.ts'
import type { ByReference } from './shipment.ts'
import { exportOf } from './task.ts'

const require = createRequire(import.meta.url)

const follow = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((at, key) => (at as Readonly<Record<string, unknown>>)[key], value)

const toUrl = (file: string): string => (file.includes(':/') || file === '' ? file : pathToFileURL(file).href)
const toPath = (file: string): string => (file.startsWith('file:') ? fileURLToPath(file) : file)

/** Node 20 calls the option experimental each time it is used, which is no news to the user. */
const withoutWarning = <R>(run: () => R): R => {
  const { emitWarning } = process
  process.emitWarning = () => {}
  try {
    return run()
  } finally {
    process.emitWarning = emitWarning
  }
}

/** Vite writes the paths of files in a way of its own. */
const known = (specifier: unknown): unknown =>
  typeof specifier === 'string' && specifier.startsWith('/@fs/') ? specifier.slice('/@fs'.length) : specifier

const importers = new Map<string, (specifier: unknown) => Promise<unknown>>()

/** `import()` as the file itself would do it. */
const importerOf = (file: string): ((specifier: unknown) => Promise<unknown>) => {
  const before = importers.get(file)
  if (before !== undefined) return before
  const load = new Script('specifier=>import(specifier)', {
    filename: toPath(file),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  }).runInThisContext() as (specifier: unknown) => Promise<unknown>
  const importer = (specifier: unknown): Promise<unknown> => withoutWarning(() => load(known(specifier)))
  importers.set(file, importer)
  return importer
}

const metaOf = (file: string): object => {
  const url = toUrl(file)
  if (!url.startsWith('file:')) return { url }
  const filename = fileURLToPath(url)
  return {
    url,
    filename,
    dirname: dirname(filename),
    resolve: (specifier: string): string => {
      const found = createRequire(url).resolve(specifier)
      return found.startsWith('/') ? pathToFileURL(found).href : found
    },
  }
}

const resolveNode = async (node: ByReference): Promise<unknown> => {
  switch (node.kind) {
    case 'intrinsic':
      return intrinsicAt(node.path)
    case 'builtin':
      return follow(process.getBuiltinModule(node.name), node.path)
    case 'package':
      return follow(node.format === 'cjs' ? require(node.file) : await import(node.file), node.path)
    case 'imported':
      return follow(await importerOf(node.parent)(node.specifier), node.path)
    case 'namespace':
      return import(toUrl(node.url))
    case 'task':
      return exportOf(await import(node.url), node)
    case 'require':
      return createRequire(node.file)
    case 'meta':
      return metaOf(node.file)
    case 'importer':
      return importerOf(node.file)
  }
}

export const resolve = async (node: ByReference): Promise<unknown> => {
  try {
    return await resolveNode(node)
  } catch (cause) {
    if (cause instanceof PartitaError) throw cause
    const what =
      'file' in node ? node.file : 'url' in node ? node.url : 'specifier' in node ? node.specifier : node.kind
    throw new PartitaError('CLOSURE', `A worker could not load ${what}, which a closure uses.`, { cause })
  }
}
