// Elements through a command of the operating system: written to its standard input as it reads them, what it writes read
// as it is wanted, so that neither side is ever in memory as a whole. Never a shell.

import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { PartitaError } from '../fault.ts'
import type { PipeSpec } from '../lineage/thread.ts'

/** Characters that are written at once. */
const CHUNK = 65_536
/** Bytes of the standard error that a failure tells. */
const TAIL = 2048

/**
 * `started` hears of the process, and what it returns of its end. Throws TASK_FAILED for another status than 0, with the
 * tail of its standard error; IO where it cannot be started; DATA for an element that is no single line.
 */
export async function* piped(
  spec: PipeSpec,
  elements: Iterable<unknown>,
  signal: AbortSignal,
  started: (pid: number) => () => void = () => () => {},
): AsyncGenerator<string, void, undefined> {
  const child = start(spec)
  const ended = endOf(child)
  const tail = tailOf(child.stderr)
  if (child.pid !== undefined) void ended.then(started(child.pid))
  const kill = (): void => void child.kill('SIGKILL')
  signal.addEventListener('abort', kill)
  if (signal.aborted) kill()
  let upstream: { readonly error: unknown } | undefined
  const written = write(child.stdin, elements, spec).catch(error => {
    upstream = { error }
    kill()
  })
  let finished = false
  try {
    yield* pieces(child.stdout, spec)
    await written
    const end = await ended
    finished = true
    if (upstream !== undefined) throw upstream.error
    if (signal.aborted)
      throw new PartitaError('CANCELLED', 'The command was stopped.', { cause: signal.reason })
    refuse(spec, end, tail())
  } finally {
    if (!finished) kill()
    signal.removeEventListener('abort', kill)
  }
}

interface End {
  readonly error?: Error
  readonly status?: number | null
  readonly signal?: string | null
}

const start = ({ command, env, cwd }: PipeSpec): ChildProcessWithoutNullStreams => {
  const [file, ...args] = command
  try {
    return spawn(file!, args, { cwd, env: { ...process.env, ...env }, stdio: 'pipe', windowsHide: true })
  } catch (cause) {
    throw notStarted(command, cause as Error)
  }
}

const endOf = (child: ChildProcess): Promise<End> =>
  new Promise(resolve => {
    child.once('error', error => resolve({ error }))
    child.once('close', (status, signal) => resolve({ status, signal }))
  })

const refuse = ({ command }: PipeSpec, { error, status, signal }: End, tail: string): void => {
  if (error !== undefined) throw notStarted(command, error)
  if (status === 0) return
  const how = status === null ? `was killed by ${signal}` : `ended with status ${status}`
  throw new PartitaError(
    'TASK_FAILED',
    `The command ${command.join(' ')} ${how}${tail === '' ? '.' : `: ${tail}`}`,
  )
}

const notStarted = (command: readonly string[], cause: Error): PartitaError =>
  new PartitaError('IO', `The command ${command.join(' ')} cannot be started: ${cause.message}.`, {
    cause,
    hint: 'Is it installed on every machine, and its cwd a directory?',
  })

const tailOf = (errors: Readable): (() => string) => {
  let tail = Buffer.alloc(0)
  errors.on('data', (chunk: Buffer) => {
    tail = Buffer.concat([tail, chunk]).subarray(-TAIL)
  })
  return () => tail.toString('utf8').trim()
}

const write = async (
  stdin: Writable,
  elements: Iterable<unknown>,
  { separator }: PipeSpec,
): Promise<void> => {
  // A command may end, or close its input, before it has read all; its status says whether that was meant.
  stdin.on('error', () => {})
  let text = ''
  let index = 0
  for (const element of elements) {
    text += lineOf(element, separator, index++) + separator
    if (text.length < CHUNK) continue
    if (stdin.destroyed) return
    if (!stdin.write(text)) await drained(stdin)
    text = ''
  }
  stdin.end(text)
}

const drained = (stdin: Writable): Promise<void> =>
  new Promise(resolve => {
    stdin.once('drain', resolve)
    stdin.once('close', resolve)
  })

const lineOf = (element: unknown, separator: string, recordIndex: number): string => {
  const kind = typeof element
  if (kind !== 'string' && kind !== 'number' && kind !== 'bigint' && kind !== 'boolean')
    throw new PartitaError(
      'DATA',
      `pipe takes texts, numbers and booleans, not ${element === null ? 'null' : `a ${kind}`}.`,
      {
        recordIndex,
        hint: 'map them to text first.',
      },
    )
  const line = String(element)
  if (line.includes(separator))
    throw new PartitaError('DATA', 'pipe cannot send an element that holds the separator: it would be two.', {
      recordIndex,
      hint: "Choose another separator, such as '\\0'.",
    })
  return line
}

/** What stands between separators; after the last one only if there is something. */
async function* pieces(stdout: Readable, { command, separator }: PipeSpec) {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const decoded = (bytes?: Buffer): string => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined })
    } catch (cause) {
      throw new PartitaError('DATA', `What ${command[0]} writes is not UTF-8.`, { cause })
    }
  }
  let rest = ''
  for await (const chunk of stdout) {
    const parts = (rest + decoded(chunk as Buffer)).split(separator)
    rest = parts.pop()!
    yield* parts
  }
  rest += decoded()
  if (rest !== '') yield rest
}
