// Aggregates of a group, and functions of the rows around. Nulls are skipped; of no values the result is null, and
// counts are 0.

import type { DataType } from '../../lineage/data-type.ts'
import { isDecimal, isInteger, type Typed } from '../check/typed.ts'
import {
  type Argument,
  atom,
  calling,
  cast,
  first,
  type Kind,
  need,
  type Operation,
  type Operations,
  type Refuse,
  signature,
} from './operation.ts'

type Sql = Operation['sql']

const aggregate = (type: Operation['type'], sql: Sql, finish?: Operation['finish']): Operation => ({
  role: 'aggregate',
  type,
  sql,
  ...(finish && { finish }),
})

const statistic = (name: string, sql: string): Operation =>
  aggregate(signature(name, ['number'], 'float64', true), calling(sql))

const one = (name: string, sql: string, kind: Kind = 'any'): Operation =>
  aggregate(signature(name, [kind], first, true), calling(sql))

/** Integers add up to int64, where an overflow is an error; decimals keep their scale; all else is float64. */
const sumType = ([arg]: readonly Argument[]): DataType | undefined =>
  arg!.type === undefined
    ? undefined
    : isInteger(arg!.type)
      ? 'int64'
      : isDecimal(arg!.type)
        ? { decimal: { precision: 38, scale: arg!.type.decimal.scale } }
        : 'float64'

const asSum: Operation['finish'] = (value, [typed]) =>
  typed!.type !== undefined && isInteger(typed!.type) ? `CAST(${value} AS BIGINT)` : value

const distinct =
  (name: string): Sql =>
  ([arg]) =>
    atom(`${name}(DISTINCT ${arg!.text})`)

/** A row counts where none of the values is null. */
const countDistinct: Sql = (args, typed, site) =>
  args.length === 1
    ? distinct('count')(args, typed, site)
    : atom(
        `count(DISTINCT CASE WHEN ${args.map(({ text }) => `(${text}) IS NOT NULL`).join(' AND ')} THEN (${args.map(({ text }) => text).join(', ')}) END)`,
      )

/** Of decimals and float32 the database gives its own kind. */
const asDouble: Operation['finish'] = (value, [typed]) =>
  typed!.type === 'float64' || (typed!.type !== undefined && isInteger(typed!.type))
    ? value
    : `CAST(${value} AS DOUBLE)`

const listType = ([arg]: readonly Argument[]): DataType | undefined =>
  arg!.type && { list: { type: arg!.type, nullable: false } }

const by = (name: string, sql: string): Operation =>
  aggregate(signature(name, ['any'], first, true), calling(sql))

/** Of what is not null. */
const filled =
  (sql: string): Sql =>
  ([arg]) =>
    atom(`${sql}(${arg!.text}) FILTER (WHERE (${arg!.text}) IS NOT NULL)`)

const ranking = (type: DataType, sql: string): Operation => ({
  role: 'window',
  type: () => ({ type, nullable: false }),
  sql: calling(sql),
  ...(type === 'int32' && { finish: cast('INTEGER') }),
})

const shifted = (name: string): Operation => ({
  role: 'window',
  type: (args: readonly Argument[], refuse: Refuse): Typed => {
    if (args[1] !== undefined) need(name, args[1], 'integer', refuse)
    const fallback = args[2]
    return { type: args[0]!.type, nullable: fallback === undefined || fallback.nullable || args[0]!.nullable }
  },
  sql: calling(name),
})

export const AGGREGATES: Operations = {
  count: aggregate(
    () => ({ type: 'int64', nullable: false }),
    args => atom(args.length === 0 ? 'count(*)' : `count(${args[0]!.text})`),
  ),
  countDistinct: aggregate(() => ({ type: 'int64', nullable: false }), countDistinct),
  countIf: aggregate(signature('countIf', ['boolean'], 'int64', false), ([condition]) =>
    atom(`count(*) FILTER (WHERE ${condition!.text})`),
  ),
  approxCountDistinct: aggregate(
    signature('approxCountDistinct', ['any'], 'int64', false),
    calling('approx_count_distinct'),
  ),
  sum: aggregate(signature('sum', ['number'], sumType, true), calling('sum'), asSum),
  sumDistinct: aggregate(signature('sumDistinct', ['number'], sumType, true), distinct('sum'), asSum),
  avg: statistic('avg', 'avg'),
  min: one('min', 'min'),
  max: one('max', 'max'),
  minBy: by('minBy', 'min_by'),
  maxBy: by('maxBy', 'max_by'),
  first: one('first', 'first'),
  last: one('last', 'last'),
  anyValue: one('anyValue', 'any_value'),
  every: one('every', 'bool_and', 'boolean'),
  some: one('some', 'bool_or', 'boolean'),
  median: aggregate(signature('median', ['number'], 'float64', true), calling('median'), asDouble),
  percentile: aggregate(
    signature('percentile', ['number'], 'float64', true),
    calling('quantile_cont'),
    cast('DOUBLE'),
  ),
  mode: one('mode', 'mode'),
  stddev: statistic('stddev', 'stddev_samp'),
  stddevPop: statistic('stddevPop', 'stddev_pop'),
  variance: statistic('variance', 'var_samp'),
  varPop: statistic('varPop', 'var_pop'),
  corr: statistic('corr', 'corr'),
  covarSamp: statistic('covarSamp', 'covar_samp'),
  covarPop: statistic('covarPop', 'covar_pop'),
  skewness: statistic('skewness', 'skewness'),
  kurtosis: statistic('kurtosis', 'kurtosis'),
  collectList: aggregate(
    signature('collectList', ['any'], listType, false),
    filled('list'),
    value => `coalesce(${value}, [])`,
  ),
  collectSet: aggregate(
    signature('collectSet', ['any'], listType, false),
    ([arg]) => atom(`list(DISTINCT ${arg!.text}) FILTER (WHERE (${arg!.text}) IS NOT NULL)`),
    value => `coalesce(${value}, [])`,
  ),
  stringAgg: aggregate(signature('stringAgg', ['string'], 'string', true), calling('string_agg')),
  grouping: aggregate(() => ({ type: 'int32', nullable: false }), calling('grouping'), cast('INTEGER')),

  rowNumber: ranking('int32', 'row_number'),
  rank: ranking('int32', 'rank'),
  denseRank: ranking('int32', 'dense_rank'),
  ntile: ranking('int32', 'ntile'),
  percentRank: ranking('float64', 'percent_rank'),
  cumeDist: ranking('float64', 'cume_dist'),
  lag: shifted('lag'),
  lead: shifted('lead'),
  firstValue: {
    role: 'window',
    type: signature('firstValue', ['any'], first, true),
    sql: calling('first_value'),
  },
  lastValue: {
    role: 'window',
    type: signature('lastValue', ['any'], first, true),
    sql: calling('last_value'),
  },
  nthValue: { role: 'window', type: signature('nthValue', ['any'], first, true), sql: calling('nth_value') },
}
