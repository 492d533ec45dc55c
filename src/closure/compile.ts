// Texts become functions: each is compiled once, as the body of a function whose parameters are the captured
// variables, at the line and column where it stands in the user's script.

import { Script } from 'node:vm'
import type { Code } from './shipment.ts'

/** Makes the function from its variables; `late` sets those that did not exist yet. */
export type Factory = (
  this: unknown,
  ...captures: readonly unknown[]
) => readonly [made: unknown, late?: (...values: readonly unknown[]) => void]

const factories = new Map<string, Factory>()
const CACHED = 20_000

const around = ({ form, strict, names }: Code, late: readonly number[]): { head: string; tail: string } => {
  const set = late.map((index, i) => `${names[index]}=a${i}`).join(';')
  const setter = late.length === 0 ? '' : `,(${late.map((_, i) => `a${i}`).join()})=>{${set}}`
  const [open, close] = form === 'method' ? ['{', '}'] : ['', '']
  return {
    head: `(function(${names.join()}){${strict ? '"use strict";' : ''}return[${open}`,
    tail: `${close}${setter}]})`,
  }
}

export const compile = (code: Code, late: readonly number[]): Factory => {
  const { head, tail } = around(code, late)
  const source = head + code.text + tail
  const key = `${code.file}:${code.line}:${code.column}:${source}`
  const known = factories.get(key)
  if (known !== undefined) return known
  if (factories.size >= CACHED) factories.clear()
  const factory = new Script(source, {
    filename: code.file,
    lineOffset: code.line,
    columnOffset: code.column - head.length,
  }).runInThisContext() as Factory
  factories.set(key, factory)
  return factory
}

/** A method's text is compiled inside an object literal: the function is its only member. */
export const methodOf = (literal: unknown): unknown => {
  for (const key of Reflect.ownKeys(literal as object)) {
    const found = Object.getOwnPropertyDescriptor(literal, key)
    return found?.value ?? found?.get ?? found?.set
  }
  return undefined
}
