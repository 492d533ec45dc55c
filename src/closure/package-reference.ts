// Code of packages travels by reference: the file that was really loaded and the path from its exports. Found by
// identity only, never by a name that a worker would have to resolve again.

import { createRequire } from 'node:module'
import { dirname } from 'node:path/posix'
import { fileURLToPath } from 'node:url'
import { types } from 'node:util'
import { bindingsOf } from './module-bindings.ts'
import { type Fn, factsOf, scopes } from './scope.ts'

export interface PackageExport {
  readonly format: 'esm' | 'cjs'
  readonly file: string
  readonly path: readonly string[]
}

/** This package's own built files: `dist/`, wherever it is installed, linked or developed. */
const ownRoot = import.meta.url.endsWith('.js') ? `${dirname(dirname(import.meta.url))}/` : undefined

/** Whether the file of a script belongs to a package rather than to the user. */
export const isPackageUrl = (url: string): boolean =>
  url.includes('/node_modules/') || (ownRoot !== undefined && url.startsWith(ownRoot))

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function'

const { cache } = createRequire(import.meta.url)
const exported = new Map<unknown, PackageExport>()
const seen = new WeakSet<NodeModule>()
let size = -1

const add = (value: unknown, file: string, path: readonly string[], depth: number): void => {
  if (!isObject(value) || exported.has(value)) return
  exported.set(value, { format: 'cjs', file, path })
  if (depth === 0) return
  for (const [key, { value: next }] of Object.entries(Object.getOwnPropertyDescriptors(value)))
    if (key !== 'prototype') add(next, file, [...path, key], depth - 1)
}

const update = (): void => {
  const files = Object.keys(cache)
  if (files.length === size) return
  size = files.length
  for (const file of files) {
    const module = cache[file]
    if (module === undefined || !module.loaded || seen.has(module)) continue
    seen.add(module)
    // Only what a package exports; an intrinsic that it passes on was found before.
    if (file.includes('node_modules')) add(module.exports, file, [], 2)
  }
}

/** The export of a loaded CommonJS package that this very value is. */
export const commonJsExport = (value: unknown): PackageExport | undefined => {
  update()
  return exported.get(value)
}

/** The `exports` of a user's CommonJS file, as long as it is in the module cache. */
export const localExports = (url: string): unknown => {
  if (!url.startsWith('file:')) return undefined
  return cache[fileURLToPath(url)]?.exports
}

const namespaces = new WeakMap<object, { readonly file: string | undefined }>()

const fileOf = (namespace: object): string | undefined => {
  const values = namespace as Readonly<Record<string, unknown>>
  const keys = Object.keys(namespace)
  for (const key of keys) {
    const value = values[key]
    if (typeof value !== 'function' || types.isProxy(value)) continue
    const { script, scriptId } = factsOf(value)
    if (script?.module !== true || !isPackageUrl(script.url)) continue
    const { names } = bindingsOf(scriptId)
    const found = names?.size === keys.length && keys.every(each => names.has(each)) && esmExport(value)
    if (found && values[found.path[0] ?? ''] === value) return found.file
  }
  return undefined
}

/** The file of a package's ES module whose namespace this is, told by a function that it exports. */
export const namespaceFile = (namespace: object): string | undefined => {
  const known = namespaces.get(namespace)
  if (known !== undefined) return known.file
  const file = fileOf(namespace)
  namespaces.set(namespace, { file })
  return file
}

/** The export of an ES module package that this very function is, seen in its own module's scope. */
export const esmExport = (fn: Fn): PackageExport | undefined => {
  const { script, scriptId } = factsOf(fn)
  if (script === undefined) return undefined
  const module = scopes(fn).find(scope => scope.type === 'Module')
  if (module === undefined) return undefined
  const locals = Object.entries(Object.getOwnPropertyDescriptors(module.variables))
    .filter(([, { value }]) => value === fn)
    .map(([name]) => name)
  if (locals.length === 0) return undefined
  const { exported: names } = bindingsOf(scriptId)
  const name = locals.map(local => names.get(local)).find(as => as !== undefined)
  return name === undefined ? undefined : { format: 'esm', file: script.url, path: [name] }
}
