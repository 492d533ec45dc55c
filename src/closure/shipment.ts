// Closures on their way to a worker: `capture` turns functions and what they capture into a shipment, `revive` turns
// it back into functions. User code and local modules travel by value (text and variables), packages and Node's own
// modules by reference (file and export path). Never here: values that records are made of (codec), the wire.
// Guarded by laws/closure: what is revived equals what was captured, and nothing of the user's runs while capturing.

/** What a variable or a property holds: a primitive as it is, anything with identity as the number of its node. */
export type Slot = undefined | null | boolean | number | string | bigint | readonly [node: number]

export type Key = string | readonly [node: number]

/** A property that is not simply enumerable, writable and configurable data under a string. */
export interface Property {
  readonly key: Key
  readonly value?: Slot
  readonly get?: Slot
  readonly set?: Slot
  /** Reads a box: the variable that a module exports. */
  readonly live?: Slot
  /** 1 enumerable, 2 configurable, 4 writable. */
  readonly flags: number
}

/** What every object has besides its contents; absent parts are as the kind of node has them by itself. */
export interface Shape {
  readonly proto?: Slot
  readonly keys?: readonly string[]
  readonly values?: readonly Slot[]
  /** Instead of keys and values, in order, when some property is out of the ordinary. */
  readonly properties?: readonly Property[]
  readonly integrity?: 'frozen' | 'sealed' | 'closed'
}

/** One text, compiled once per executor however many closures were made of it. */
export interface Code {
  /** Shown in stacks: `partita:` and the script's URL, see position.ts. */
  readonly file: string
  /** Where the text starts in its script, from 0. */
  readonly line: number
  readonly column: number
  readonly text: string
  /** `method` texts are only valid inside an object literal. */
  readonly form: 'expression' | 'method'
  readonly strict: boolean
  readonly names: readonly string[]
}

/** Private fields of one object that one class of its chain declares. */
export interface PrivateFields {
  readonly of: Slot
  readonly names: readonly string[]
  readonly values: readonly Slot[]
}

export interface Privates {
  /** The class that makes the object. */
  readonly maker: Slot
  readonly fields: readonly PrivateFields[]
}

export type Exotic =
  | { readonly kind: 'object' }
  | { readonly kind: 'array'; readonly items: readonly Slot[]; readonly holes?: readonly number[] }
  | { readonly kind: 'map'; readonly entries: readonly Slot[] }
  | { readonly kind: 'set'; readonly items: readonly Slot[] }
  | { readonly kind: 'date'; readonly time: number }
  | { readonly kind: 'regexp'; readonly source: string; readonly flags: string }
  | { readonly kind: 'error' }
  | { readonly kind: 'boxed'; readonly value: Slot }
  | { readonly kind: 'arraybuffer'; readonly bytes: Uint8Array }
  | {
      readonly kind: 'view'
      readonly type: string
      readonly buffer: Slot
      readonly offset: number
      readonly length: number
    }
  | { readonly kind: 'url'; readonly href: string }
  | { readonly kind: 'searchparams'; readonly query: string }
  | { readonly kind: 'encoder' }
  | {
      readonly kind: 'decoder'
      readonly encoding: string
      readonly fatal: boolean
      readonly ignoreBOM: boolean
    }
  | { readonly kind: 'intl'; readonly name: string; readonly options: Readonly<Record<string, unknown>> }

export type ByReference =
  | { readonly kind: 'intrinsic'; readonly path: readonly string[] }
  /** A package's file, as it was really loaded. */
  | {
      readonly kind: 'package'
      readonly format: 'esm' | 'cjs'
      readonly file: string
      readonly path: readonly string[]
    }
  | { readonly kind: 'builtin'; readonly name: string; readonly path: readonly string[] }
  /** What an import statement of a file names, where no loaded file could be told. */
  | {
      readonly kind: 'imported'
      readonly specifier: string
      readonly parent: string
      readonly path: readonly string[]
    }
  /** A module namespace as a whole. */
  | { readonly kind: 'namespace'; readonly url: string }
  /** What `task` names. */
  | { readonly kind: 'task'; readonly url: string; readonly name: string }
  /** `require`, `import.meta` and `import()` of a file. */
  | {
      readonly kind: 'require' | 'meta' | 'importer'
      readonly file: string
    }

export type ShippedNode =
  | ByReference
  | { readonly kind: 'symbol'; readonly id: string; readonly description: string | undefined }
  | { readonly kind: 'registered'; readonly key: string }
  /** The switch that keeps constructors from running while instances are revived. */
  | { readonly kind: 'reviving' }
  /** What takes the counts of instrumented code and keeps none. */
  | { readonly kind: 'counters' }
  /** A variable that several closures share and one of them writes. */
  | { readonly kind: 'box'; readonly value: Slot }
  | {
      readonly kind: 'function'
      readonly code: number
      readonly captures: readonly Slot[]
      readonly receiver?: Slot
      readonly shape?: Shape
      /** It assigns to a captured variable. */
      readonly writes?: boolean
    }
  | {
      readonly kind: 'class'
      readonly code: number
      readonly captures: readonly Slot[]
      readonly receiver?: Slot
      readonly shape?: Shape
      /** Made by a method that was put into another class, whose private names it uses; there is no `code` then. */
      readonly within?: { readonly of: Slot; readonly maker: string }
      /** What the class definition itself needs: its parent, and the class that it is made within. */
      readonly needs: readonly Slot[]
      /** Equal in all shipments that hold this class, see class-identity.ts. */
      readonly key: string
      readonly writes?: boolean
      /** No task can change it, nor what it refers to. */
      readonly lasting?: boolean
      readonly fields?: PrivateFields
    }
  | {
      readonly kind: 'bound'
      readonly target: Slot
      readonly receiver: Slot
      readonly args: readonly Slot[]
      readonly shape?: Shape
    }
  /** A function that is made inside a class, by a method that was put there for it. */
  | {
      readonly kind: 'inner'
      readonly of: Slot
      readonly maker: string
      readonly method?: true
      readonly captures: readonly Slot[]
      readonly receiver: Slot
      readonly shape?: Shape
    }
  /** What a function of node:util made of another function. */
  | { readonly kind: 'adapted'; readonly how: 'promisify' | 'callbackify'; readonly of: Slot }
  /** A method of a class, found on its prototype. */
  | { readonly kind: 'member'; readonly of: Slot; readonly key: Key }
  /** The `prototype` object of a function or class, with what its text does not define. */
  | { readonly kind: 'prototype'; readonly of: Slot; readonly shape?: Shape }
  | (Exotic & { readonly shape?: Shape; readonly privates?: Privates })

/** How the members that capturing puts into classes are called; reviving takes them out again. */
export const INNER = '$partita'

/** Plain data: it survives v8.serialize and structuredClone unchanged. */
export interface ShipmentGraph {
  readonly codes: readonly Code[]
  readonly nodes: readonly ShippedNode[]
  readonly roots: readonly Slot[]
}

export interface Shipment {
  /** Unique in this process: executors cache by it. */
  readonly id: number
  readonly graph: ShipmentGraph
  /** True when a task could change something that the graph holds, so that each task needs a fresh copy. */
  readonly stateful: boolean
  /** Approximate size, for warnings. */
  readonly bytes: number
  /** Functions that travel by value. */
  readonly functions: number
}

export const isNode = (slot: Slot | Key): slot is readonly [node: number] => Array.isArray(slot)
