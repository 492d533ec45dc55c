// Driver side: freezes functions and values as they are now into a shipment. Synchronous, so that nothing can change
// meanwhile; and nothing of the user's runs.

import { types } from 'node:util'
import { PartitaError } from '../fault.ts'
import { builtinExport } from './builtin.ts'
import { markLasting } from './class-identity.ts'
import { prototypeNode } from './class-node.ts'
import { functionNode } from './function-node.ts'
import { intrinsicPath } from './intrinsics.ts'
import { warnOfLarge } from './large.ts'
import { objectNode } from './object-node.ts'
import { commonJsExport } from './package-reference.ts'
import { originOf, shippedFile } from './position.ts'
import { innerEdits, privatesNode } from './private-fields.ts'
import { Obstacle, obstacles, refusal, type Trail } from './refusal.ts'
import { remember, rewrite, withoutInner } from './rewrite.ts'
import { endReading, type Fn, factsOf, isStrict, startOf } from './scope.ts'
import { boxSharedVariables } from './shared-variables.ts'
import type { Code, Shipment, ShippedNode, Slot } from './shipment.ts'
import { symbolNode } from './symbol.ts'
import { taskReference, workerLoads } from './task.ts'
import { type Draft, startWalk, type Walk } from './walk.ts'

const DRIVER_ONLY = Symbol.for('partita.driverOnly')

/** The noun of a value that may not leave the driver. */
const driverOnly = (value: object): string | undefined => {
  for (let at: object | null = value; at !== null; at = Object.getPrototypeOf(at)) {
    if (types.isProxy(at)) return undefined
    const noun: unknown = Object.getOwnPropertyDescriptor(at, DRIVER_ONLY)?.value
    if (typeof noun === 'string') return noun
  }
  return undefined
}

const makerOf = (value: object): Fn | undefined => {
  if (types.isProxy(value)) return undefined
  const maker: unknown = Object.getOwnPropertyDescriptor(value, 'constructor')?.value
  if (typeof maker !== 'function' || types.isProxy(maker)) return undefined
  return Object.getOwnPropertyDescriptor(maker, 'prototype')?.value === value ? maker : undefined
}

/** A function that some script made, so none of Node's: to list those takes time. */
const isOfScript = (value: unknown): boolean => {
  if (typeof value !== 'function' || types.isProxy(value)) return false
  const { script } = factsOf(value)
  return script !== undefined && !script.url.startsWith('node:')
}

/** Kinds that a user's class can extend. */
const HAVE_PRIVATES = new Set(['object', 'array', 'map', 'set', 'error', 'date', 'regexp'])

/** Undefined for functions by value, which are settled at the end. */
const describe = (walk: Walk, id: number, value: unknown): ShippedNode | undefined => {
  const task = taskReference(value)
  if (task !== undefined) {
    if (!workerLoads(task)) throw obstacles.typeScript(task.url)
    return { kind: 'task', url: task.url, name: task.name }
  }
  const path = intrinsicPath(value)
  if (path !== undefined) return { kind: 'intrinsic', path }
  if (typeof value === 'symbol') return symbolNode(value)
  const builtin = isOfScript(value) ? undefined : builtinExport(value)
  if (builtin !== undefined) return { kind: 'builtin', ...builtin }
  const common = commonJsExport(value)
  if (common !== undefined) return { kind: 'package', ...common }
  const object = value as object
  const noun = driverOnly(object)
  if (noun !== undefined) throw obstacles.driverOnly(noun)
  if (typeof value === 'function') return functionNode(walk, id, value)
  const maker = makerOf(object)
  if (maker !== undefined) return prototypeNode(walk, object, maker)
  const node = objectNode(walk, object)
  const privates = HAVE_PRIVATES.has(node.kind) ? privatesNode(walk, object) : undefined
  return privates === undefined ? node : ({ ...node, privates } as ShippedNode)
}

const settle = (walk: Walk, draft: Draft, codes: Code[], known: Map<string, number>): void => {
  const { facts, analysis, captures } = draft
  const edits = withoutInner(draft.edits)
  const slots = [...captures, ...draft.extras].map(({ slot }) => slot)
  if (draft.inside !== undefined) {
    walk.nodes[draft.id] = draft.finish(0, slots, '')
    return
  }
  const url = facts.script?.url ?? ''
  const start = startOf(facts, analysis)
  const text = rewrite(facts.text, edits)
  const file = shippedFile(url, edits.length === 0 ? undefined : remember(url, start, facts.text, edits))
  const names = [...captures, ...draft.extras].map(({ name }) => name)
  const key = `${file}:${start.line}:${start.column}:${names.join()}:${text}`
  const code = known.get(key) ?? codes.length
  if (code === codes.length) {
    known.set(key, code)
    codes.push({
      file,
      ...start,
      text,
      form: analysis.form === 'method' ? 'method' : 'expression',
      strict: isStrict(draft.fn, analysis),
      names,
    })
    walk.bytes += text.length
  }
  walk.nodes[draft.id] = draft.finish(code, slots, file)
}

let shipments = 0

/**
 * Freezes everything that the roots (functions, or values that hold some) need, in one graph with identities kept.
 * Throws a PartitaError of code CLOSURE that names the function, the variable's path and why it cannot travel.
 */
export const capture = (roots: readonly unknown[]): Shipment => {
  const shipment = freeze(roots)
  warnOfLarge(roots, shipment)
  return shipment
}

/** The same, without a word on its size. */
export const freeze = (roots: readonly unknown[]): Shipment => {
  const walk = startWalk()
  const { entries } = walk
  try {
    const slots = roots.map((root, i): Slot => walk.slot(root, roots.length === 1 ? '' : `[${i}]`))
    for (let id = 0; id < walk.nodes.length; id++) {
      const entry = entries[id]
      if (entry === undefined) continue
      walk.current = id
      const node = describe(walk, id, entry.value)
      if (node !== undefined) walk.nodes[id] = node
    }
    boxSharedVariables(walk)
    // A class takes up the texts of what only its body can hold: these first.
    for (const draft of [...walk.drafts].sort((a, b) => a.facts.text.length - b.facts.text.length))
      draft.edits.push(...innerEdits(walk, draft))
    const codes: Code[] = []
    const known = new Map<string, number>()
    for (const draft of walk.drafts) settle(walk, draft, codes, known)
    markLasting(walk.nodes)
    return {
      id: shipments++,
      graph: { codes, nodes: walk.nodes, roots: slots },
      stateful: walk.stateful,
      bytes: walk.bytes,
      functions: walk.drafts.length,
    }
  } catch (error) {
    if (error instanceof PartitaError) throw error
    const obstacle = error instanceof Obstacle ? error : obstacles.unforeseen(error)
    throw refusal(obstacle, trailTo(entries, walk.current))
  } finally {
    endReading()
  }
}

const nameOf = (fn: Fn): string => {
  const name: unknown = Object.getOwnPropertyDescriptor(fn, 'name')?.value
  return typeof name === 'string' && name !== '' ? `function '${name}'` : 'an anonymous function'
}

/** The way from a root to the node that could not be described. */
const trailTo = (entries: ReturnType<typeof startWalk>['entries'], id: number): Trail => {
  const steps: string[] = []
  let root: unknown
  let by: Fn | undefined
  for (let at = id; at >= 0; ) {
    const entry = entries[at]
    if (entry === undefined) break
    const holder = entries[entry.parent]?.value
    if (typeof holder === 'function' && by === undefined) by = holder
    if (entry.parent >= 0) steps.unshift(entry.step)
    root = entry.value
    at = entry.parent
  }
  return {
    root: typeof root === 'function' ? nameOf(root) : 'a value',
    rootAt: typeof root === 'function' ? originOf(root) : undefined,
    steps,
    by: by === undefined || by === root ? undefined : nameOf(by),
    byAt: by === undefined || by === root ? undefined : originOf(by),
  }
}
