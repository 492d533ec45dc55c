// Objects from their nodes, in two steps, so that cycles need no care: first each object as an empty shell, then what
// it holds.

import type { Exotic, Key, Shape, Slot } from './shipment.ts'
import { isNode } from './shipment.ts'

/** The value of a slot, among the values made so far. */
export const valueIn = (values: readonly unknown[], slot: Slot): unknown =>
  isNode(slot) ? values[slot[0]] : slot

const plainError = (): Error => {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  const error = new Error()
  Error.stackTraceLimit = stackTraceLimit
  delete error.stack
  return error
}

type Constructors = Readonly<Record<string, new (...args: readonly unknown[]) => object>>

const intl = (name: string, { locale, ...options }: Readonly<Record<string, unknown>>): object => {
  const known = (Intl as unknown as Constructors)[name]
  if (known === undefined) throw new Error(`Intl.${name} is unknown here`)
  return new known(locale, options)
}

const view = (type: string, buffer: unknown, offset: number, length: number): object => {
  if (type === 'Buffer') return Buffer.from(buffer as ArrayBuffer, offset, length)
  const known = (globalThis as unknown as Constructors)[type]
  if (known === undefined) throw new Error(`${type} is unknown here`)
  return new known(buffer, offset, length)
}

/** An object with nothing in it yet but what its constructor needs. */
export const shell = (node: Exotic & { readonly shape?: Shape }, values: readonly unknown[]): object => {
  switch (node.kind) {
    case 'object': {
      const { shape } = node
      return shape !== undefined && 'proto' in shape
        ? (Object.create(valueIn(values, shape.proto) as object | null) as object)
        : {}
    }
    case 'array':
      return new Array(node.items.length)
    case 'map':
      return new Map()
    case 'set':
      return new Set()
    case 'date':
      return new Date(node.time)
    case 'regexp':
      return new RegExp(node.source, node.flags)
    case 'error':
      return plainError()
    case 'boxed':
      return Object(valueIn(values, node.value)) as object
    case 'arraybuffer':
      return node.bytes.slice().buffer
    case 'view':
      return view(node.type, valueIn(values, node.buffer), node.offset, node.length)
    case 'url':
      return new URL(node.href)
    case 'searchparams':
      return new URLSearchParams(node.query)
    case 'encoder':
      return new TextEncoder()
    case 'decoder':
      return new TextDecoder(node.encoding, { fatal: node.fatal, ignoreBOM: node.ignoreBOM })
    case 'intl':
      return intl(node.name, node.options)
  }
}

const setInMap = Map.prototype.set
const addToSet = Set.prototype.add

/** What collections hold. */
export const fillContents = (node: Exotic, object: object, values: readonly unknown[]): void => {
  switch (node.kind) {
    case 'array': {
      const array = object as unknown[]
      node.items.forEach((item, i) => {
        array[i] = valueIn(values, item)
      })
      for (const hole of node.holes ?? []) delete array[hole]
      array.length = node.items.length
      break
    }
    case 'map':
      for (let i = 0; i < node.entries.length; i += 2)
        setInMap.call(object, valueIn(values, node.entries[i]), valueIn(values, node.entries[i + 1]))
      break
    case 'set':
      for (const item of node.items) addToSet.call(object, valueIn(values, item))
      break
  }
}

export const keyIn = (values: readonly unknown[], key: Key): PropertyKey =>
  isNode(key) ? (values[key[0]] as symbol) : key

const assign = (object: object, shape: Shape, values: readonly unknown[]): void => {
  const { keys = [], values: slots = [], properties = [] } = shape
  // A setter on the prototype must not see these.
  const inherits = 'proto' in shape
  keys.forEach((key, i) => {
    const value = valueIn(values, slots[i])
    if (inherits)
      Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true })
    else (object as Record<string, unknown>)[key] = value
  })
  for (const { key, value, get, set, live, flags } of properties) {
    if (live !== undefined) {
      const box = valueIn(values, live) as { readonly v: unknown }
      Object.defineProperty(object, keyIn(values, key), { get: () => box.v, enumerable: true })
      continue
    }
    const accessor = get !== undefined || set !== undefined
    const common = { enumerable: (flags & 1) !== 0, configurable: (flags & 2) !== 0 }
    Object.defineProperty(
      object,
      keyIn(values, key),
      accessor
        ? {
            ...common,
            get: valueIn(values, get) as () => unknown,
            set: valueIn(values, set) as (value: unknown) => void,
          }
        : { ...common, value: valueIn(values, value), writable: (flags & 4) !== 0 },
    )
  }
}

/** Prototype, properties and integrity, once what they refer to exists. */
export const fillShape = (object: object, shape: Shape, values: readonly unknown[]): void => {
  if ('proto' in shape) {
    const proto = valueIn(values, shape.proto) as object | null
    if (Object.getPrototypeOf(object) !== proto) Object.setPrototypeOf(object, proto)
  }
  assign(object, shape, values)
  if (shape.integrity === 'frozen') Object.freeze(object)
  else if (shape.integrity === 'sealed') Object.seal(object)
  else if (shape.integrity === 'closed') Object.preventExtensions(object)
}
