// Worker side (and the reference engine's): a shipment's graph becomes functions again. What travelled by reference is
// loaded once, texts are compiled once, and each `make` builds a fresh copy of everything that travelled by value.

import util from 'node:util'
import { fillContents, fillShape, keyIn, shell, valueIn } from './build.ts'
import { compile, type Factory, methodOf } from './compile.ts'
import { orderOf } from './order.ts'
import { resolve } from './resolve.ts'
import {
  type ByReference,
  INNER,
  isNode,
  type PrivateFields,
  type ShipmentGraph,
  type ShippedNode,
  type Slot,
} from './shipment.ts'
import { symbolOf } from './symbol.ts'
import { universalArguments } from './universal.ts'

interface RevivedClass {
  readonly made: unknown
  readonly inner: Inner
}

export type Classes = Map<string, RevivedClass>

const lastingClasses: Classes = new Map()

export interface Revived {
  /**
   * New closures over new state, in the order of the captured roots. Shipments of one task that are made with the same
   * `classes` share the classes that tasks can change; all others are shared by the whole thread.
   */
  readonly make: (classes?: Classes) => readonly unknown[]
}

const BY_REFERENCE = new Set([
  'intrinsic',
  'builtin',
  'package',
  'imported',
  'namespace',
  'task',
  'require',
  'meta',
  'importer',
])
const isReference = (node: ShippedNode): node is ByReference => BY_REFERENCE.has(node.kind)

/** On while an instance with private fields is made: its constructors and initialisers then do nothing. */
const reviving = { on: false }

const branches: number[] = []
const anyBranches = new Proxy({}, { get: () => branches })
const counts = { f: {}, s: {}, b: anyBranches, bT: anyBranches }
const counters = (): object => counts

/** Methods that capturing put into a class, by name. */
type Inner = ReadonlyMap<string, (this: unknown, ...args: readonly unknown[]) => unknown>

const constantOf = async (node: ShippedNode): Promise<{ readonly value: unknown } | undefined> => {
  if (isReference(node)) return { value: await resolve(node) }
  switch (node.kind) {
    case 'symbol':
      return { value: symbolOf(node.id, node.description) }
    case 'registered':
      return { value: Symbol.for(node.key) }
    case 'reviving':
      return { value: reviving }
    case 'counters':
      return { value: counters }
  }
  return undefined
}

type Code = ShippedNode & { kind: 'function' | 'class' }
const isCode = (node: ShippedNode): node is Code => node.kind === 'function' || node.kind === 'class'

interface Plan {
  readonly factory: Factory
  readonly method: boolean
  /** Captures that exist only later. */
  readonly late: readonly number[]
}

const planOf = (graph: ShipmentGraph, node: Code, placed: ReadonlySet<number>): Plan => {
  const code = graph.codes[node.code]!
  const late = node.captures.flatMap((slot, i) => (isNode(slot) && !placed.has(slot[0]) ? [i] : []))
  return { factory: compile(code, late), method: code.form === 'method', late }
}

/** Loads what travels by reference and compiles the texts. Rejects with a PartitaError when a package cannot be loaded. */
export const revive = async (graph: ShipmentGraph): Promise<Revived> => {
  const { nodes, roots } = graph
  const constants: unknown[] = new Array(nodes.length)
  const placed = new Set<number>()
  await Promise.all(
    nodes.map(async (node, id) => {
      const constant = await constantOf(node)
      if (constant === undefined) return
      constants[id] = constant.value
      placed.add(id)
    }),
  )
  const order = orderOf(nodes, placed)
  const plans = new Map<number, Plan>()
  for (const id of order) {
    const node = nodes[id]!
    if (isCode(node) && !('within' in node)) plans.set(id, planOf(graph, node, placed))
    placed.add(id)
  }
  return { make: (classes = new Map()) => make(nodes, roots, constants, order, plans, classes) }
}

const make = (
  nodes: readonly ShippedNode[],
  roots: readonly Slot[],
  constants: readonly unknown[],
  order: readonly number[],
  plans: ReadonlyMap<number, Plan>,
  classes: Classes,
): readonly unknown[] => {
  const values = constants.slice()
  const setLate: (() => void)[] = []
  const inner = new Map<unknown, Inner>()
  /** Classes that were made for an earlier shipment, and what belongs to them. */
  const known = new Set<unknown>()
  for (const id of order) {
    const node = nodes[id]!
    const pool = node.kind !== 'class' ? undefined : node.lasting === true ? lastingClasses : classes
    const found = node.kind === 'class' ? pool?.get(node.key) : undefined
    if (found !== undefined) {
      values[id] = found.made
      inner.set(found.made, found.inner)
      known.add(found.made).add((found.made as { prototype: unknown }).prototype)
      continue
    }
    const made = create(node, values, plans.get(id), setLate, inner)
    values[id] = made
    if (node.kind === 'class') pool?.set(node.key, { made, inner: inner.get(made)! })
  }
  for (const set of setLate) set()
  for (const id of order) if (!known.has(values[id])) fill(nodes[id]!, values[id], values, inner)
  return roots.map(slot => valueIn(values, slot))
}

const create = (
  node: ShippedNode,
  values: readonly unknown[],
  plan: Plan | undefined,
  setLate: (() => void)[],
  inner: Map<unknown, Inner>,
): unknown => {
  switch (node.kind) {
    case 'class': {
      const made =
        node.within === undefined
          ? makeAlone(node, values, plan!, setLate)
          : makeInside({ ...node, ...node.within }, values, setLate, inner)
      inner.set(made, takeInner(made as new () => object))
      return made
    }
    case 'function': {
      const made = makeAlone(node, values, plan!, setLate)
      return plan!.method ? methodOf(made) : made
    }
    case 'adapted':
      return util[node.how](valueIn(values, node.of) as () => Promise<void>)
    case 'bound': {
      const target = valueIn(values, node.target) as (...args: unknown[]) => unknown
      const args = node.args.map(slot => valueIn(values, slot))
      return Function.prototype.bind.apply(target, [valueIn(values, node.receiver), ...args])
    }
    case 'member':
      return Object.getOwnPropertyDescriptor(valueIn(values, node.of), keyIn(values, node.key))?.value
    case 'inner': {
      const made = makeInside(node, values, setLate, inner)
      return node.method === true ? methodOf(made) : made
    }
    case 'prototype':
      return (valueIn(values, node.of) as { prototype: unknown }).prototype
    case 'box':
      return { v: undefined }
    case 'intrinsic':
    case 'builtin':
    case 'package':
    case 'imported':
    case 'namespace':
    case 'task':
    case 'require':
    case 'meta':
    case 'importer':
    case 'symbol':
    case 'registered':
    case 'reviving':
    case 'counters':
      return undefined
    default:
      return node.privates === undefined
        ? shell(node, values)
        : construct(valueIn(values, node.privates.maker) as new () => object)
  }
}

/** What a text makes that needs no class around it. */
const makeAlone = (
  node: Code,
  values: readonly unknown[],
  { factory, late }: Plan,
  setLate: (() => void)[],
): unknown => {
  const captures = node.captures.map(slot => valueIn(values, slot))
  const [made, set] = factory.apply(valueIn(values, node.receiver), captures)
  if (set !== undefined) setLate.push(() => set(...late.map(i => valueIn(values, node.captures[i]))))
  return made
}

/** What a method makes that was put into a class for it. */
const makeInside = (
  node: { of: Slot; maker: string; captures: readonly Slot[]; receiver?: Slot },
  values: readonly unknown[],
  setLate: (() => void)[],
  inner: ReadonlyMap<unknown, Inner>,
): unknown => {
  const captures = () => node.captures.map(slot => valueIn(values, slot))
  const maker = inner.get(valueIn(values, node.of))?.get(node.maker) as Factory
  const [made, set] = maker.apply(valueIn(values, node.receiver), captures())
  setLate.push(() => set?.(...captures()))
  return made
}

const takeInner = (made: new () => object): Inner =>
  new Map(
    [made, made.prototype as object].flatMap(holder =>
      Object.getOwnPropertyNames(holder).flatMap(name => {
        if (!name.startsWith(INNER)) return []
        const method: unknown = Object.getOwnPropertyDescriptor(holder, name)?.value
        Reflect.deleteProperty(holder, name)
        return [[name, method as () => unknown]]
      }),
    ),
  )

/** An instance with the private fields of its classes, none of whose code runs. */
const construct = (maker: new () => object): object => {
  reviving.on = true
  try {
    const object = Reflect.construct(maker, universalArguments) as object
    for (const key of Reflect.ownKeys(object)) Reflect.deleteProperty(object, key)
    return object
  } finally {
    reviving.on = false
  }
}

const setPrivates = (
  object: object,
  { of, names, values: slots }: PrivateFields,
  values: readonly unknown[],
  inner: ReadonlyMap<unknown, Inner>,
): void => {
  const set = inner.get(valueIn(values, of))?.get(`${INNER}Set`)
  names.forEach((name, i) => {
    set?.call(undefined, object, name, valueIn(values, slots[i]))
  })
}

const fill = (
  node: ShippedNode,
  value: unknown,
  values: readonly unknown[],
  inner: ReadonlyMap<unknown, Inner>,
): void => {
  if (node.kind === 'box') {
    ;(value as { v: unknown }).v = valueIn(values, node.value)
    return
  }
  if (node.kind === 'array' || node.kind === 'map' || node.kind === 'set')
    fillContents(node, value as object, values)
  if (node.kind === 'class' && node.fields !== undefined)
    setPrivates(value as object, node.fields, values, inner)
  if ('privates' in node)
    for (const fields of node.privates?.fields ?? []) setPrivates(value as object, fields, values, inner)
  if ('shape' in node && node.shape !== undefined) fillShape(value as object, node.shape, values)
}
