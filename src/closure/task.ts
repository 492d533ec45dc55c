// The way past capturing: a function that travels by name alone, and is what its module exports in each worker.

import { fileURLToPath, pathToFileURL } from 'node:url'
import { PartitaError } from '../fault.ts'

export interface TaskReference {
  readonly url: string
  readonly name: string
}

const tasks = new WeakMap<object, TaskReference>()

/** What a function made by `task` stands for. */
export const taskReference = (value: unknown): TaskReference | undefined =>
  typeof value === 'function' ? tasks.get(value) : undefined

const absolute = (url: string | URL): string => {
  const text = String(url)
  if (/^(?:file|data):/.test(text)) return text
  if (/^(?:\/|[A-Za-z]:[\\/])/.test(text)) return pathToFileURL(text).href
  throw new PartitaError('ARGUMENT', `task takes the URL of a module, not ${JSON.stringify(text)}.`, {
    hint: 'Write task(import.meta.url, name).',
  })
}

/** The export of a loaded module; one that was compiled to CommonJS may have it only on `default`. */
export const exportOf = (
  module: Readonly<Record<string, unknown>>,
  { url, name }: TaskReference,
): unknown => {
  const standard = module.default as Readonly<Record<string, unknown>> | undefined
  const found = module[name] ?? standard?.[name]
  if (typeof found === 'function') return found
  throw new PartitaError('CLOSURE', `The module ${url} exports no function ${name}.`, {
    hint: 'Export it under the name that task was given.',
  })
}

/**
 * A function by reference: workers import the module and call what it exports under `name`, so that nothing is captured
 * and the module's state is one for each worker. The module runs there, all of it; a worker loads JavaScript only
 * (TypeScript where Node itself does). The driver loads it as well. Throws a PartitaError of code ARGUMENT for what is no URL of a module.
 *
 * @example session.range(10).map(task<typeof predict>(import.meta.url, 'predict'))
 */
export const task = <F extends (...args: never[]) => unknown = (...args: never[]) => unknown>(
  url: string | URL,
  name: string,
): F => {
  const reference: TaskReference = { url: absolute(url), name }
  let found: ((...args: unknown[]) => unknown) | undefined
  // The driver calls it too, where it merges results. What goes wrong, the workers tell.
  import(reference.url)
    .then(module => {
      found = exportOf(module, reference) as typeof found
    })
    .catch(() => {})
  const call = function (this: unknown, ...args: unknown[]): unknown {
    if (found !== undefined) return found.apply(this, args)
    throw new PartitaError('CLOSURE', `The task ${name} is not loaded in the driver, which calls it here.`, {
      hint: 'Its module waits for this very action: move the function to a module of its own.',
    })
  }
  Object.defineProperty(call, 'name', { value: name })
  tasks.set(call, reference)
  return call as unknown as F
}

/** Whether a worker, which has no loader of its own, can import the module. */
export const workerLoads = ({ url }: TaskReference): boolean =>
  !/\.[cm]?tsx?$/.test(url.startsWith('file:') ? fileURLToPath(url.replace(/[?#].*$/, '')) : '') ||
  (process.features as { readonly typescript?: unknown }).typescript === 'strip' ||
  (process.features as { readonly typescript?: unknown }).typescript === 'transform'
