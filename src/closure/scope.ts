// Where a function is and what its scopes hold, as V8 knows it.

import { types } from 'node:util'
import type { Analysis } from './analysis.ts'
import { analyse } from './free-variables.ts'
import {
  handleOf,
  isDebugging,
  post,
  readValue,
  release,
  type Script,
  scriptOf,
  scriptSource,
} from './inspector.ts'

// biome-ignore lint/complexity/noBannedTypes: any function at all is what travels.
export type Fn = Function

/** What never changes about a function. */
export interface Facts {
  readonly text: string
  readonly native: boolean
  readonly scriptId: string
  readonly script: Script | undefined
  /** Where V8 says that it is, from 0. */
  readonly line: number
  readonly column: number
}

export interface Scope {
  /** `Closure`, `Block`, `Module`, `Script`, `Global`, `With Block` … */
  readonly type: string
  readonly variables: Readonly<Record<string, unknown>>
}

interface RemoteValue {
  readonly objectId?: string
  readonly value?: unknown
  /** What JSON does not have: `-0`, `NaN`, `Infinity`, `10n`. */
  readonly unserializableValue?: string
}

interface InternalProperty {
  readonly name: string
  readonly value?: RemoteValue
}

export interface PrivateProperty {
  readonly name: string
  readonly value: unknown
}

const inspected = new Map<unknown, ReadonlyMap<string, RemoteValue>>()
const scopesOf = new Map<Fn, readonly Scope[]>()

/** Forgets the values of variables. */
export const forget = (): void => {
  inspected.clear()
  scopesOf.clear()
}

/** Ends a capture, if it needed the inspector at all. */
export const endReading = (): void => {
  if (inspected.size === 0 && !isDebugging()) return
  forget()
  release()
}

const internals = (value: unknown): ReadonlyMap<string, RemoteValue> => {
  const known = inspected.get(value)
  if (known !== undefined) return known
  const { internalProperties = [] } = post<{ internalProperties?: InternalProperty[] }>(
    'Runtime.getProperties',
    { objectId: handleOf(value), ownProperties: true },
  )
  const found = new Map(internalProperties.map(({ name, value: at }) => [name, at ?? {}]))
  inspected.set(value, found)
  return found
}

const remote = (at: RemoteValue | undefined): unknown => {
  if (at?.objectId !== undefined) return readValue(at.objectId)
  const text = at?.unserializableValue
  if (text === undefined) return at?.value
  return text.endsWith('n') ? BigInt(text.slice(0, -1)) : Number(text)
}

const NATIVE = /\{\s*\[native code\]\s*\}\s*$/
const toText = Function.prototype.toString

const facts = new WeakMap<Fn, Facts>()

export const factsOf = (fn: Fn): Facts => {
  const known = facts.get(fn)
  if (known !== undefined) return known
  const text = toText.call(fn)
  const native = NATIVE.test(text)
  const location = native
    ? undefined
    : (internals(fn).get('[[FunctionLocation]]')?.value as
        | { scriptId: string; lineNumber: number; columnNumber: number }
        | undefined)
  const found: Facts = {
    text,
    native,
    scriptId: location?.scriptId ?? '',
    script: location === undefined ? undefined : scriptOf(location.scriptId),
    line: location?.lineNumber ?? 0,
    column: location?.columnNumber ?? 0,
  }
  facts.set(fn, found)
  return found
}

/** Where the text starts in its script, from 0. */
export const startOf = (at: Facts, { location }: Analysis): { line: number; column: number } => {
  const before = at.text.slice(0, location).split('\n')
  if (before.length === 1) return { line: at.line, column: at.column - location }
  // The parameters (of a constructor, say) begin on a later line: only the source knows the column.
  const line = at.line - (before.length - 1)
  const opening = (scriptSource(at.scriptId).split('\n')[line] ?? '').lastIndexOf(before[0] ?? '')
  return { line, column: Math.max(0, opening) }
}

export const analysisOf = (fn: Fn): Analysis => analyse(factsOf(fn).text)

const SCOPES = 'Array.from(this,s=>[s.description,s.object])'

const PROLOGUE = /^(?:#![^\n]*|\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*(['"])use strict\1/
const strictScripts = new Map<string, boolean>()

const isStrictScript = (scriptId: string): boolean => {
  const known = strictScripts.get(scriptId)
  if (known !== undefined) return known
  const strict = PROLOGUE.test(scriptSource(scriptId))
  strictScripts.set(scriptId, strict)
  return strict
}

/** Whether a function is strict code. */
export const isStrict = (fn: Fn, { form, generator }: Analysis): boolean => {
  const { script, scriptId, text } = factsOf(fn)
  if (form === 'class' || script?.module === true) return true
  // Only sloppy ordinary functions have an own `caller`.
  if (form === 'function' && !generator && !/^async\b/.test(text)) return !Object.hasOwn(fn, 'caller')
  return script !== undefined && isStrictScript(scriptId)
}

/** The scopes that V8 kept for a function, the innermost first; their values are a snapshot. */
export const scopes = (fn: Fn): readonly Scope[] => {
  const known = scopesOf.get(fn)
  if (known !== undefined) return known
  const at = internals(fn).get('[[Scopes]]')?.objectId
  const list = (at === undefined ? [] : readValue(at, SCOPES)) as readonly [string, Scope['variables']][]
  const found = list.map(([type, variables]) => ({ type: type.replace(/ \(.*/s, ''), variables }))
  scopesOf.set(fn, found)
  return found
}

export type Lookup =
  | { readonly found: 'value'; readonly value: unknown; readonly type: string; readonly depth: number }
  | { readonly found: 'uninitialised' }
  | { readonly found: 'absent' }

/** The value of a variable as the function sees it. */
export const lookup = (list: readonly Scope[], name: string): Lookup => {
  for (const [depth, { type, variables }] of list.entries()) {
    if (type === 'Global') break
    try {
      if (Object.hasOwn(variables, name))
        return { found: 'value', value: variables[name], type, depth: list.length - depth }
    } catch {
      // Node 22 and later: touching a variable before its declaration ran.
      return { found: 'uninitialised' }
    }
  }
  return { found: 'absent' }
}

/** What a Proxy stands before; no trap runs. */
export const proxyParts = (value: object): { readonly target: unknown; readonly handler: unknown } => {
  const found = internals(value)
  return { target: remote(found.get('[[Target]]')), handler: remote(found.get('[[Handler]]')) }
}

export interface Bound {
  readonly target: Fn
  readonly receiver: unknown
  readonly args: readonly unknown[]
}

/** What `bind` was given, undefined for functions that it did not make. */
export const boundOf = (fn: Fn): Bound | undefined => {
  const found = internals(fn)
  const target = remote(found.get('[[TargetFunction]]'))
  if (typeof target !== 'function') return undefined
  return {
    target,
    receiver: remote(found.get('[[BoundThis]]')),
    args: remote(found.get('[[BoundArgs]]')) as readonly unknown[],
  }
}

/** Private fields of an object, those of the base class first. */
export const privatesOf = (value: object): readonly PrivateProperty[] => {
  if (types.isProxy(value)) return []
  const { privateProperties = [] } = post<{ privateProperties?: { name: string; value?: RemoteValue }[] }>(
    'Runtime.getProperties',
    { objectId: handleOf(value), ownProperties: true },
  )
  inspected.set(value, inspected.get(value) ?? new Map())
  return privateProperties.map(({ name, value: at }) => ({ name: name.replace(/^#/, ''), value: remote(at) }))
}
