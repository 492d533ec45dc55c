// Node's own modules, by identity: which export of which module a value is.

import { builtinModules } from 'node:module'
import process from 'node:process'

export interface BuiltinExport {
  readonly name: string
  readonly path: readonly string[]
}

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function'

// Naming them prints a deprecation warning.
const OBSOLETE = ['punycode', 'sys']
// What it exports is the running session's own.
const OWN = ['repl']
const offered = new Set(
  builtinModules.filter(name => !name.startsWith('_') && ![...OBSOLETE, ...OWN].includes(name)),
)

const table = new Map<unknown, BuiltinExport>()
let loaded = 0

/** Only modules that the program has loaded: loading others would cost, and warn. */
const update = (): void => {
  const list = (process as unknown as { moduleLoadList: readonly string[] }).moduleLoadList
  for (; loaded < list.length; loaded++) {
    const name = list[loaded]?.replace(/^NativeModule /, '') ?? ''
    if (!offered.has(name)) continue
    const exports: unknown = process.getBuiltinModule(name)
    add(exports, { name, path: [] }, 2)
  }
}

const add = (value: unknown, at: BuiltinExport, depth: number): void => {
  if (!isObject(value) || (table.has(value) && depth < 2)) return
  if (!table.has(value)) table.set(value, at)
  if (depth === 0) return
  for (const [key, { value: next }] of Object.entries(Object.getOwnPropertyDescriptors(value)))
    if (key !== 'prototype') add(next, { name: at.name, path: [...at.path, key] }, depth - 1)
}

/** The export of a module of Node's that this very value is. */
export const builtinExport = (value: unknown): BuiltinExport | undefined => {
  update()
  return table.get(value)
}
