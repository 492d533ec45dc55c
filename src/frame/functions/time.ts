// Functions of dates and timestamps, all in UTC.

import type { Column } from '../column.ts'
import { byName, column, toExpression } from '../column-value.ts'
import { call } from '../plan/expression.ts'
import type { Any, Integral, Lift, Temporal } from '../types.ts'
import { apply, applyAll, type Of, type TypeAt } from './apply.ts'

type T = Of<Temporal>
type Int<C> = Column<Lift<'int32', TypeAt<C>>>
type Day<C> = Column<Lift<'date', TypeAt<C>>>

export const year = <const C extends T>(time: C): Int<C> => apply('year', time)
export const quarter = <const C extends T>(time: C): Int<C> => apply('quarter', time)
/** 1 to 12. */
export const month = <const C extends T>(time: C): Int<C> => apply('month', time)
/** The ISO week, 1 to 53. */
export const weekOfYear = <const C extends T>(time: C): Int<C> => apply('weekOfYear', time)
export const dayOfMonth = <const C extends T>(time: C): Int<C> => apply('dayOfMonth', time)
export const dayOfYear = <const C extends T>(time: C): Int<C> => apply('dayOfYear', time)
/** 1 is Sunday, 7 Saturday. */
export const dayOfWeek = <const C extends T>(time: C): Int<C> => apply('dayOfWeek', time)
export const hour = <const C extends T>(time: C): Int<C> => apply('hour', time)
export const minute = <const C extends T>(time: C): Int<C> => apply('minute', time)
export const second = <const C extends T>(time: C): Int<C> => apply('second', time)
export const dateAdd = <const C extends T>(time: C, days: number | Column<Integral>): Day<C> =>
  apply('dateAdd', time, days)
export const dateSub = <const C extends T>(time: C, days: number | Column<Integral>): Day<C> =>
  apply('dateSub', time, days)
/** Days from `start` to `end`. */
export const dateDiff = (end: T, start: T): Column<'int32?'> => applyAll('dateDiff', [end, start])
/** A day that the month does not have becomes its last one. */
export const addMonths = <const C extends T>(time: C, months: number | Column<Integral>): Day<C> =>
  apply('addMonths', time, months)
/** The last day of the month. */
export const lastDay = <const C extends T>(time: C): Day<C> => apply('lastDay', time)

export type TimeUnit = 'year' | 'quarter' | 'month' | 'week' | 'day' | 'hour' | 'minute' | 'second'
/** The start of the unit in which a time falls, as a timestamp. */
export const dateTrunc = <const C extends T>(unit: TimeUnit, time: C): Column<Lift<'timestamp', TypeAt<C>>> =>
  column(call('dateTrunc', toExpression(unit), byName(time))) as never
/** A date, of a timestamp or of text: `2024-01-31`, or as the format (of strptime) says. */
export const toDate = <const C extends Of<Any>>(value: C, format?: string): Day<C> =>
  apply('toDate', value, ...(format === undefined ? [] : [format]))
/** A timestamp, of a date or of text: ISO 8601, or as the format (of strptime) says. */
export const toTimestamp = <const C extends Of<Any>>(
  value: C,
  format?: string,
): Column<Lift<'timestamp', TypeAt<C>>> =>
  apply('toTimestamp', value, ...(format === undefined ? [] : [format]))
/** Text by a format of strftime: `%Y-%m`. */
export const dateFormat = <const C extends T>(time: C, format: string): Column<Lift<'string', TypeAt<C>>> =>
  apply('dateFormat', time, format)
/** Milliseconds since 1970. */
export const unixMillis = <const C extends T>(time: C): Column<Lift<'int64', TypeAt<C>>> =>
  apply('unixMillis', time)
/** The timestamp so many milliseconds after 1970. */
export const timestampMillis = <const C extends Of<Integral>>(
  millis: C,
): Column<Lift<'timestamp', TypeAt<C>>> => apply('timestampMillis', millis)
