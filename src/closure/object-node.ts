// Objects by value: what they are inside, their prototype, their properties. Reads descriptors and internal slots
// only; no getter, trap, iterator or toJSON of the user's is ever called.

import { Module } from 'node:module'
import { types } from 'node:util'
import { builtinExport } from './builtin.ts'
import { nodeClassOf } from './node-class.ts'
import { commonJsExport, namespaceFile } from './package-reference.ts'
import { obstacles } from './refusal.ts'
import { isEmpty, shapeOf, withProperties } from './shape.ts'
import type { Exotic, Property, ShippedNode, Slot } from './shipment.ts'
import type { Walk } from './walk.ts'

const getter = (proto: object, name: string): ((this: unknown) => unknown) =>
  Object.getOwnPropertyDescriptor(proto, name)?.get as (this: unknown) => unknown

const regexpSource = getter(RegExp.prototype, 'source')
const regexpFlags = (
  [
    ['hasIndices', 'd'],
    ['global', 'g'],
    ['ignoreCase', 'i'],
    ['multiline', 'm'],
    ['dotAll', 's'],
    ['unicode', 'u'],
    ['unicodeSets', 'v'],
    ['sticky', 'y'],
  ] as const
).map(([name, flag]) => [getter(RegExp.prototype, name), flag] as const)

const forEachEntry = Map.prototype.forEach
const forEachItem = Set.prototype.forEach
const getTime = Date.prototype.getTime
const typedArray = Object.getPrototypeOf(Uint8Array.prototype) as object
const typeName = getter(typedArray, Symbol.toStringTag as unknown as string)
const viewOf = (value: NodeJS.ArrayBufferView, proto: object) => ({
  buffer: getter(proto, 'buffer').call(value) as ArrayBufferLike,
  offset: getter(proto, 'byteOffset').call(value) as number,
})

const isIndex = (key: PropertyKey): boolean => typeof key === 'string' && /^(?:0|[1-9]\d*)$/.test(key)

const arrayNode = (walk: Walk, value: readonly unknown[]): ShippedNode => {
  const length = value.length
  const items: Slot[] = new Array(length)
  const holes: number[] = []
  const odd: string[] = []
  for (let i = 0; i < length; i++) {
    const found = Object.getOwnPropertyDescriptor(value, i)
    if (found === undefined) {
      holes.push(i)
      items[i] = undefined
    } else if (!('value' in found)) {
      odd.push(String(i))
      items[i] = undefined
    } else items[i] = walk.slot(found.value, i)
  }
  // Indices come first among the keys; `length` is next.
  const named = Reflect.ownKeys(value).slice(length - holes.length + 1)
  const shape = shapeOf(walk, value, Array.prototype, undefined, [...odd, ...named])
  return {
    kind: 'array',
    items,
    ...(holes.length === 0 ? {} : { holes }),
    ...(isEmpty(shape) ? {} : { shape }),
  }
}

const ITERATORS = [
  [][Symbol.iterator](),
  ''[Symbol.iterator](),
  ''.matchAll(/x/g),
  new Map()[Symbol.iterator](),
  new Set()[Symbol.iterator](),
].map(iterator => Object.getPrototypeOf(iterator) as object)

const deref = WeakRef.prototype.deref
const isWeakRef = (value: object): boolean => {
  try {
    deref.call(value as WeakRef<object>)
    return true
  } catch {
    return false
  }
}

const { WebAssembly: wasm = {} } = globalThis as {
  WebAssembly?: Readonly<Record<string, { readonly prototype?: object } | undefined>>
}
const WASM = ['Memory', 'Module', 'Instance', 'Table', 'Global', 'Tag', 'Exception'].flatMap(
  name => wasm[name]?.prototype ?? [],
)
const isWebAssembly = (value: object): boolean => WASM.includes(Object.getPrototypeOf(value) as object)

const INTL = [
  'Collator',
  'DateTimeFormat',
  'DisplayNames',
  'ListFormat',
  'NumberFormat',
  'PluralRules',
  'RelativeTimeFormat',
  'Segmenter',
] as const

const intlOf = (value: object): Exotic | undefined => {
  const proto = Object.getPrototypeOf(value) as object | null
  const name = INTL.find(each => Intl[each].prototype === proto)
  if (name === undefined) return undefined
  const options = (Intl[name].prototype.resolvedOptions as () => object).call(value)
  return { kind: 'intl', name, options: { ...options } }
}

/** Throws for what cannot be copied at all. */
const refuse = (value: object): void => {
  if (types.isProxy(value)) throw obstacles.proxy()
  if (Object.getPrototypeOf(value) === Module.prototype) throw obstacles.module()
  if (types.isPromise(value)) throw obstacles.promise()
  if (types.isGeneratorObject(value) || types.isMapIterator(value) || types.isSetIterator(value))
    throw obstacles.iterator()
  if (ITERATORS.includes(Object.getPrototypeOf(value) as object)) throw obstacles.iterator()
  if (types.isWeakMap(value)) throw obstacles.weak('WeakMap')
  if (types.isWeakSet(value)) throw obstacles.weak('WeakSet')
  if (isWeakRef(value)) throw obstacles.weak('WeakRef')
  if (types.isExternal(value) || isWebAssembly(value)) throw obstacles.handle()
  if (types.isSharedArrayBuffer(value)) throw obstacles.shared()
}

const withShape = <T extends Exotic>(
  walk: Walk,
  exotic: T,
  value: object,
  usual: object | null,
  except?: Parameters<typeof shapeOf>[3],
): ShippedNode => {
  const shape = shapeOf(walk, value, usual, except)
  return isEmpty(shape) ? exotic : { ...exotic, shape }
}

const errorNode = (walk: Walk, value: Error): ShippedNode => {
  // From Node 22 the stack is an own accessor of V8's; a task wants the text.
  const stack: unknown =
    Object.getOwnPropertyDescriptor(value, 'stack')?.get === undefined ? undefined : value.stack
  const node = withShape(
    walk,
    { kind: 'error' },
    value,
    Error.prototype,
    key => key === 'stack' && stack !== undefined,
  )
  if (stack === undefined || node.kind !== 'error') return node
  const added: Property = { key: 'stack', value: walk.slot(stack, '.stack'), flags: 6 }
  return { kind: 'error', shape: withProperties(node.shape ?? {}, [added]) }
}

const viewNode = (walk: Walk, value: NodeJS.ArrayBufferView): ShippedNode => {
  const proto = types.isDataView(value) ? DataView.prototype : typedArray
  const { buffer, offset } = viewOf(value, proto)
  if (types.isSharedArrayBuffer(buffer)) throw obstacles.shared()
  const pooled = Buffer.isBuffer(value) && buffer.byteLength !== value.byteLength
  const type = Buffer.isBuffer(value)
    ? 'Buffer'
    : types.isDataView(value)
      ? 'DataView'
      : String(typeName.call(value))
  const length =
    type === 'DataView'
      ? (getter(proto, 'byteLength').call(value) as number)
      : (getter(proto, 'length').call(value) as number)
  const bytes = pooled ? new Uint8Array(buffer.slice(offset, offset + length)) : undefined
  if (bytes !== undefined) walk.bytes += bytes.length
  const view: Exotic = {
    kind: 'view',
    type,
    buffer: bytes === undefined ? walk.slot(buffer, '.buffer') : walk.add({ kind: 'arraybuffer', bytes }),
    offset: pooled ? 0 : offset,
    length,
  }
  const usual = (globalThis as unknown as Record<string, { prototype: object }>)[type]?.prototype ?? null
  return withShape(walk, view, value, usual, isIndex)
}

/** The node of an object that travels by value. */
export const objectNode = (walk: Walk, value: object): ShippedNode => {
  refuse(value)
  if (Array.isArray(value)) {
    walk.stateful ||= !Object.isFrozen(value)
    return arrayNode(walk, value)
  }
  if (types.isRegExp(value)) {
    const flags = regexpFlags.map(([on, flag]) => (on?.call(value) === true ? flag : '')).join('')
    walk.stateful ||= /[gy]/.test(flags)
    const source = String(regexpSource.call(value))
    return withShape(
      walk,
      { kind: 'regexp', source, flags },
      value,
      RegExp.prototype,
      (key, found) => key === 'lastIndex' && found.value === 0,
    )
  }
  if (value instanceof TextEncoder && Object.getPrototypeOf(value) === TextEncoder.prototype)
    return { kind: 'encoder' }
  if (value instanceof TextDecoder && Object.getPrototypeOf(value) === TextDecoder.prototype)
    return { kind: 'decoder', encoding: value.encoding, fatal: value.fatal, ignoreBOM: value.ignoreBOM }
  const intl = intlOf(value)
  if (intl !== undefined) return intl
  walk.stateful ||= !Object.isFrozen(value)
  if (types.isMap(value)) {
    const entries: Slot[] = []
    forEachEntry.call(value, (item, key) => {
      entries.push(walk.slot(key, '<key>'), walk.slot(item, `.get(${showMapKey(key)})`))
    })
    return withShape(walk, { kind: 'map', entries }, value, Map.prototype)
  }
  if (types.isSet(value)) {
    const items: Slot[] = []
    forEachItem.call(value, item => {
      items.push(walk.slot(item, '<item>'))
    })
    return withShape(walk, { kind: 'set', items }, value, Set.prototype)
  }
  if (types.isDate(value))
    return withShape(walk, { kind: 'date', time: getTime.call(value) }, value, Date.prototype)
  if (types.isNativeError(value)) return errorNode(walk, value)
  if (types.isAnyArrayBuffer(value)) {
    const bytes = new Uint8Array((value as ArrayBuffer).slice(0))
    walk.bytes += bytes.length
    return withShape(walk, { kind: 'arraybuffer', bytes }, value, ArrayBuffer.prototype)
  }
  if (ArrayBuffer.isView(value)) return viewNode(walk, value as NodeJS.ArrayBufferView)
  if (types.isBoxedPrimitive(value)) {
    const primitive: unknown = Object.getPrototypeOf(Object(unboxed(value)) as object)
    return withShape(
      walk,
      { kind: 'boxed', value: walk.slot(unboxed(value), '') },
      value,
      primitive as object,
      key => typeof unboxed(value) === 'string' && (key === 'length' || isIndex(key)),
    )
  }
  const proto = Object.getPrototypeOf(value) as object | null
  if (proto === URL.prototype) return { kind: 'url', href: (value as URL).href }
  if (proto === URLSearchParams.prototype) return { kind: 'searchparams', query: String(value) }
  const native = nodeClassOf(value)
  if (native !== undefined) throw obstacles.nodeInstance(native.name, native.module)
  if (types.isModuleNamespaceObject(value)) return namespaceNode(walk, value)
  return withShape(walk, { kind: 'object' }, value, Object.prototype)
}

const showMapKey = (key: unknown): string =>
  typeof key === 'string' ? JSON.stringify(key) : typeof key === 'number' ? String(key) : '…'

const unboxed = (value: object): unknown =>
  types.isNumberObject(value)
    ? Number.prototype.valueOf.call(value)
    : types.isStringObject(value)
      ? String.prototype.valueOf.call(value)
      : types.isBooleanObject(value)
        ? Boolean.prototype.valueOf.call(value)
        : types.isBigIntObject(value)
          ? BigInt.prototype.valueOf.call(value)
          : Symbol.prototype.valueOf.call(value)

/** A module namespace as a whole: by reference where the file is known by its default export, else as an object. */
const namespaceNode = (walk: Walk, value: object): ShippedNode => {
  const standard: unknown = Object.getOwnPropertyDescriptor(value, 'default')?.value
  const builtin = builtinExport(standard)
  if (builtin?.path.length === 0) return { kind: 'namespace', url: `node:${builtin.name}` }
  const common = commonJsExport(standard)
  if (common?.path.length === 0) return { kind: 'namespace', url: common.file }
  const file = namespaceFile(value)
  if (file !== undefined) return { kind: 'namespace', url: file }
  return withShape(walk, { kind: 'object' }, value, null)
}
