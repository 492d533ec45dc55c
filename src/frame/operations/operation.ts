// What an operation of column expressions is: how it is typed and how it is written in SQL. The tables beside are made
// of these words.

import type { DataType } from '../../lineage/data-type.ts'
import { isInteger, isNumeric, isTemporal, showType, type Typed } from '../check/typed.ts'

/** An argument as the checks see it. */
export interface Argument extends Typed {
  /** As a message names it. */
  readonly label: string
}

/** SQL text, and how tightly its outermost operator binds: parentheses go only where they are needed. */
export interface Piece {
  readonly text: string
  readonly level: number
}
export const LEVEL = {
  or: 1,
  and: 2,
  not: 3,
  compare: 4,
  other: 5,
  add: 6,
  multiply: 7,
  unary: 8,
  atom: 9,
} as const

export const atom = (text: string): Piece => ({ text, level: LEVEL.atom })
export const within = ({ text, level }: Piece, least: number): string => (level < least ? `(${text})` : text)

/** Stops with a fault of the operation that the user called. */
export type Refuse = (message: string, hint?: string) => never

/** What an operation takes part in: a row alone, a group, the rows around, or rows that it makes. */
export type Role = 'scalar' | 'aggregate' | 'window' | 'generator'

export interface Operation {
  readonly role: Role
  readonly type: (args: readonly Argument[], refuse: Refuse) => Typed
  /** `site` goes into errors that arise as the query runs: it tells which operation of the user's they are of. */
  readonly sql: (args: readonly Piece[], typed: readonly Typed[], site: string) => Piece
  /** What is done to the value of an aggregate, after OVER where there is one. */
  readonly finish?: (value: string, typed: readonly Typed[]) => string
}

export type Operations = Readonly<Record<string, Operation>>

const KINDS = {
  any: () => true,
  number: isNumeric,
  integer: isInteger,
  string: type => type === 'string',
  boolean: type => type === 'boolean',
  time: isTemporal,
  list: type => typeof type === 'object' && 'list' in type,
  nested: type => typeof type === 'object' && ('list' in type || 'map' in type),
} satisfies Record<string, (type: DataType) => boolean>

export type Kind = keyof typeof KINDS

const NOUNS: { readonly [K in Kind]: string } = {
  any: 'a value',
  number: 'a number',
  integer: 'an integer',
  string: 'a string',
  boolean: 'a condition',
  time: 'a date or timestamp',
  list: 'a list',
  nested: 'a list or map',
}

const HINTS: { readonly [K in Kind]?: string } = {
  number: `If the text is a number, write .cast('float64') or .tryCast('float64').`,
  string: `Write .cast('string') to take it as text.`,
  time: `If the text is a date, write .cast('date') or .tryCast('date').`,
}

/** A type that fits, or is not known. */
export const isKind = ({ type }: Typed, kind: Kind): boolean => type === undefined || KINDS[kind](type)

export const need = (name: string, arg: Argument, kind: Kind, refuse: Refuse): void => {
  if (!isKind(arg, kind))
    refuse(
      `cannot apply ${name} to ${arg.label}, which is ${showType(arg.type)} and not ${NOUNS[kind]}.`,
      kind === 'string' || arg.type === 'string' ? HINTS[kind] : undefined,
    )
}

export const anyNullable = (args: readonly Typed[]): boolean => args.some(({ nullable }) => nullable)

type Result = DataType | undefined | ((args: readonly Argument[], refuse: Refuse) => DataType | undefined)

/** Types of the arguments by kind; the last kind holds for all that follow. */
export const signature =
  (
    name: string,
    kinds: readonly Kind[],
    result: Result,
    nullable: boolean | ((args: readonly Typed[]) => boolean) = anyNullable,
  ): Operation['type'] =>
  (args, refuse) => {
    for (const [i, arg] of args.entries())
      need(name, arg, kinds[Math.min(i, kinds.length - 1)] ?? 'any', refuse)
    return {
      type: typeof result === 'function' ? result(args, refuse) : result,
      nullable: typeof nullable === 'function' ? nullable(args) : nullable,
    }
  }

/** `name(a, b)` */
export const calling =
  (name: string): Operation['sql'] =>
  args =>
    atom(`${name}(${args.map(({ text }) => text).join(', ')})`)

/** `a symbol b symbol c`; on the right, what binds no tighter stands in parentheses. */
export const infix =
  (symbol: string, level: number): Operation['sql'] =>
  ([left, ...rest]) => ({
    text: [within(left!, level), ...rest.map(arg => within(arg, level + 1))].join(` ${symbol} `),
    level,
  })

export const scalar = (
  type: Operation['type'],
  sql: Operation['sql'],
  finish?: Operation['finish'],
): Operation => ({
  role: 'scalar',
  type,
  sql,
  ...(finish && { finish }),
})

/** The type of the first argument. */
export const first = ([arg]: readonly Argument[]): DataType | undefined => arg!.type

export const cast = (to: string) => (value: string) => `CAST(${value} AS ${to})`
