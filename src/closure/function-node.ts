// Functions: by reference where they are somebody's export, else by value: text, free variables, own properties.

import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { types } from 'node:util'
import type { Analysis } from './analysis.ts'
import { classDraft } from './class-node.ts'
import { evaluateAtEntry } from './entry.ts'
import { analyse } from './free-variables.ts'
import { insideOf } from './holder.ts'
import { intrinsicPath } from './intrinsics.ts'
import { esmExport, isPackageUrl } from './package-reference.ts'
import { memberOf } from './private-fields.ts'
import { obstacles } from './refusal.ts'
import type { Edit } from './rewrite.ts'
import { boundOf, type Facts, type Fn, factsOf, lookup, scopes } from './scope.ts'
import { isEmpty, keySlot, propertyOf, shapeOf, withProperties } from './shape.ts'
import { INNER, type Shape, type ShippedNode, type Slot } from './shipment.ts'
import { variableOf } from './variable.ts'
import type { Capture, Draft, Walk } from './walk.ts'

const analysisOf = (facts: Facts): Analysis => {
  try {
    return analyse(facts.text)
  } catch (error) {
    throw obstacles.unreadable(error instanceof Error ? error.message : 'unknown')
  }
}

/** `require` of the user's file: a function of Node's that closes over the file's module. */
const requireNode = (fn: Fn): ShippedNode | undefined => {
  if (!Object.hasOwn(fn, 'resolve') || !Object.hasOwn(fn, 'cache')) return undefined
  const module = scopes(fn)
    .map(({ variables }) => variables.mod ?? variables.module)
    .find(value => typeof value === 'object' && value !== null)
  const file: unknown = module && Object.getOwnPropertyDescriptor(module, 'filename')?.value
  return typeof file === 'string' ? { kind: 'require', file } : undefined
}

const ADAPTED = new Map<string, 'promisify' | 'callbackify'>([
  ['fn', 'promisify'],
  ['callbackified', 'callbackify'],
])

/** What promisify and callbackify make: functions of Node's that close over the one they were given. */
const adaptedNode = (walk: Walk, fn: Fn, { text }: Facts): ShippedNode | undefined => {
  const how = ADAPTED.get(/^function (\w+)/.exec(text)?.[1] ?? '')
  const original = how && scopes(fn).find(({ variables }) => Object.hasOwn(variables, 'original'))
  if (how === undefined || original === undefined) return undefined
  return { kind: 'adapted', how, of: walk.slot(original.variables.original, how) }
}

const FUNCTION_KEYS = new Set<PropertyKey>(['length', 'name', 'prototype', 'arguments', 'caller'])

/** A function's own properties, its name where the text gives another one, its prototype where that was changed. */
const functionShape = (walk: Walk, fn: Fn, textName: string): Shape => {
  const proto = Object.getPrototypeOf(fn) as object | null
  const usual = intrinsicPath(proto) === undefined ? undefined : proto
  const shape = shapeOf(walk, fn, usual, key => FUNCTION_KEYS.has(key))
  const added = []
  const name = Object.getOwnPropertyDescriptor(fn, 'name')
  if (name !== undefined && !('value' in name && name.value === textName))
    added.push(propertyOf(walk, 'name', name))
  const prototype: unknown = Object.getOwnPropertyDescriptor(fn, 'prototype')?.value
  if (typeof prototype === 'object' && prototype !== null && !isGeneratorPrototype(prototype)) {
    if (Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value !== fn)
      added.push(
        propertyOf(walk, 'prototype', {
          value: prototype,
          writable: true,
          enumerable: false,
          configurable: false,
        }),
      )
    else if (Reflect.ownKeys(prototype).length > 1 || Object.getPrototypeOf(prototype) !== Object.prototype)
      walk.slot(prototype, '.prototype')
  }
  if (shape.keys !== undefined || shape.properties !== undefined) walk.stateful = true
  return withProperties(shape, added)
}

const isGeneratorPrototype = (prototype: object): boolean => {
  const above = Object.getPrototypeOf(prototype) as object | null
  return (
    Reflect.ownKeys(prototype).length === 0 &&
    intrinsicPath(above)?.[0]?.includes('GeneratorPrototype') === true
  )
}

const receivers = new WeakMap<Fn, { readonly value: unknown }>()

/** The `this` that an arrow function closes over; it never changes. */
const receiverOf = (fn: Fn): unknown => {
  const known = receivers.get(fn)
  if (known !== undefined) return known.value
  const entry = evaluateAtEntry(fn, 'this')
  if (!entry.reached) throw obstacles.receiver()
  receivers.set(fn, { value: entry.value })
  return entry.value
}

/** A worker loads JavaScript only, and knows no paths but those of files. */
const canImport = (url: string, specifier: string | undefined): boolean => {
  if (specifier === undefined || !/^[./]|^file:/.test(specifier) || !url.startsWith('file:')) return true
  const file = fileURLToPath(new URL(specifier, url))
  return /\.(?:[cm]?js|json|node)$/.test(file) && existsSync(file)
}

const META = '$meta'
const IMPORT = '$dynamicImport'

/** Variables that tools put into the user's text. */
const specialNode = (name: string, file: string): ShippedNode | undefined => {
  if (name === '__vite_ssr_dynamic_import__') return { kind: 'importer', file }
  if (name === '__vite_ssr_import_meta__') return { kind: 'meta', file }
  // Counters of istanbul: all of the program's would travel with each function.
  return /^cov_[0-9a-z]+$/.test(name) ? { kind: 'counters' } : undefined
}

const needsReceiver = ({ usesThis, usesSuper }: Analysis): boolean => usesThis || usesSuper

const draftOf = (walk: Walk, id: number, fn: Fn, facts: Facts): Draft => {
  const analysis = analysisOf(facts)
  const { form } = analysis
  if (analysis.usesEval) throw obstacles.evaluates('eval')
  if (analysis.usesWith) throw obstacles.evaluates('with')
  if (analysis.usesArguments) throw obstacles.outer('arguments')
  if (analysis.usesNewTarget) throw obstacles.outer('new.target')
  const receiver = form === 'arrow' && needsReceiver(analysis) ? receiverOf(fn) : undefined
  const inner = analysis.usesSuper || analysis.privateName !== undefined
  const inside = inner ? insideOf(fn, analysis, receiver) : undefined
  if (inner && inside === undefined)
    throw analysis.privateName === undefined
      ? obstacles.superMethod()
      : obstacles.privateName(analysis.privateName)
  const edits: Edit[] = []
  const extras: { name: string; slot: Slot }[] = []
  const file = facts.script?.url ?? ''
  if (analysis.metas.length > 0) {
    for (const at of analysis.metas) edits.push({ ...at, text: META })
    extras.push({ name: META, slot: walk.add({ kind: 'meta', file }) })
  }
  if (analysis.imports.length > 0) {
    for (const at of analysis.imports) {
      if (!canImport(file, at.specifier)) throw obstacles.relativeImport(at.specifier ?? '')
      edits.push({ start: at.start, end: at.end, text: IMPORT })
    }
    extras.push({ name: IMPORT, slot: walk.add({ kind: 'importer', file }) })
  }
  const special = (name: string): boolean => {
    const node = specialNode(name, file)
    if (node === undefined || !analysis.free.has(name) || lookup(scopes(fn), name).found !== 'value')
      return false
    extras.push({ name, slot: walk.add(node) })
    return true
  }
  if (analysis.computedKey !== undefined) edits.push({ ...analysis.computedKey, text: 'computed' })
  const variables = (skip: (name: string) => boolean): Capture[] =>
    [...analysis.free.keys()]
      .filter(name => !skip(name) && !special(name))
      .map(name => variableOf(walk, fn, facts, analysis, name))
      .filter(capture => capture !== undefined)
  const start = { id, fn, facts, analysis, edits, extras, ...(inside === undefined ? {} : { inside }) }
  if (analysis.classNode !== undefined) return classDraft(walk, start, analysis.classNode, variables)
  const captures = variables(() => false)
  const writes = captures.some(({ variable }) => variable.written)
  if (writes) walk.stateful = true
  const own = receiver === undefined ? {} : { receiver: walk.slot(receiver, 'this') }
  const textName = form === 'method' && analysis.computedKey !== undefined ? 'computed' : analysis.name
  const shape = functionShape(walk, fn, textName)
  if (inside !== undefined) {
    const of = walk.slot(inside.holder, 'class')
    return {
      ...start,
      captures,
      finish: (_, slots) => ({
        kind: 'inner',
        of,
        maker: `${INNER}${id}`,
        ...(form === 'method' ? { method: true } : {}),
        captures: slots,
        receiver: own.receiver,
        ...(isEmpty(shape) ? {} : { shape }),
      }),
    }
  }
  return {
    ...start,
    captures,
    finish: (code, slots) => ({
      kind: 'function',
      code,
      captures: slots,
      ...own,
      ...(writes ? { writes } : {}),
      ...(isEmpty(shape) ? {} : { shape }),
    }),
  }
}

/** The node of a function; by value it is only drafted, and settled when the whole shipment is known. */
export const functionNode = (walk: Walk, id: number, fn: Fn): ShippedNode | undefined => {
  if (types.isProxy(fn)) throw obstacles.proxy()
  const facts = factsOf(fn)
  if (facts.native) {
    const bound = boundOf(fn)
    if (bound === undefined)
      throw obstacles.native(String(Object.getOwnPropertyDescriptor(fn, 'name')?.value))
    const shape = shapeOf(walk, fn, Object.getPrototypeOf(bound.target) as object, key =>
      FUNCTION_KEYS.has(key),
    )
    const member = memberOf(bound.target, bound.receiver)
    return {
      kind: 'bound',
      target:
        member === undefined
          ? walk.slot(bound.target, '[[BoundTarget]]')
          : walk.refer(bound.target, {
              kind: 'member',
              of: walk.slot(member.prototype, '[[BoundThis]]'),
              key: keySlot(walk, member.key),
            }),
      receiver: walk.slot(bound.receiver, '[[BoundThis]]'),
      args: Array.from(bound.args, (arg, i) => walk.slot(arg, `[[BoundArgs]] -> [${i}]`)),
      ...(isEmpty(shape) ? {} : { shape }),
    }
  }
  const url = facts.script?.url ?? ''
  if (url.startsWith('node:')) {
    const required = requireNode(fn)
    if (required !== undefined) return required
    const adapted = url === 'node:internal/util' ? adaptedNode(walk, fn, facts) : undefined
    if (adapted !== undefined) return adapted
    throw obstacles.native(String(Object.getOwnPropertyDescriptor(fn, 'name')?.value))
  }
  if (isPackageUrl(url)) {
    const exported = esmExport(fn)
    if (exported !== undefined) return { kind: 'package', ...exported }
  }
  walk.drafts.push(draftOf(walk, id, fn, facts))
  return undefined
}
