// Operations on dates and timestamps. All times are UTC; parts of them are int32.

import type { Typed } from '../check/typed.ts'
import {
  atom,
  calling,
  cast,
  LEVEL,
  type Operation,
  type Operations,
  type Piece,
  scalar,
  signature,
  within,
} from './operation.ts'

const part = (name: string, sql: string): Operation =>
  scalar(signature(name, ['time'], 'int32'), calling(sql), cast('INTEGER'))

const days = (name: string, symbol: '+' | '-'): Operation =>
  scalar(signature(name, ['time', 'integer'], 'date'), ([date, days], [typed]) => ({
    text: `${asDate(date!, typed!)} ${symbol} CAST(${days!.text} AS INTEGER)`,
    level: LEVEL.add,
  }))

const asDate = (piece: Piece, { type }: Typed): string =>
  type === 'date' ? within(piece, LEVEL.add) : `CAST(${piece.text} AS DATE)`

export const TIME: Operations = {
  year: part('year', 'year'),
  quarter: part('quarter', 'quarter'),
  month: part('month', 'month'),
  weekOfYear: part('weekOfYear', 'weekofyear'),
  dayOfMonth: part('dayOfMonth', 'day'),
  dayOfYear: part('dayOfYear', 'dayofyear'),
  // 1 is Sunday, as in Spark.
  dayOfWeek: scalar(signature('dayOfWeek', ['time'], 'int32'), ([time]) =>
    atom(`CAST(dayofweek(${time!.text}) + 1 AS INTEGER)`),
  ),
  hour: part('hour', 'hour'),
  minute: part('minute', 'minute'),
  second: part('second', 'second'),
  dateAdd: days('dateAdd', '+'),
  dateSub: days('dateSub', '-'),
  dateDiff: scalar(signature('dateDiff', ['time'], 'int32'), ([end, start], [a, b]) =>
    atom(`CAST(${asDate(end!, a!)} - ${asDate(start!, b!)} AS INTEGER)`),
  ),
  addMonths: scalar(signature('addMonths', ['time', 'integer'], 'date'), ([date, months]) =>
    atom(`CAST(${within(date!, LEVEL.add)} + to_months(CAST(${months!.text} AS INTEGER)) AS DATE)`),
  ),
  lastDay: scalar(signature('lastDay', ['time'], 'date'), calling('last_day')),
  dateTrunc: scalar(
    (args, refuse) => signature('dateTrunc', ['time'], 'timestamp')(args.slice(1), refuse),
    calling('date_trunc'),
    cast('TIMESTAMP'),
  ),
  toDate: scalar(
    signature('toDate', ['any'], 'date'),
    ([value, format]) =>
      format === undefined ? atom(value!.text) : atom(`strptime(${value!.text}, ${format.text})`),
    cast('DATE'),
  ),
  toTimestamp: scalar(
    signature('toTimestamp', ['any'], 'timestamp'),
    ([value, format]) =>
      format === undefined ? atom(value!.text) : atom(`strptime(${value!.text}, ${format.text})`),
    cast('TIMESTAMP'),
  ),
  dateFormat: scalar((args, refuse) => {
    const { nullable } = signature('dateFormat', ['time', 'string'], 'string')(args, refuse)
    return { type: 'string', nullable }
  }, calling('strftime')),
  unixMillis: scalar(signature('unixMillis', ['time'], 'int64'), calling('epoch_ms')),
  timestampMillis: scalar(signature('timestampMillis', ['integer'], 'timestamp'), calling('epoch_ms')),
}
