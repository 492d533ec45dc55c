// Arrow's RecordBatch as a value: the bytes of Arrow's own stream format. apache-arrow is loaded when the first one is
// met, at once where need be: values are written and read between two records of a loop that does not wait.

import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Data, RecordBatch } from 'apache-arrow'
import { damaged } from './bytes.ts'
import { className } from './refusal.ts'

export type { RecordBatch } from 'apache-arrow'

type Arrow = typeof import('apache-arrow')

let library: Arrow | undefined

/** The copy of apache-arrow that `import` gives, whatever loader the program runs under. */
export const loadArrow = async (): Promise<Arrow> => {
  library = await import('apache-arrow')
  return library
}

const NOT_LOADED = Symbol('apache-arrow is not loaded')
let canWait = false

/** For who can wait: what `read` decodes is of the copy that `import` gives. */
export const withArrow = async <T>(read: () => T): Promise<T> => {
  try {
    canWait = true
    return read()
  } catch (error) {
    if (error !== NOT_LOADED) throw error
  } finally {
    canWait = false
  }
  await loadArrow()
  return read()
}

const arrow = (): Arrow => {
  if (library === undefined && canWait) throw NOT_LOADED
  library ??= createRequire(import.meta.url)(fileURLToPath(import.meta.resolve('apache-arrow'))) as Arrow
  return library
}

/** By shape, without loading anything. */
export const isRecordBatch = (value: object, prototype: unknown): value is RecordBatch =>
  className(prototype) === 'RecordBatch' && ['schema', 'data'].every(name => holdsObject(value, name))

const holdsObject = (value: object, name: string): boolean => {
  const held: unknown = Object.getOwnPropertyDescriptor(value, name)?.value
  return typeof held === 'object' && held !== null
}

export const recordBatchBytes = (batch: RecordBatch): Uint8Array => {
  const own = batch.constructor === arrow().RecordBatch ? batch : (adopted(batch) as RecordBatch)
  return arrow().RecordBatchStreamWriter.writeAll([own]).toUint8Array(true)
}

/** What another copy of apache-arrow made (that for CommonJS, say), as if ours had. */
const adopted = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || value instanceof Map)
    return value
  if (Array.isArray(value)) return value.map(adopted)
  const name = className(Object.getPrototypeOf(value))
  const classes = arrow() as unknown as Readonly<Record<string, { readonly prototype: object } | undefined>>
  if (name === 'Vector' || name === 'MemoizedVector')
    return new (arrow().Vector)(adopted((value as { data: unknown }).data) as Data[])
  const made = Object.create(classes[name]?.prototype ?? Object.prototype) as object
  return Object.assign(
    made,
    Object.fromEntries(Object.entries(value).map(([key, part]) => [key, adopted(part)])),
  )
}

/** Takes bytes that start at a multiple of 8 of their buffer and are the batch's own from now on. */
export const recordBatchOf = (bytes: Uint8Array): RecordBatch => {
  const { RecordBatchReader } = arrow()
  try {
    const { value } = RecordBatchReader.from(bytes).next()
    if (value !== null && value !== undefined) return value
  } catch {
    // Told below.
  }
  throw damaged('a record batch is malformed')
}
