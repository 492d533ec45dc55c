// What a function's free variables hold, and as what each of them travels.

import { types } from 'node:util'
import type { Analysis } from './analysis.ts'
import { builtinExport } from './builtin.ts'
import { evaluateAtEntry } from './entry.ts'
import { intrinsicPath, isStandardGlobal } from './intrinsics.ts'
import { bindingsOf, namesPackage } from './module-bindings.ts'
import { moduleMembers, proxiedModule } from './namespace.ts'
import { commonJsExport, isPackageUrl, namespaceFile } from './package-reference.ts'
import { obstacles } from './refusal.ts'
import { type Facts, type Fn, lookup, scopes } from './scope.ts'
import type { ShippedNode, Slot } from './shipment.ts'
import type { Capture, Walk } from './walk.ts'

/** Variables that were seen initialised, which they stay: those of a function, and those of a module. */
const initialised = new WeakMap<Fn, Set<string>>()
const initialisedInModule = new Set<string>()

/** The inspector shows undefined for a variable whose declaration has not run. */
const HIDES_UNINITIALISED = Number.parseInt(process.versions.node, 10) < 22

const isUninitialised = (
  fn: Fn,
  { scriptId }: Facts,
  analysis: Analysis,
  name: string,
  inModule: boolean,
): boolean => {
  const key = `${scriptId} ${name}`
  const seen = initialised.get(fn) ?? new Set()
  initialised.set(fn, seen)
  if (seen.has(name) || (inModule && initialisedInModule.has(key))) return false
  const found = seenAtEntry(fn, name, analysis)
  if (found !== true) return found === false
  seen.add(name)
  if (inModule) initialisedInModule.add(key)
  return false
}

/** Whether a variable is initialised; undefined where that cannot be seen. */
const seenAtEntry = (fn: Fn, name: string, analysis: Analysis): boolean | undefined => {
  if (analysis.generator || analysis.form === 'class') return undefined
  const entry = evaluateAtEntry(fn, `(()=>{try{return ${name},true}catch{return false}})()`)
  return entry.reached ? entry.value === true : undefined
}

/** How a worker gets the object behind a module's binding, when a package made it. */
const reference = (facts: Facts, name: string, member: string | undefined): ShippedNode | undefined => {
  const { script, scriptId } = facts
  if (script?.module !== true) return undefined
  const { imported, exported } = bindingsOf(scriptId)
  const binding = imported.get(name)
  if (binding !== undefined) {
    const { specifier, name: as } = binding
    if (!namesPackage(specifier, script.url)) return undefined
    return {
      kind: 'imported',
      specifier,
      parent: script.url,
      path: [as, member].filter(each => each !== undefined),
    }
  }
  const as = isPackageUrl(script.url) ? exported.get(name) : undefined
  return as === undefined || member !== undefined
    ? undefined
    : { kind: 'package', format: 'esm', file: script.url, path: [as] }
}

/** A member of a package's module, whatever it is. */
const memberSlot = (walk: Walk, module: object, key: string, value: unknown): Slot | undefined => {
  const held = (typeof value === 'object' && value !== null) || typeof value === 'function'
  const namespace = types.isProxy(module) ? proxiedModule(module)?.target : module
  if (!held || namespace === undefined || !types.isModuleNamespaceObject(namespace)) return undefined
  const file = isPlain(value) ? namespaceFile(namespace) : undefined
  return file === undefined
    ? undefined
    : walk.refer(value, { kind: 'package', format: 'esm', file, path: [key] })
}

/** Known by nothing better. */
const isPlain = (value: unknown): boolean =>
  intrinsicPath(value) === undefined &&
  builtinExport(value) === undefined &&
  commonJsExport(value) === undefined

const slotOf = (
  walk: Walk,
  facts: Facts,
  name: string,
  value: unknown,
  inModule: boolean,
  member?: string,
): Slot => {
  const known =
    inModule && typeof value === 'object' && value !== null && isPlain(value)
      ? reference(facts, name, member)
      : undefined
  if (known !== undefined) return walk.refer(value, known)
  return walk.slot(value, member === undefined ? `variable '${name}'` : `variable '${name}' -> .${member}`)
}

/** Undefined when the worker has the variable by itself. */
export const variableOf = (
  walk: Walk,
  fn: Fn,
  facts: Facts,
  analysis: Analysis,
  name: string,
): Capture | undefined => {
  const variable = analysis.free.get(name)
  if (variable === undefined) return undefined
  const found = lookup(scopes(fn), name)
  if (found.found === 'uninitialised') throw obstacles.uninitialised(name)
  if (found.found !== 'value') {
    const global = isStandardGlobal(name) ? undefined : Object.getOwnPropertyDescriptor(globalThis, name)
    if (global === undefined || !('value' in global)) return undefined
    const slot = walk.slot(global.value, `variable '${name}'`)
    return { name, variable, value: global.value, slot, depth: 0, module: true }
  }
  const { value, depth, type } = found
  const url = facts.script?.url ?? ''
  const inModule = type === 'Module'
  if (
    HIDES_UNINITIALISED &&
    value === undefined &&
    !isPackageUrl(url) &&
    isUninitialised(fn, facts, analysis, name, inModule)
  )
    throw obstacles.uninitialised(name)
  const at = { name, variable, value, depth, module: inModule || type === 'Script' }
  if (variable.members !== undefined && !variable.written) {
    const members = moduleMembers(value, variable.members, url)
    if (members !== undefined) {
      const keys = [...members.keys()]
      const values = keys.map(
        key =>
          memberSlot(walk, value as object, key, members.get(key)) ??
          slotOf(walk, facts, name, members.get(key), inModule, key),
      )
      const slot = walk.add({ kind: 'object', shape: { keys, values, integrity: 'frozen' } })
      return { ...at, slot, part: { of: value as object, url, members } }
    }
  }
  const whole = types.isProxy(value) ? (proxiedModule(value)?.target ?? value) : value
  return { ...at, slot: slotOf(walk, facts, name, whole, inModule) }
}
