// Where the user called an operation. Taken when the operation is called, formatted only when somebody looks:
// V8 captures a stack in about a microsecond and formats it in tens.

import { fileURLToPath } from 'node:url'
import type { Position } from '../fault.ts'

export interface CallSite {
  /** The first frame outside partita; undefined where there is none. */
  readonly position: Position | undefined
  /** All of them, as V8 writes them. */
  readonly frames: readonly string[]
}

export const NO_CALL_SITE: CallSite = Object.freeze({ position: undefined, frames: [] })

export const callSiteHere = (): CallSite => {
  const holder = new Error()
  return {
    get position() {
      for (const line of userFrames(holder.stack)) {
        const position = positionIn(line)
        if (position !== undefined) return position
      }
      return undefined
    },
    get frames() {
      return [...userFrames(holder.stack)]
    },
  }
}

function* userFrames(stack = ''): Generator<string, void, undefined> {
  for (const line of stack.split('\n').slice(1)) {
    const url = FRAME.exec(line)?.[1]
    if (url !== undefined && !url.startsWith('node:') && !isLibrary(url)) yield line
  }
}

const FRAME = /(?:\(|at (?:async )?)((?:file:\/\/)?[^()\s][^()]*?):(\d+):(\d+)\)?$/

const positionIn = (frame: string): Position | undefined => {
  const [, url, row, column] = FRAME.exec(frame) ?? []
  return url === undefined
    ? undefined
    : { file: url.replace(/^file:\/\//, ''), line: Number(row), column: Number(column) }
}

// Stacks name the built file, or, where source maps are on, the one it was built from.
const PACKAGE = new URL('../..', import.meta.url)
const LIBRARY = [PACKAGE.href, fileURLToPath(PACKAGE)].flatMap(root => [`${root}dist/`, `${root}src/`])

const isLibrary = (url: string): boolean =>
  LIBRARY.some(folder => url.startsWith(folder)) && !/\.(test|law)\.[cm]?[jt]s$/.test(url)
