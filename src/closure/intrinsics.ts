// What every realm has: the language's own objects and the host's globals, by path from globalThis and back.
// Used on both sides, so that `Math.max` or `Map.prototype` arrive as the worker's own.

/** Names that a script finds without declaring them, and that a worker has as well. */
const HOST = [
  'AbortController',
  'AbortSignal',
  'Blob',
  'BroadcastChannel',
  'Buffer',
  'ByteLengthQueuingStrategy',
  'CloseEvent',
  'CompressionStream',
  'CountQueuingStrategy',
  'Crypto',
  'CryptoKey',
  'CustomEvent',
  'DOMException',
  'DecompressionStream',
  'ErrorEvent',
  'Event',
  'EventSource',
  'EventTarget',
  'File',
  'FormData',
  'Headers',
  'MessageChannel',
  'MessageEvent',
  'MessagePort',
  'Navigator',
  'Performance',
  'PerformanceEntry',
  'PerformanceMark',
  'PerformanceMeasure',
  'PerformanceObserver',
  'PerformanceObserverEntryList',
  'PerformanceResourceTiming',
  'ReadableByteStreamController',
  'ReadableStream',
  'ReadableStreamBYOBReader',
  'ReadableStreamBYOBRequest',
  'ReadableStreamDefaultController',
  'ReadableStreamDefaultReader',
  'Request',
  'Response',
  'Storage',
  'SubtleCrypto',
  'TextDecoder',
  'TextDecoderStream',
  'TextEncoder',
  'TextEncoderStream',
  'TransformStream',
  'TransformStreamDefaultController',
  'URL',
  'URLPattern',
  'URLSearchParams',
  'WebAssembly',
  'WebSocket',
  'WritableStream',
  'WritableStreamDefaultController',
  'WritableStreamDefaultWriter',
  'atob',
  'btoa',
  'clearImmediate',
  'clearInterval',
  'clearTimeout',
  'console',
  'crypto',
  'fetch',
  'global',
  'navigator',
  'performance',
  'process',
  'queueMicrotask',
  'setImmediate',
  'setInterval',
  'setTimeout',
  'structuredClone',
] as const

const LANGUAGE = [
  'AggregateError',
  'Array',
  'ArrayBuffer',
  'AsyncDisposableStack',
  'Atomics',
  'BigInt',
  'BigInt64Array',
  'BigUint64Array',
  'Boolean',
  'DataView',
  'Date',
  'DisposableStack',
  'Error',
  'EvalError',
  'FinalizationRegistry',
  'Float16Array',
  'Float32Array',
  'Float64Array',
  'Function',
  'Infinity',
  'Int16Array',
  'Int32Array',
  'Int8Array',
  'Intl',
  'Iterator',
  'JSON',
  'Map',
  'Math',
  'NaN',
  'Number',
  'Object',
  'Promise',
  'Proxy',
  'RangeError',
  'ReferenceError',
  'Reflect',
  'RegExp',
  'Set',
  'SharedArrayBuffer',
  'String',
  'SuppressedError',
  'Symbol',
  'SyntaxError',
  'TypeError',
  'URIError',
  'Uint16Array',
  'Uint32Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'WeakMap',
  'WeakRef',
  'WeakSet',
  'decodeURI',
  'decodeURIComponent',
  'encodeURI',
  'encodeURIComponent',
  'escape',
  'eval',
  'globalThis',
  'isFinite',
  'isNaN',
  'parseFloat',
  'parseInt',
  'undefined',
  'unescape',
] as const

export const isStandardGlobal: (name: string) => boolean = (
  names => (name: string) =>
    names.has(name)
)(new Set<string>([...LANGUAGE, ...HOST]))

/** Objects that no global names. */
const hidden = (): Readonly<Record<string, object>> => {
  const proto = (value: object): object => Object.getPrototypeOf(value) as object
  const generator = proto(function* () {})
  const asyncGenerator = proto(async function* () {})
  return {
    '%AsyncFunction%': proto(async () => {}).constructor,
    '%GeneratorFunction%': generator.constructor,
    '%GeneratorFunction.prototype%': generator,
    '%GeneratorPrototype%': (generator as { prototype: object }).prototype,
    '%AsyncGeneratorFunction%': asyncGenerator.constructor,
    '%AsyncGeneratorFunction.prototype%': asyncGenerator,
    '%AsyncGeneratorPrototype%': (asyncGenerator as { prototype: object }).prototype,
    '%AsyncFunction.prototype%': proto(async () => {}),
    '%TypedArray%': proto(Uint8Array),
    '%TypedArray.prototype%': proto(Uint8Array.prototype),
    '%IteratorPrototype%': proto(proto([][Symbol.iterator]())),
    '%ArrayIteratorPrototype%': proto([][Symbol.iterator]()),
    '%MapIteratorPrototype%': proto(new Map()[Symbol.iterator]()),
    '%SetIteratorPrototype%': proto(new Set()[Symbol.iterator]()),
    '%StringIteratorPrototype%': proto(''[Symbol.iterator]()),
    '%RegExpStringIteratorPrototype%': proto(''.matchAll(/x/g)),
  }
}

const wellKnown = new Map<string, symbol>(
  Object.getOwnPropertyNames(Symbol).flatMap(name => {
    const value: unknown = Object.getOwnPropertyDescriptor(Symbol, name)?.value
    return typeof value === 'symbol' ? [[`@@${name}`, value]] : []
  }),
)
const wellKnownNames = new Map([...wellKnown].map(([name, symbol]) => [symbol, name]))

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function'

const buildTable = (): ReadonlyMap<unknown, readonly string[]> => {
  const table = new Map<unknown, readonly string[]>()
  const add = (value: unknown, path: readonly string[], depth: number): void => {
    if (typeof value === 'symbol' && !table.has(value)) table.set(value, path)
    if (!isObject(value)) return
    if (!table.has(value)) table.set(value, path)
    else if (table.get(value) !== path && depth < 2) return
    if (depth === 0) return
    for (const key of Reflect.ownKeys(value)) {
      const name = typeof key === 'string' ? key : wellKnownNames.get(key)
      if (name === undefined) continue
      const found = Object.getOwnPropertyDescriptor(value, key)
      // A prototype does not use up a level: Array.prototype.map is as near as Math.max.
      const next = name === 'prototype' ? depth : depth - 1
      if (found?.get) add(found.get, [...path, name, 'get'], 0)
      if (found?.set) add(found.set, [...path, name, 'set'], 0)
      if (found !== undefined && 'value' in found) add(found.value, [...path, name], next)
    }
  }
  table.set(globalThis, [])
  for (const name of [...LANGUAGE, ...HOST]) {
    const found = Object.getOwnPropertyDescriptor(globalThis, name)
    // Accessors load parts of Node: they are named in texts, and seldom captured.
    if (found !== undefined && 'value' in found) add(found.value, [name], name === 'Intl' ? 2 : 1)
  }
  // Of the process, what it does and not what it holds: a captured process.argv is the driver's.
  table.set(process, ['process'])
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(process)))
    if (typeof value === 'function') add(value, ['process', name], 0)
  add(Buffer, ['Buffer'], 1)
  for (const [name, value] of Object.entries(hidden())) add(value, [name], 1)
  return table
}

let table: ReadonlyMap<unknown, readonly string[]> | undefined

/** The path of an intrinsic object, function or well-known symbol. */
export const intrinsicPath = (value: unknown): readonly string[] | undefined => {
  table ??= buildTable()
  return table.get(value)
}

/** What a path leads to in this realm. */
export const intrinsicAt = (path: readonly string[]): unknown => {
  const [first, ...rest] = path
  if (first === undefined) return globalThis
  let value: unknown = first.startsWith('%')
    ? hidden()[first]
    : (globalThis as Readonly<Record<string, unknown>>)[first]
  for (let i = 0; i < rest.length; i++) {
    const name = rest[i] ?? ''
    const key = wellKnown.get(name) ?? name
    const found = Object.getOwnPropertyDescriptor(value as object, key)
    const accessor = i === rest.length - 2 ? rest[i + 1] : undefined
    if (accessor === 'get' && found?.get) return found.get
    if (accessor === 'set' && found?.set) return found.set
    value = found?.value
  }
  return value
}
