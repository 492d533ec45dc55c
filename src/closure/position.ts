// Where in the user's own files an error was thrown. Code that travelled says so in its stack frames: their file is
// `partita:` and the script's URL, so that no other source map support takes them for its own, and none is used twice.

import { dirname, sep } from 'node:path'
import process from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Position } from '../fault.ts'
import { beforeRewriting } from './rewrite.ts'
import { type Fn, factsOf } from './scope.ts'
import { originalPosition } from './source-map.ts'

const SCHEME = 'partita:'

/** The file that revived code names in its stacks; `rewritten` when its text was changed on the way. */
export const shippedFile = (url: string, rewritten?: number): string =>
  rewritten === undefined ? `${SCHEME}${url}` : `${SCHEME}${rewritten}:${url}`

/** Where a function is in the user's source. */
export const originOf = (fn: Fn): Position | undefined => {
  const { script, line, column } = factsOf(fn)
  return script === undefined ? undefined : originalPosition(script.url, line + 1, column + 1)
}

/** Where a place in a stack is in the user's source. All from 1. */
export const mapPosition = ({ file, line, column }: Position): Position => {
  if (file.startsWith(SCHEME)) {
    const [, id, url = ''] = /^partita:(?:(\d+):)?(.*)$/s.exec(file) ?? []
    if (id === undefined) return originalPosition(url, line, column)
    const at = beforeRewriting(Number(id), { line: line - 1, column: column - 1 })
    return originalPosition(url, at.line + 1, at.column + 1)
  }
  // With its own source maps on, Node has mapped the stacks of this process already.
  if (process.sourceMapsEnabled) return { file: toPath(file), line, column }
  return originalPosition(file.includes('://') ? file : pathToFileURL(file).href, line, column)
}

const toPath = (file: string): string => (file.startsWith('file:') ? fileURLToPath(file) : file)

const FRAME = /^\s+at (?:.*? \()?(?:async )?((?:partita:|file:|\/|[A-Za-z]:[\\/]).*?):(\d+):(\d+)\)?$/

const own = dirname(dirname(fileURLToPath(import.meta.url))) + sep

const isUser = (file: string): boolean =>
  file.startsWith(SCHEME) ||
  (!/[\\/]node_modules[\\/]/.test(file) && (!toPath(file).startsWith(own) || /\.test\.[jt]s$/.test(file)))

/** The first frame of a stack that is user code, in the user's source. */
export const userPosition = (stack: string): Position | undefined => {
  for (const text of stack.split('\n')) {
    const [, file, line, column] = FRAME.exec(text) ?? []
    if (file !== undefined && isUser(file))
      return mapPosition({ file, line: Number(line), column: Number(column) })
  }
  return undefined
}

/** The stack with each frame of travelled code where the user wrote it. */
export const mapStack = (stack: string): string =>
  stack.replace(
    /(partita:[^\n()]*?):(\d+):(\d+)(?=\)?$)/gm,
    (_, file: string, line: string, column: string) => {
      const at = mapPosition({ file, line: Number(line), column: Number(column) })
      return `${at.file}:${at.line}:${at.column}`
    },
  )
