// The named types of a column, from text. Strict: what a type cannot hold exactly is refused, never rounded,
// shifted or guessed. A parser returns undefined for text it refuses.

import type { ColumnType } from '../lineage/source.ts'

export type FieldParser = (text: string) => unknown

const INTEGER = /^[+-]?\d+$/
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/
const TIMESTAMP =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/

const BLANK = 32
const MINUS = 45
const POINT = 46
const ZERO = 48
const COLON = 58
const LETTER_T = 84
/** As many digits as a double always holds exactly. */
const EXACT_DIGITS = 15
/** Exact, and so is what one correctly rounded division by them gives. */
const POWERS = Array.from({ length: EXACT_DIGITS + 1 }, (_, i) => 10 ** i)

/** Numbers of the everyday form, without a RegExp; undefined for any other text, be it a number or not. */
const plainDecimal = (text: string): number | undefined => {
  const { length } = text
  const start = text.charCodeAt(0) === MINUS ? 1 : 0
  let point = length
  let digits = 0
  for (let i = start; i < length; i++) {
    const digit = text.charCodeAt(i) - ZERO
    if (digit >= 0 && digit <= 9) digits = digits * 10 + digit
    else if (digit === POINT - ZERO && point === length) point = i
    else return undefined
  }
  const count = length - start - (point === length ? 0 : 1)
  if (count < 1 || count > EXACT_DIGITS) return undefined
  const size = point === length ? digits : digits / POWERS[length - point - 1]!
  return start === 1 ? -size : size
}

const int32: FieldParser = text => {
  const plain = text.includes('.') ? undefined : plainDecimal(text)
  if (plain !== undefined) return plain === (plain | 0) ? plain | 0 : undefined
  if (!INTEGER.test(text)) return undefined
  const n = Number(text)
  return n === (n | 0) ? n | 0 : undefined
}

const int64: FieldParser = text => {
  if (!INTEGER.test(text)) return undefined
  const n = BigInt(text.startsWith('+') ? text.slice(1) : text)
  return n === BigInt.asIntN(64, n) ? n : undefined
}

const NOT_FINITE: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
])

const float64: FieldParser = text => {
  const plain = plainDecimal(text)
  if (plain !== undefined) return plain
  if (!DECIMAL.test(text)) return NOT_FINITE.get(text)
  const n = Number(text)
  return Number.isFinite(n) ? n : undefined
}

const boolean: FieldParser = text => {
  const lower = text.toLowerCase()
  return lower === 'true' ? true : lower === 'false' ? false : undefined
}

const pair = (text: string, at: number): number => {
  const [tens, ones] = [text.charCodeAt(at) - ZERO, text.charCodeAt(at + 1) - ZERO]
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN
}

/** In milliseconds. Years below 100 are the slow way's: to `Date.UTC` they are of the twentieth century. */
const plainDay = (text: string): number | undefined => {
  if (text.charCodeAt(4) !== MINUS || text.charCodeAt(7) !== MINUS) return undefined
  const [year, month, day] = [pair(text, 0) * 100 + pair(text, 2), pair(text, 5), pair(text, 8)]
  const isDay = year >= 100 && month >= 1 && day >= 1 && day <= daysIn(year, month)
  return isDay ? Date.UTC(year, month - 1, day) : undefined
}

/** 0 for no month. */
const daysIn = (year: number, month: number): number => {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  if (month === 4 || month === 6 || month === 9 || month === 11) return 30
  return month <= 12 ? 31 : 0
}

/** Of the form 2024-01-31 08:15:00, or with a T, without a RegExp; undefined for any other text, be it a time or not. */
const plainTimestamp = (text: string): Date | undefined => {
  if (text.length !== 19 || text.charCodeAt(13) !== COLON || text.charCodeAt(16) !== COLON) return undefined
  const between = text.charCodeAt(10)
  const day = between === BLANK || between === LETTER_T ? plainDay(text) : undefined
  const [hour, minute, second] = [pair(text, 11), pair(text, 14), pair(text, 17)]
  if (day === undefined || !(hour <= 23 && minute <= 59 && second <= 59)) return undefined
  return new Date(day + ((hour * 60 + minute) * 60 + second) * 1000)
}

const date: FieldParser = text => {
  const plain = text.length === 10 ? plainDay(text) : undefined
  if (plain !== undefined) return new Date(plain)
  const match = DATE.exec(text)
  if (match === null) return undefined
  const [, year, month, day] = match
  // Date.parse takes 30 February for 1 March in one form and refuses it in another; so look at what came out.
  const at = new Date(`${year}-${month}-${day}T00:00:00Z`)
  return at.getUTCDate() === Number(day) && at.getUTCMonth() === Number(month) - 1 ? at : undefined
}

/** ISO 8601, with a blank for the T if need be; without a zone it is UTC, on every machine. */
const timestamp: FieldParser = text => {
  const plain = plainTimestamp(text)
  if (plain !== undefined) return plain
  const match = TIMESTAMP.exec(text)
  if (match === null) return undefined
  const [, day, hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] = match
  // A Date holds milliseconds.
  if (date(day!) === undefined || !/^0*$/.test(fraction.slice(3))) return undefined
  const offset = zone === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`
  const at = new Date(`${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`)
  return Number(hour) > 23 || Number.isNaN(at.getTime()) ? undefined : at
}

export const FIELD_PARSERS: { readonly [T in ColumnType]: FieldParser } = {
  string: text => text,
  int32,
  int64,
  float64,
  boolean,
  date,
  timestamp,
}
