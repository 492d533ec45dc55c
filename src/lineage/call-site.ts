// Where the user called an operation. Taken when the operation is called, formatted only when somebody looks:
// V8 captures a stack in about a microsecond and formats it in tens.

import { fileURLToPath } from 'node:url'
import type { Position } from '../fault.ts'

export interface CallSite {
  /** The first frame outside partita; undefined where there is none. */
  readonly position: Position | undefined
}

export const NO_CALL_SITE: CallSite = Object.freeze({ position: undefined })

export const callSiteHere = (): CallSite => {
  const holder = new Error()
  return {
    get position() {
      return firstUserFrame(holder.stack ?? '')
    },
  }
}

const FRAME = /(?:\(|at (?:async )?)((?:file:\/\/)?[^()\s][^()]*?):(\d+):(\d+)\)?$/

const firstUserFrame = (stack: string): Position | undefined => {
  for (const line of stack.split('\n').slice(1)) {
    const match = FRAME.exec(line)
    if (match === null) continue
    const [, url, row, column] = match
    if (url === undefined || url.startsWith('node:') || isLibrary(url)) continue
    return { file: url.replace(/^file:\/\//, ''), line: Number(row), column: Number(column) }
  }
  return undefined
}

// Stacks name the built file, or, where source maps are on, the one it was built from.
const PACKAGE = new URL('../..', import.meta.url)
const LIBRARY = [PACKAGE.href, fileURLToPath(PACKAGE)].flatMap(root => [`${root}dist/`, `${root}src/`])

const isLibrary = (url: string): boolean =>
  LIBRARY.some(folder => url.startsWith(folder)) && !/\.(test|law)\.[cm]?[jt]s$/.test(url)
