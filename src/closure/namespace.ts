// Objects that stand for modules: ES namespaces, CommonJS exports and the copies that compilers make of them. When a
// function only uses members of one, only these travel.

import { types } from 'node:util'
import { isPackageUrl, localExports } from './package-reference.ts'
import { factsOf, lookup, proxyParts, scopes } from './scope.ts'

// What compilers write for `export { x } from` and for `import * as`: reading the property runs nothing but this.
const PASSES_ON =
  /^(?:\(\)\s*=>\s*|function\s*\(\)\s*\{\s*return\s+)[\w$]+(?:\.[\w$]+|\[[\w$]+\])?\s*;?\s*\}?$/

const passesOn = (getter: unknown): getter is () => unknown =>
  typeof getter === 'function' && PASSES_ON.test(Function.prototype.toString.call(getter))

export type Members = ReadonlyMap<string, unknown>

interface Proxied {
  readonly target: object
  /** What the Proxy gives for `default`, and for names that the target lacks. */
  readonly standard: unknown
}

/** A package's module as vitest shows it, through a Proxy of vitest's own. */
export const proxiedModule = (value: unknown): Proxied | undefined => {
  if (!types.isProxy(value)) return undefined
  const { target, handler } = proxyParts(value as object)
  if (typeof target !== 'object' || target === null || typeof handler !== 'object' || handler === null)
    return undefined
  const get: unknown = Object.getOwnPropertyDescriptor(handler, 'get')?.value
  if (typeof get !== 'function' || types.isProxy(get)) return undefined
  const { script } = factsOf(get)
  if (script === undefined || !isPackageUrl(script.url) || !/\/vite(?:st|-node)?\//.test(script.url))
    return undefined
  const found = lookup(scopes(get), 'defaultExport')
  return found.found === 'value' ? { target, standard: found.value } : undefined
}

const memberOf = (object: unknown, name: string): unknown =>
  types.isModuleNamespaceObject(object)
    ? (object as Readonly<Record<string, unknown>>)[name]
    : (typeof object === 'object' || typeof object === 'function') &&
        object !== null &&
        !types.isProxy(object)
      ? Object.getOwnPropertyDescriptor(object, name)?.value
      : undefined

/** The named members of a module-like object; undefined when it is not one, or cannot be read without running code. */
export const moduleMembers = (
  value: unknown,
  names: ReadonlySet<string>,
  url: string,
): Members | undefined => {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return undefined
  const members = new Map<string, unknown>()
  if (types.isProxy(value)) {
    const proxied = proxiedModule(value)
    if (proxied === undefined) return undefined
    const { target, standard } = proxied
    for (const name of names)
      members.set(name, name === 'default' ? standard : (memberOf(target, name) ?? memberOf(standard, name)))
    return members
  }
  if (types.isModuleNamespaceObject(value)) {
    for (const name of names)
      if (Object.hasOwn(value, name)) members.set(name, (value as Record<string, unknown>)[name])
    return members
  }
  let module = Object.hasOwn(value, '__esModule') || localExports(url) === value
  for (const name of names) {
    const found = Object.getOwnPropertyDescriptor(value, name)
    if (found === undefined) {
      if (name in Object.prototype) return undefined
      continue
    }
    if ('value' in found) members.set(name, found.value)
    else if (passesOn(found.get)) {
      module = true
      members.set(name, found.get())
    } else return undefined
  }
  return module ? members : undefined
}
