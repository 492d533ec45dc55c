// In which class's body a function stands that only this body can hold: it uses `super` or a private name.

import { types } from 'node:util'
import type { Analysis } from './analysis.ts'
import { evaluateAtEntry } from './entry.ts'
import { HUB, hub } from './inspector.ts'
import { offsetOf } from './rewrite.ts'
import { analysisOf, type Facts, type Fn, factsOf, scopes, startOf } from './scope.ts'
import type { Inside } from './walk.ts'

const isFn = (value: unknown): value is Fn => typeof value === 'function' && !types.isProxy(value)

/** The classes that an object's prototype chain belongs to, the base first. */
export const classesOf = (value: object): readonly Fn[] => {
  const classes: Fn[] = []
  if (types.isProxy(value)) return classes
  for (let proto = Object.getPrototypeOf(value); proto !== null; proto = Object.getPrototypeOf(proto)) {
    if (types.isProxy(proto)) break
    const maker: unknown = Object.getOwnPropertyDescriptor(proto, 'constructor')?.value
    if (isFn(maker) && maker.prototype === proto) classes.unshift(maker)
  }
  return classes
}

const parentsOf = (fn: Fn): readonly Fn[] => {
  const parents: Fn[] = []
  for (let at: unknown = fn; isFn(at); at = Object.getPrototypeOf(at)) parents.push(at)
  return parents
}

const offsetIn = (holder: Fn, inner: Facts, at: { line: number; column: number }): number | undefined => {
  const outer = factsOf(holder)
  if (outer.native || outer.scriptId !== inner.scriptId || !outer.text.includes(inner.text)) return undefined
  if (outer.text === inner.text || !/^class\b/.test(outer.text)) return undefined
  const offset = offsetOf(outer.text, startOf(outer, analysisOf(holder)), at)
  return outer.text.startsWith(inner.text, offset) ? offset : undefined
}

/** Objects within sight of a function: in one of them may be its class. */
const visible = (fn: Fn): readonly object[] =>
  scopes(fn)
    .filter(({ type }) => type !== 'Global')
    .flatMap(({ variables }) =>
      Object.values(Object.getOwnPropertyDescriptors(variables)).flatMap(({ value }) =>
        (typeof value === 'object' && value !== null) || typeof value === 'function' ? [value as object] : [],
      ),
    )

/** A function of the text that can be entered and uses the name: for a class, one of its methods. */
const probeOf = (fn: Fn, analysis: Analysis, name: string): Fn | undefined => {
  if (analysis.form !== 'class') return analysis.generator ? undefined : fn
  return [fn, fn.prototype as object]
    .flatMap(holder =>
      Object.entries(Object.getOwnPropertyDescriptors(holder)).flatMap(([key, { value, get, set }]) =>
        key === 'constructor' ? [] : [value, get, set],
      ),
    )
    .filter(isFn)
    .find(each => {
      const { native, text, scriptId } = factsOf(each)
      return (
        !native && scriptId === factsOf(fn).scriptId && mentions(text, name) && !analysisOf(each).generator
      )
    })
}

const mentions = (text: string, name: string): boolean => text.includes(`#${name}`)

/** Whether the private name, as the function sees it, is one that the object has. */
const has = (probe: Fn, name: string, object: object): boolean => {
  const held = hub as unknown as { held: unknown }
  held.held = object
  try {
    const entry = evaluateAtEntry(probe, `(()=>{try{return #${name} in ${HUB}.held}catch{return false}})()`)
    return entry.reached && entry.value === true
  } finally {
    held.held = undefined
  }
}

/**
 * The class of an arrow function's `this`, or the one whose private name is seen to be the function's: a class that only
 * looks the same (made by another call of the function around it) is not it.
 */
export const insideOf = (fn: Fn, analysis: Analysis, receiver: unknown): Inside | undefined => {
  const facts = factsOf(fn)
  const at = startOf(facts, analysis)
  const within = (classes: readonly Fn[], isStatic: boolean): Inside | undefined => {
    for (const holder of classes) {
      const offset = offsetIn(holder, facts, at)
      if (offset !== undefined) return { holder, isStatic, offset }
    }
    return undefined
  }
  if (analysis.form === 'arrow') {
    const found = isFn(receiver)
      ? within(parentsOf(receiver), true)
      : typeof receiver === 'object' && receiver !== null
        ? within(classesOf(receiver), false)
        : undefined
    if (found !== undefined) return found
  }
  const { privateName, usesSuper } = analysis
  if (privateName === undefined || usesSuper) return undefined
  const probe = probeOf(fn, analysis, privateName)
  if (probe === undefined) return undefined
  for (const object of visible(fn)) {
    const inside = within(isFn(object) ? parentsOf(object) : classesOf(object), true)
    if (inside !== undefined && has(probe, privateName, object)) return inside
  }
  return undefined
}
