// `partita run`: the user's file in a Node process of its own, TypeScript or not, its session's defaults in PARTITA_*
// variables.

import { spawn } from 'node:child_process'
import { availableParallelism, constants } from 'node:os'

export interface RunOptions {
  readonly master?: string | undefined
  readonly memory?: string | undefined
  readonly retries?: string | undefined
  readonly conf?: readonly string[] | undefined
  readonly quiet?: boolean | undefined
}

/** The exit code of the script. */
export const run = (script: string, options: RunOptions, args: readonly string[]): Promise<number> =>
  new Promise((resolve, reject) => {
    // tsx's own entry by its place: the user's project need not have it.
    const loader = import.meta.resolve('tsx')
    const child = spawn(process.execPath, ['--import', loader, script, ...args], {
      stdio: 'inherit',
      env: { UV_THREADPOOL_SIZE, ...process.env, ...settings(options) },
    })
    const pass = (signal: NodeJS.Signals) => child.kill(signal)
    process.on('SIGINT', pass)
    process.on('SIGTERM', pass)
    child.on('error', reject)
    child.on('close', (code, signal) =>
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
    )
  })

/** Each worker's DuckDB holds a thread of Node's pool while it is at work, and files are read by that pool, too. */
const UV_THREADPOOL_SIZE = String(availableParallelism() + 4)

const settings = ({ master, memory, retries, conf = [], quiet }: RunOptions): Record<string, string> => ({
  ...(master === undefined ? {} : { PARTITA_MASTER: master }),
  ...(memory === undefined ? {} : { PARTITA_MEMORY: memory }),
  ...(retries === undefined ? {} : { PARTITA_RETRIES: retries }),
  ...(quiet === true ? { PARTITA_PROGRESS: 'false' } : {}),
  ...Object.fromEntries(
    conf.map(setting => {
      const [key, ...value] = setting.split('=')
      return [variable(key!), value.join('=')]
    }),
  ),
})

/** splitBytes → PARTITA_SPLIT_BYTES */
const variable = (option: string): string => `PARTITA_${option.replace(/[A-Z]/g, '_$&').toUpperCase()}`
