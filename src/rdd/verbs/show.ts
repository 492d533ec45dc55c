import { type Call, calling, failure } from '../call.ts'
import { printTable } from '../print-table.ts'
import type { RDD } from '../rdd.ts'
import type { Running, Showing } from '../shape.ts'
import { taken } from './take.ts'

export const show = (n = 20, options?: Running & Showing): ((rdd: RDD<unknown>) => Promise<void>) => {
  const call = calling('show')
  return async rdd => {
    checkRows(call, n)
    const elements = await taken(call, rdd, n + 1, options)
    const titles = titlesOf(elements)
    const rows = elements.map(element => titles.map(title => valueAt(element, title)))
    const columns = titles.map((title, i) => ({ title, right: rows.every(row => isNumber(row[i])) }))
    await printTable(columns, rows, n, options?.truncate !== false)
  }
}

const checkRows = (call: Call, n: unknown): void => {
  if (!Number.isSafeInteger(n) || (n as number) < 0)
    throw failure(call, 'ARGUMENT', `takes a number of elements that is an integer from 0, not ${String(n)}.`)
}

const VALUE = 'value'

const isPlain = (x: unknown): x is Readonly<Record<string, unknown>> => {
  if (typeof x !== 'object' || x === null) return false
  const prototype: unknown = Object.getPrototypeOf(x)
  return prototype === Object.prototype || prototype === null
}

/** The fields of rows, the places of tuples (as Spark counts them), or one column for anything else. */
const titlesOf = (elements: readonly unknown[]): readonly string[] => {
  if (elements.length > 0 && elements.every(isPlain))
    return [...new Set(elements.flatMap(element => Object.keys(element)))]
  if (elements.length > 0 && elements.every(Array.isArray)) {
    const width = elements.reduce((widest, { length }) => Math.max(widest, length), 0)
    return Array.from({ length: width }, (_, i) => `_${i + 1}`)
  }
  return [VALUE]
}

const valueAt = (element: unknown, title: string): unknown => {
  if (Array.isArray(element) && title !== VALUE) return element[Number(title.slice(1)) - 1]
  return isPlain(element) && title in element ? element[title] : title === VALUE ? element : undefined
}

const isNumber = (value: unknown): boolean => typeof value === 'number' || typeof value === 'bigint'
