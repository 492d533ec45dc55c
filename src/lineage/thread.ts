// What the thread that a task runs in does for it beyond computing. Workers and the reference engine provide it.

import { PartitaError } from '../fault.ts'
import { permits } from './permits.ts'

/** A command for `pipe`. */
export interface PipeSpec {
  readonly command: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string | undefined
  /** Ends each element, on the way in and on the way out. */
  readonly separator: string
}

export interface Thread {
  /** Waits for a permit of a limit that all executors share; gives what returns it. */
  readonly permit: (limit: number, most: number) => Promise<() => void>
  /** What the command writes when it is given the elements. */
  readonly pipe: (spec: PipeSpec, elements: Iterable<unknown>, signal: AbortSignal) => AsyncIterable<unknown>
}

const own = permits()

let thread: Thread = {
  permit: (limit, most) =>
    new Promise(resolve => {
      const give = own.ask(limit, most, () => queueMicrotask(() => resolve(give)))
    }),
  pipe: () => {
    throw new PartitaError('UNSUPPORTED', 'No command can be run here.')
  },
}

export const provideThread = (offered: Partial<Thread>): void => {
  thread = { ...thread, ...offered }
}

export const thisThread = (): Thread => thread
