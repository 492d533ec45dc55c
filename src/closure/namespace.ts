// Objects that stand for modules: ES namespaces, CommonJS exports and the copies that compilers make of them. When a
// function only uses members of one, only these travel.

import { types } from 'node:util'
import { localExports } from './package-reference.ts'

// What compilers write for `export { x } from` and for `import * as`: reading the property runs nothing but this.
const PASSES_ON =
  /^(?:\(\)\s*=>\s*|function\s*\(\)\s*\{\s*return\s+)[\w$]+(?:\.[\w$]+|\[[\w$]+\])?\s*;?\s*\}?$/

const passesOn = (getter: unknown): getter is () => unknown =>
  typeof getter === 'function' && PASSES_ON.test(Function.prototype.toString.call(getter))

export type Members = ReadonlyMap<string, unknown>

/** The named members of a module-like object; undefined when it is not one, or cannot be read without running code. */
export const moduleMembers = (
  value: unknown,
  names: ReadonlySet<string>,
  url: string,
): Members | undefined => {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null || types.isProxy(value))
    return undefined
  const members = new Map<string, unknown>()
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
