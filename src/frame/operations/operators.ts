// Comparison, logic, arithmetic, and what chooses among values.

import type { DataType, ScalarType } from '../../lineage/data-type.ts'
import {
  asDecimal,
  commonType,
  decimal,
  isInteger,
  isReal,
  isTemporal,
  showType,
  sumOfIntegers,
  type Typed,
} from '../check/typed.ts'
import { sqlDate, sqlLiteral } from '../sql/literal.ts'
import {
  type Argument,
  anyNullable,
  atom,
  calling,
  infix,
  LEVEL,
  need,
  type Operation,
  type Operations,
  type Piece,
  type Refuse,
  scalar,
  signature,
  within,
} from './operation.ts'
import { runtimeError } from './runtime-error.ts'

/** A text beside a date is a date, as people write `'2024-01-31'`. */
const isDateText = ({ literal }: Typed): boolean =>
  typeof literal?.value === 'string' && !Number.isNaN(Date.parse(literal.value))

/** The type that both sides are compared in. */
const comparable = (name: string, a: Argument, b: Argument, refuse: Refuse): DataType | undefined => {
  if (a.type === undefined || b.type === undefined) return undefined
  if (isTemporal(a.type) && isDateText(b)) return a.type
  if (isTemporal(b.type) && isDateText(a)) return b.type
  const common = commonType(a.type, b.type)
  if (common !== undefined) return common
  return refuse(
    `cannot apply ${name} to ${a.label} (${showType(a.type)}) and ${b.label} (${showType(b.type)}).`,
    'Both need a type in common: cast one of them.',
  )
}

const comparing =
  (name: string, nullable: (args: readonly Typed[]) => boolean = anyNullable): Operation['type'] =>
  (args, refuse) => {
    for (const arg of args.slice(1)) comparable(name, args[0]!, arg, refuse)
    return { type: 'boolean', nullable: nullable(args) }
  }

/** A literal beside a date or timestamp is written as one, so that it is compared without a cast of the column. */
const besideTime = (piece: Piece, { literal }: Typed, other: Typed): Piece => {
  if (literal === undefined || other.type === undefined || !isTemporal(other.type)) return piece
  const { value } = literal
  if (typeof value !== 'string' && !(value instanceof Date)) return piece
  if (typeof value === 'string') return atom(`${other.type.toString().toUpperCase()} ${sqlLiteral(value)}`)
  return other.type === 'date' && value.getTime() % 86_400_000 === 0 ? atom(sqlDate(value)) : piece
}

const adapted = (args: readonly Piece[], typed: readonly Typed[]): readonly Piece[] =>
  args.map((arg, i) => besideTime(arg, typed[i]!, typed[i === 0 ? 1 : 0]!))

const comparison = (name: string, symbol: string): Operation =>
  scalar(comparing(name), (args, typed, site) =>
    infix(symbol, LEVEL.compare)(adapted(args, typed), typed, site),
  )

const logic = (name: string, level: number): Operation =>
  scalar(signature(name, ['boolean'], 'boolean'), args => ({
    text: args.map(arg => within(arg, level)).join(` ${name.toUpperCase()} `),
    level,
  }))

/** An integer literal takes the type of the integer beside it, if it fits. */
const fits = ({ literal }: Typed, type: DataType): boolean => {
  const value = literal?.value
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) return false
  const [, sign, bits] = /^(u?)int(\d+)$/.exec(String(type)) ?? []
  if (bits === undefined) return false
  const half = 2 ** (Number(bits) - 1)
  return sign === 'u' ? value >= 0 && value < half * 2 : value >= -half && value < half
}

const arithmetic = (name: string, args: readonly Argument[], refuse: Refuse): DataType | undefined => {
  for (const arg of args) need(name, arg, 'number', refuse)
  const [a, b] = args as [Argument, Argument]
  if (a.type === undefined || b.type === undefined) return undefined
  if (isInteger(a.type) && fits(b, a.type)) return a.type
  if (isInteger(b.type) && fits(a, b.type)) return b.type
  return isInteger(a.type) && isInteger(b.type)
    ? sumOfIntegers(a.type as ScalarType, b.type as ScalarType)
    : isReal(a.type) || isReal(b.type)
      ? commonType(a.type, b.type)
      : decimalType(name, a.type, b.type)
}

/** Past 18 digits only where an operand is: the database computes in 64 bits as long as it can, and checks. */
const decimalType = (name: string, a: DataType, b: DataType): DataType => {
  const [x, y] = [asDecimal(a)!, asDecimal(b)!]
  const times = name === 'times'
  const scale = times ? x.scale + y.scale : Math.max(x.scale, y.scale)
  const whole = Math.max(x.precision - x.scale, y.precision - y.scale)
  if (name === 'mod') return decimal(whole + scale, scale)
  const needed = times ? x.precision + y.precision : whole + scale + 1
  const narrow = Math.max(x.precision, y.precision) <= 18 && !(times && scale >= 18)
  return decimal(narrow ? Math.min(18, needed) : needed, scale)
}

const sum = (name: string, symbol: string): Operation =>
  scalar(
    (args, refuse) => {
      const [a, b] = args as [Argument, Argument]
      const nullable = anyNullable(args)
      if (a.type === 'date' && b.type !== undefined && isInteger(b.type)) return { type: 'date', nullable }
      if (name === 'minus' && a.type === 'date' && b.type === 'date') return { type: 'int32', nullable }
      return { type: arithmetic(name, args, refuse), nullable }
    },
    (args, typed, site) => {
      const text = infix(symbol, LEVEL.add)(args, typed, site)
      return typed[0]!.type === 'date' && typed[1]!.type === 'date'
        ? atom(`CAST(${text.text} AS INTEGER)`)
        : text
    },
  )

const isSure = ({ literal }: Typed): boolean => {
  const value = literal?.value
  return (typeof value === 'number' || typeof value === 'bigint') && Number(value) !== 0
}

/** A quotient is a float64, of float32 too. */
const doubled = (args: readonly Piece[], typed: readonly Typed[]): readonly Piece[] => {
  const isNarrow =
    typed.some(({ type }) => type === 'float32') && typed.every(({ type }) => type !== 'float64')
  return isNarrow ? [atom(`CAST(${args[0]!.text} AS DOUBLE)`), ...args.slice(1)] : args
}

/** ANSI: by zero is an error. A divisor that is written out needs no check. */
const division = (symbol: string, type: Operation['type']): Operation =>
  scalar(type, (args, typed, site) => {
    const quotient = infix(symbol, LEVEL.multiply)(symbol === '/' ? doubled(args, typed) : args, typed, site)
    return isSure(typed[1]!)
      ? quotient
      : atom(
          `CASE WHEN ${within(args[1]!, LEVEL.other)} = 0 THEN error(${sqlLiteral(runtimeError('division', site))}) ELSE ${quotient.text} END`,
        )
  })

const common = (name: string, args: readonly Argument[], refuse: Refuse): DataType | undefined => {
  let type: DataType | undefined
  let known = true
  let so: Argument | undefined
  for (const arg of args) {
    if (arg.literal?.value === null) continue
    if (arg.type === undefined) known = false
    else if (so === undefined) {
      so = arg
      type = arg.type
    } else if (isInteger(type!) && fits(arg, type!)) continue
    else {
      type = comparable(name, { ...so, type }, arg, refuse)
      if (isInteger(arg.type) && fits(so, arg.type)) type = arg.type
    }
  }
  return known ? type : undefined
}

const caseSql: Operation['sql'] = args => {
  const branches: string[] = []
  for (let i = 0; i + 1 < args.length; i += 2)
    branches.push(`WHEN ${args[i]!.text} THEN ${args[i + 1]!.text}`)
  const otherwise = args.length % 2 === 1 ? ` ELSE ${args.at(-1)!.text}` : ''
  return atom(`CASE ${branches.join(' ')}${otherwise} END`)
}

/** One of its arguments; null where all are. */
const choice = (name: string): Operation =>
  scalar(
    (args, refuse) => ({
      type: common(name, args, refuse),
      nullable: args.every(({ nullable }) => nullable),
    }),
    calling(name),
  )

export const OPERATORS: Operations = {
  eq: comparison('eq', '='),
  ne: comparison('ne', '<>'),
  lt: comparison('lt', '<'),
  le: comparison('le', '<='),
  gt: comparison('gt', '>'),
  ge: comparison('ge', '>='),
  eqNullSafe: scalar(
    comparing('eqNullSafe', () => false),
    (args, typed, site) => infix('IS NOT DISTINCT FROM', LEVEL.compare)(adapted(args, typed), typed, site),
  ),
  isIn: scalar(comparing('isIn'), (args, typed) => {
    const [value, ...options] = args.map((arg, i) => (i === 0 ? arg : besideTime(arg, typed[i]!, typed[0]!)))
    if (options.length === 0) return atom('false')
    return {
      text: `${within(value!, LEVEL.other)} IN (${options.map(({ text }) => text).join(', ')})`,
      level: LEVEL.compare,
    }
  }),
  between: scalar(comparing('between'), (args, typed) => {
    const [value, low, high] = args.map((arg, i) =>
      within(i === 0 ? arg : besideTime(arg, typed[i]!, typed[0]!), LEVEL.other),
    )
    return { text: `${value} BETWEEN ${low} AND ${high}`, level: LEVEL.compare }
  }),
  isNull: scalar(signature('isNull', ['any'], 'boolean', false), ([arg]) => ({
    text: `${within(arg!, LEVEL.other)} IS NULL`,
    level: LEVEL.compare,
  })),
  isNotNull: scalar(signature('isNotNull', ['any'], 'boolean', false), ([arg]) => ({
    text: `${within(arg!, LEVEL.other)} IS NOT NULL`,
    level: LEVEL.compare,
  })),
  and: logic('and', LEVEL.and),
  or: logic('or', LEVEL.or),
  not: scalar(signature('not', ['boolean'], 'boolean'), ([arg]) => ({
    text: `NOT ${within(arg!, LEVEL.compare)}`,
    level: LEVEL.not,
  })),
  plus: sum('plus', '+'),
  minus: sum('minus', '-'),
  times: scalar(
    (args, refuse) => ({ type: arithmetic('times', args, refuse), nullable: anyNullable(args) }),
    infix('*', LEVEL.multiply),
  ),
  div: division('/', signature('div', ['number'], 'float64')),
  tryDivide: scalar(signature('tryDivide', ['number'], 'float64', true), (args, typed) => {
    const [a, b] = doubled(args, typed)
    return { text: `${within(a!, LEVEL.multiply)} / nullif(${b!.text}, 0)`, level: LEVEL.multiply }
  }),
  intDiv: division('//', (args, refuse) => {
    for (const arg of args) need('intDiv', arg, 'integer', refuse)
    return { type: arithmetic('intDiv', args, refuse), nullable: anyNullable(args) }
  }),
  mod: division('%', (args, refuse) => ({
    type: arithmetic('mod', args, refuse),
    nullable: anyNullable(args),
  })),
  negate: scalar(
    signature('negate', ['number'], ([arg]) => arg!.type),
    ([arg]) => ({ text: `-${within(arg!, LEVEL.atom)}`, level: LEVEL.unary }),
  ),
  case: scalar((args, refuse) => {
    const conditions = args.filter((_, i) => i % 2 === 0 && i < args.length - 1)
    const values = args.filter((_, i) => i % 2 === 1 || (i === args.length - 1 && args.length % 2 === 1))
    for (const condition of conditions) need('when', condition, 'boolean', refuse)
    return { type: common('when', values, refuse), nullable: args.length % 2 === 0 || anyNullable(values) }
  }, caseSql),
  coalesce: choice('coalesce'),
  nullIf: scalar((args, refuse) => {
    comparable('nullIf', args[0]!, args[1]!, refuse)
    return { type: args[0]!.type, nullable: true }
  }, calling('nullif')),
  greatest: choice('greatest'),
  least: choice('least'),
}
