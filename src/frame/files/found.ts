// The files that a read means, and the columns that the directories above them give.

import { relative, resolve } from 'node:path'
import { filesBelow } from '../../io/paths.ts'
import type { InputFile } from '../../io/split.ts'
import type { Field } from '../../lineage/data-type.ts'
import { failure } from '../../rdd/call.ts'
import type { Files } from '../plan/plan.ts'

export interface Found {
  readonly files: readonly InputFile[]
  /** The columns that directories named `key=value` give. */
  readonly keys: readonly Key[]
}

export interface Key {
  readonly name: string
  /** As it stands in the path, and as the database calls it: with escapes. */
  readonly raw: string
}

/** In the order of the paths, those of a directory sorted at each level. */
export const found = async (node: Files, end: string): Promise<Found> => {
  const files: InputFile[] = []
  let keys: readonly string[] | undefined
  for (const path of node.paths)
    for (const file of await filesBelow([path], end)) {
      const own = keysBelow(rootOf(path), file.file)
      if (keys !== undefined && own.join('/') !== keys.join('/'))
        throw failure(
          node,
          'DATA',
          `finds ${shown(own)} in the directories of ${file.file}, and ${shown(keys)} in those of ${files[0]!.file}.`,
          { hint: 'Read them as frames of their own.' },
        )
      keys = own
      files.push(file)
    }
  return { files, keys: (keys ?? []).map(raw => ({ raw, name: unescaped(raw) })) }
}

/** The directory below which the names of directories count. */
const rootOf = (path: string): string => {
  const segments = path.split('/')
  const pattern = segments.findIndex(segment => /[*?[\]{}()!]/.test(segment))
  if (pattern < 0) return resolve(path)
  return pattern === 1 && segments[0] === '' ? '/' : resolve(segments.slice(0, pattern).join('/'))
}

const KEY = /^([^=]+)=/

const keysBelow = (root: string, file: string): readonly string[] =>
  relative(root, file)
    .split('/')
    .slice(0, -1)
    .flatMap(name => KEY.exec(name)?.[1] ?? [])

const unescaped = (raw: string): string => {
  try {
    return decodeURIComponent(raw)
  } catch {
    return raw
  }
}

const shown = (keys: readonly string[]): string =>
  keys.length === 0 ? 'no columns' : `the columns ${keys.join(', ')}`

/** What an empty input is, where the user has said. */
export const declaredFields = (node: Files): readonly Field[] => {
  if (node.fields !== undefined) return node.fields
  throw failure(node, 'PLAN', `finds no file in ${node.paths.join(', ')} that could tell the columns.`, {
    hint: 'Declare them: { schema: schema({ … }) }.',
  })
}
