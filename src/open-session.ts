// The front door, under the roof: reads options and PARTITA_* variables, picks the engine, gives a session.

import { availableParallelism, tmpdir, totalmem } from 'node:os'
import type { Engine } from './engine/engine.ts'
import { PartitaError } from './fault.ts'
import { type Master, parseMaster } from './rdd/master.ts'
import type { Session } from './rdd/session.ts'

/** What `openSession` takes. What is left out comes from its PARTITA_… variable, else from its default. */
export interface SessionOptions {
  /**
   * Where tasks run: `local[*]` (default) on a worker for each core, `local[N]` on N workers, `local[N,F]` with F
   * attempts of a task that throws, `reference` in this thread. PARTITA_MASTER.
   */
  readonly master?: string | undefined
  /** What this program is called. PARTITA_APP_NAME. */
  readonly appName?: string | undefined
  /** Partitions where nothing else decides; default 8, whatever the machine. PARTITA_DEFAULT_PARALLELISM. */
  readonly defaultParallelism?: number | undefined
  /** Files are cut about every so many bytes; default 32 MiB. PARTITA_SPLIT_BYTES. */
  readonly splitBytes?: Size | undefined
  /** Milliseconds that a task may run; default no limit. PARTITA_TASK_TIMEOUT. */
  readonly taskTimeout?: number | undefined
  /** Bytes for all that the session holds; default half of the machine's or container's. PARTITA_MEMORY. */
  readonly memory?: Size | undefined
  /** Bytes of results that one action may bring back; default 1 GiB. PARTITA_MAX_RESULT_BYTES. */
  readonly maxResultBytes?: Size | undefined
  /**
   * Attempts of a task whose function throws, where the master does not say; default 1. Lost workers are always
   * retried. PARTITA_RETRIES.
   */
  readonly retries?: number | undefined
  /**
   * An integer: `sample`, `takeSample` and `randomSplit` draw from it, from their place in the lineage and from the
   * partition's index. Default 0, so that a program draws the same in every run. PARTITA_SEED.
   */
  readonly seed?: number | undefined
  /** A line on stderr that follows the running job or query; default where stderr is a terminal. PARTITA_PROGRESS. */
  readonly progress?: boolean | undefined
  /** Where what does not fit in memory goes; default the system's. PARTITA_TEMP_DIR. */
  readonly tempDir?: string | undefined
}

/** Bytes: a number, or text such as `'64m'` or `'4 GiB'`. */
export type Size = number | string

/**
 * Opens a session; close it when done. Rejects with code ARGUMENT for an option that makes no sense, UNSUPPORTED
 * for a master of another version.
 * @example
 * await using session = await openSession({ master: 'local[4]' })
 * console.log(await session.range(1e6).sum())
 */
export const openSession = async (options: SessionOptions = {}): Promise<Session> => {
  for (const name of Object.keys(options))
    if (!Object.hasOwn(VARIABLES, name))
      throw new PartitaError('ARGUMENT', `openSession has no option ${name}.`, {
        hint: `It has ${Object.keys(VARIABLES).join(', ')}.`,
      })
  const master = parseMaster(text(options, 'master') ?? 'local[*]')
  const settings = {
    appName: text(options, 'appName') ?? 'partita',
    defaultParallelism: size(options, 'defaultParallelism') ?? 8,
    splitBytes: size(options, 'splitBytes') ?? 32 * MEBIBYTE,
    seed: integer(options, 'seed') ?? 0,
  }
  const limits = {
    taskTimeout: size(options, 'taskTimeout'),
    memory: size(options, 'memory') ?? Math.floor(availableMemory() / 2),
    maxResultBytes: size(options, 'maxResultBytes') ?? 1024 * MEBIBYTE,
    tempDir: text(options, 'tempDir') ?? tmpdir(),
    retries: size(options, 'retries'),
  }
  const database = Math.floor(limits.memory / DATABASE_SHARE)
  const engine = await engineOf(master, { ...limits, memory: limits.memory - database })
  // Loaded while the workers start.
  const [{ createSession }, { relationalSession }] = await Promise.all([
    import('./rdd/session.ts'),
    import('./frame/session.ts'),
  ])
  const threads = master.engine === 'local' ? (master.workers ?? availableParallelism()) : 1
  const session = createSession(engine, settings, driver =>
    relationalSession(driver, { ...limits, splitBytes: settings.splitBytes, threads, memory: database }),
  )
  if (flag(options, 'progress') ?? process.stderr.isTTY === true) {
    const { progressLine } = await import('./cli/progress.ts')
    session.subscribe(progressLine(process.stderr, () => process.stderr.columns ?? 80))
  }
  return session
}

interface Limits {
  readonly taskTimeout: number | undefined
  readonly memory: number
  readonly maxResultBytes: number
  readonly tempDir: string
  readonly retries: number | undefined
}

/** Loaded when asked for: a program that uses one engine does not pay for the others. */
const engineOf = async (master: Master, limits: Limits): Promise<Engine> => {
  if (master.engine === 'local') {
    const { localEngine } = await import('./engine/local/engine.ts')
    const { workers = availableParallelism(), maxFailures } = master
    return localEngine({ ...limits, workers, maxFailures: maxFailures ?? limits.retries ?? 1 })
  }
  const [
    { referenceEngine },
    { allowLightDatabase, FILES_SHARE },
    { capture },
    { revive },
    { userPosition },
  ] = await Promise.all([
    import('./engine/reference/engine.ts'),
    import('./io/duckdb/light.ts'),
    import('./closure/capture.ts'),
    import('./closure/revive.ts'),
    import('./closure/position.ts'),
  ])
  allowLightDatabase(Math.floor(limits.memory * FILES_SHARE))
  const freeze = async (roots: readonly unknown[]) => (await revive(capture(roots).graph)).make
  return referenceEngine({
    freeze,
    locate: userPosition,
    columns: {
      toArrow: async (fields, batch) => (await import('./codec/arrow.ts')).toRecordBatch(fields, batch),
      toBatch: async (fields, rows) => (await import('./codec/batch-rows.ts')).batchWriter(fields)(rows),
    },
  })
}

/** Of the session's memory the database has one part in so many, the engine the rest. */
const DATABASE_SHARE = 4

const MEBIBYTE = 2 ** 20

const availableMemory = (): number => {
  const constrained = process.constrainedMemory()
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem()
}

const VARIABLES = {
  master: 'PARTITA_MASTER',
  appName: 'PARTITA_APP_NAME',
  defaultParallelism: 'PARTITA_DEFAULT_PARALLELISM',
  splitBytes: 'PARTITA_SPLIT_BYTES',
  taskTimeout: 'PARTITA_TASK_TIMEOUT',
  memory: 'PARTITA_MEMORY',
  maxResultBytes: 'PARTITA_MAX_RESULT_BYTES',
  retries: 'PARTITA_RETRIES',
  seed: 'PARTITA_SEED',
  progress: 'PARTITA_PROGRESS',
  tempDir: 'PARTITA_TEMP_DIR',
} satisfies Record<keyof SessionOptions, string>

/** A setting and where it was found, for the message; an empty variable counts as unset. */
const lookUp = (options: SessionOptions, name: keyof SessionOptions): readonly [unknown, string] =>
  options[name] === undefined
    ? [process.env[VARIABLES[name]] || undefined, VARIABLES[name]]
    : [options[name], `The option ${name}`]

const text = (options: SessionOptions, name: keyof SessionOptions): string | undefined => {
  const [value, origin] = lookUp(options, name)
  if (value === undefined || typeof value === 'string') return value
  throw new PartitaError('ARGUMENT', `${origin} is a text, not ${String(value)}.`)
}

const flag = (options: SessionOptions, name: keyof SessionOptions): boolean | undefined => {
  const [value, origin] = lookUp(options, name)
  if (value === undefined || typeof value === 'boolean') return value
  if (value === 'true' || value === 'false') return value === 'true'
  throw new PartitaError('ARGUMENT', `${origin} is true or false, not ${String(value)}.`)
}

const integer = (options: SessionOptions, name: keyof SessionOptions): number | undefined => {
  const [value, origin] = lookUp(options, name)
  if (value === undefined) return undefined
  const number = typeof value === 'string' ? Number(value) : value
  if (Number.isSafeInteger(number)) return number as number
  throw new PartitaError('ARGUMENT', `${origin} is an integer, not ${String(value)}.`)
}

const SIZE = /^\s*(\d+)\s*(?:([kmgt])(?:i?b)?)?\s*$/i

const size = (options: SessionOptions, name: keyof SessionOptions): number | undefined => {
  const [value, origin] = lookUp(options, name)
  if (value === undefined) return undefined
  const match = SIZE.exec(String(value))
  const amount =
    match === null ? 0 : Number(match[1]) * 1024 ** ' kmgt'.indexOf((match[2] ?? ' ').toLowerCase())
  if (Number.isSafeInteger(amount) && amount > 0) return amount
  throw new PartitaError('ARGUMENT', `${origin} is a positive integer, not ${String(value)}.`)
}
