// Aggregates and rankings.

import type { Column } from '../column.ts'
import { byName, column, toExpression } from '../column-value.ts'
import { call } from '../plan/expression.ts'
import type { Any, IsAny, Logical, NotNull, Numeric, OrNull, SumOf, Textual } from '../types.ts'
import { apply, applyAll, type Of, type TypeAt } from './apply.ts'

type OneOf<C> = Column<OrNull<TypeAt<C>>>
type Real = Column<'float64?'>
type ListOf<T> = IsAny<T> extends true ? Any : { readonly list: NotNull<T> }

/** Rows; of a column, those where it is not null. */
export const count = (value?: Of<Any> | '*'): Column<'int64'> =>
  column(
    value === undefined || value === '*' ? call('count') : call('count', byName(value)),
  ) as Column<'int64'>
/** Different values, or combinations of values, none of them null. */
export const countDistinct = (...values: readonly Of<Any>[]): Column<'int64'> =>
  applyAll('countDistinct', values)
/** Rows that meet the condition. */
export const countIf = (condition: Column<Logical>): Column<'int64'> => apply('countIf', condition)
/** About how many different values there are (HyperLogLog). */
export const approxCountDistinct = (value: Of<Any>): Column<'int64'> => apply('approxCountDistinct', value)

/** Of integers an int64, where an overflow is an error; of none, null. */
export const sum = <const C extends Of<Numeric>>(value: C): Column<SumOf<TypeAt<C>>> => apply('sum', value)
/** Of the different values. */
export const sumDistinct = <const C extends Of<Numeric>>(value: C): Column<SumOf<TypeAt<C>>> =>
  apply('sumDistinct', value)
/** A float64; of none, null. */
export const avg = (value: Of<Numeric>): Real => apply('avg', value)
export const min = <const C extends Of<Any>>(value: C): OneOf<C> => apply('min', value)
/** NaN is above all numbers. */
export const max = <const C extends Of<Any>>(value: C): OneOf<C> => apply('max', value)
/** The value where `by` is least. */
export const minBy = <const C extends Of<Any>>(value: C, by: Of<Any>): OneOf<C> =>
  applyAll('minBy', [value, by])
/** The value where `by` is greatest. */
export const maxBy = <const C extends Of<Any>>(value: C, by: Of<Any>): OneOf<C> =>
  applyAll('maxBy', [value, by])
/** The first row's value, which may be null; after an `orderBy`, the first in that order. */
export const first = <const C extends Of<Any>>(value: C): OneOf<C> => apply('first', value)
export const last = <const C extends Of<Any>>(value: C): OneOf<C> => apply('last', value)
/** Some value that is not null. */
export const anyValue = <const C extends Of<Any>>(value: C): OneOf<C> => apply('anyValue', value)
/** Whether it holds for all rows; of none, null. */
export const every = (condition: Of<Logical>): Column<'boolean?'> => apply('every', condition)
/** Whether it holds for at least one row; of none, null. */
export const some = (condition: Of<Logical>): Column<'boolean?'> => apply('some', condition)
export const median = (value: Of<Numeric>): Real => apply('median', value)
/** By linear interpolation; `fraction` from 0 to 1. */
export const percentile = (value: Of<Numeric>, fraction: number): Real => apply('percentile', value, fraction)
/** The most frequent value. */
export const mode = <const C extends Of<Any>>(value: C): OneOf<C> => apply('mode', value)
/** Of a sample: divided by count − 1. */
export const stddev = (value: Of<Numeric>): Real => apply('stddev', value)
/** Of the population: divided by count. */
export const stddevPop = (value: Of<Numeric>): Real => apply('stddevPop', value)
export const variance = (value: Of<Numeric>): Real => apply('variance', value)
export const varPop = (value: Of<Numeric>): Real => apply('varPop', value)
export const corr = (x: Of<Numeric>, y: Of<Numeric>): Real => applyAll('corr', [x, y])
export const covarSamp = (x: Of<Numeric>, y: Of<Numeric>): Real => applyAll('covarSamp', [x, y])
export const covarPop = (x: Of<Numeric>, y: Of<Numeric>): Real => applyAll('covarPop', [x, y])
export const skewness = (value: Of<Numeric>): Real => apply('skewness', value)
export const kurtosis = (value: Of<Numeric>): Real => apply('kurtosis', value)
/** The values that are not null, in a list. */
export const collectList = <const C extends Of<Any>>(value: C): Column<ListOf<TypeAt<C>>> =>
  apply('collectList', value)
/** The different values that are not null, in a list of no order. */
export const collectSet = <const C extends Of<Any>>(value: C): Column<ListOf<TypeAt<C>>> =>
  apply('collectSet', value)
/** The texts that are not null, joined. */
export const stringAgg = (value: Of<Textual>, separator = ','): Column<'string?'> =>
  apply('stringAgg', value, separator)
/** After `rollup` or `cube`: 1 where the key is left out of the row's group, else 0. */
export const grouping = (key: Of<Any>): Column<'int32'> => apply('grouping', key)

const ranking = (name: string, ...args: readonly unknown[]): Column<never> =>
  column(call(name, ...args.map(toExpression))) as Column<never>

/** 1, 2, 3 … in the order of the window. Like all rankings, it is followed by `over`. */
export const rowNumber = (): Column<'int32'> => ranking('rowNumber')
/** As `rowNumber`, equals alike, with gaps after them: 1, 1, 3. */
export const rank = (): Column<'int32'> => ranking('rank')
/** As `rank` without gaps: 1, 1, 2. */
export const denseRank = (): Column<'int32'> => ranking('denseRank')
/** Which of `n` parts of about the same size, from 1. */
export const ntile = (n: number): Column<'int32'> => ranking('ntile', n)
export const percentRank = (): Column<'float64'> => ranking('percentRank')
export const cumeDist = (): Column<'float64'> => ranking('cumeDist')
/** The value `offset` rows before (default 1), or the fallback (default null). */
export const lag = <const C extends Of<Any>>(value: C, offset = 1, fallback?: Fallback): OneOf<C> =>
  apply('lag', value, offset, ...(fallback === undefined ? [] : [fallback]))
/** The value `offset` rows after (default 1), or the fallback (default null). */
export const lead = <const C extends Of<Any>>(value: C, offset = 1, fallback?: Fallback): OneOf<C> =>
  apply('lead', value, offset, ...(fallback === undefined ? [] : [fallback]))
type Fallback = string | number | bigint | boolean | Date | Column
export const firstValue = <const C extends Of<Any>>(value: C): OneOf<C> => apply('firstValue', value)
export const lastValue = <const C extends Of<Any>>(value: C): OneOf<C> => apply('lastValue', value)
export const nthValue = <const C extends Of<Any>>(value: C, n: number): OneOf<C> =>
  apply('nthValue', value, n)
