// Operations on numbers.

import { sqlType } from '../../io/duckdb/sql-type.ts'
import { isDecimal, isInteger, showType, type Typed } from '../check/typed.ts'
import {
  anyNullable,
  atom,
  calling,
  first,
  need,
  type Operation,
  type Operations,
  scalar,
  signature,
} from './operation.ts'

const real = (name: string, sql = name): Operation =>
  scalar(signature(name, ['number'], 'float64'), calling(sql))

/** Rounds to the digits given, 0 by default. Of an integer only digits before the point change anything. */
const rounding = (name: string, sql: string): Operation =>
  scalar(
    (args, refuse) => {
      need(name, args[0]!, 'number', refuse)
      const { type, nullable } = args[0]!
      if (type === undefined || !isDecimal(type)) return { type, nullable }
      if (name === 'bround')
        refuse(
          `rounds float64 only, and ${args[0]!.label} is ${showType(type)}.`,
          `Write round, or .cast('float64').`,
        )
      const { precision, scale } = type.decimal
      return {
        type: { decimal: { precision, scale: Math.min(scale, Math.max(0, digitsOf(args))) } },
        nullable,
      }
    },
    (args, typed, site) => {
      const rounded = calling(sql)(args, typed, site)
      const { type } = typed[0]!
      if (type === undefined || !isInteger(type)) return rounded
      return digitsOf(typed) >= 0 ? args[0]! : atom(`CAST(${rounded.text} AS ${sqlType(type)})`)
    },
  )

const digitsOf = (args: readonly Typed[]): number => Number(args[1]?.literal?.value ?? 0)

/** To a whole number: of the same type, but for decimals, which lose their scale. */
const whole = (name: string): Operation =>
  scalar(
    (args, refuse) => {
      need(name, args[0]!, 'number', refuse)
      const { type, nullable } = args[0]!
      if (type !== undefined && isDecimal(type))
        return { type: { decimal: { precision: type.decimal.precision, scale: 0 } }, nullable }
      return { type, nullable }
    },
    ([arg], [typed]) =>
      typed!.type !== undefined && isInteger(typed!.type) ? arg! : atom(`${name}(${arg!.text})`),
  )

export const NUMBERS: Operations = {
  abs: scalar(signature('abs', ['number'], first), calling('abs')),
  ceil: whole('ceil'),
  floor: whole('floor'),
  round: rounding('round', 'round'),
  bround: rounding('bround', 'round_even'),
  sqrt: real('sqrt'),
  cbrt: real('cbrt'),
  exp: real('exp'),
  ln: real('ln'),
  log10: real('log10'),
  log2: real('log2'),
  pow: real('pow'),
  sin: real('sin'),
  cos: real('cos'),
  tan: real('tan'),
  atan2: real('atan2'),
  radians: real('radians'),
  degrees: real('degrees'),
  sign: scalar(signature('sign', ['number'], 'int8'), calling('sign')),
  isNaN: scalar(
    (args, refuse) => {
      need('isNaN', args[0]!, 'number', refuse)
      return { type: 'boolean', nullable: anyNullable(args) }
    },
    ([arg], [typed]) =>
      atom(
        typed!.type !== undefined && (isInteger(typed!.type) || isDecimal(typed!.type))
          ? `isnan(CAST(${arg!.text} AS DOUBLE))`
          : `isnan(${arg!.text})`,
      ),
  ),
}
