// Lists, structs, maps, and the rows that a list becomes.

import type { DataType } from '../../lineage/data-type.ts'
import { commonType, showType, type Typed, UNKNOWN } from '../check/typed.ts'
import { sqlLiteral } from '../sql/literal.ts'
import {
  type Argument,
  atom,
  calling,
  cast,
  isKind,
  LEVEL,
  need,
  type Operation,
  type Operations,
  type Refuse,
  scalar,
  signature,
  within,
} from './operation.ts'
import { runtimeError } from './runtime-error.ts'

/** The elements of a list. */
const elementsOf = ({ type }: Typed): Typed =>
  typeof type === 'object' && 'list' in type ? type.list : UNKNOWN

const fieldsOf = (args: readonly Argument[]): readonly [name: string, Argument][] =>
  Array.from({ length: args.length / 2 }, (_, i) => [String(args[2 * i]!.literal?.value), args[2 * i + 1]!])

const elementType = (args: readonly Argument[], refuse: Refuse): DataType | undefined =>
  args
    .map(({ type }) => type)
    .reduce((a, b) => {
      if (a === undefined || b === undefined) return undefined
      return (
        commonType(a, b) ??
        refuse(`cannot make a list of ${showType(a)} and ${showType(b)}.`, 'Cast its elements to one type.')
      )
    })

const field = ([value, name]: readonly Argument[], refuse: Refuse): Typed => {
  const { type, label, nullable } = value!
  const wanted = String(name!.literal?.value)
  if (type === undefined) return UNKNOWN
  if (typeof type !== 'object' || !('struct' in type))
    return refuse(`cannot take field ${wanted} of ${label}, which is ${showType(type)} and no struct.`)
  const found = type.struct.find(({ name }) => name === wanted)
  if (found === undefined)
    return refuse(
      `finds no field ${wanted} in ${label}.`,
      `It has ${type.struct.map(({ name }) => name).join(', ')}.`,
    )
  return { type: found.type, nullable: nullable || found.nullable }
}

/** Lists count from 0, as in Spark and in JavaScript; outside is an error, and null for a map. */
const item = ([value, key]: readonly Argument[], refuse: Refuse): Typed => {
  need('getItem', value!, 'nested', refuse)
  const { type, nullable } = value!
  if (typeof type !== 'object') return UNKNOWN
  if ('list' in type) {
    need('getItem', key!, 'integer', refuse)
    return { type: type.list.type, nullable: nullable || type.list.nullable || key!.nullable }
  }
  return 'map' in type ? { type: type.map.value.type, nullable: true } : UNKNOWN
}

/** Rows: one for each element; `outer` keeps a row of nulls where there is none. */
const generator = (name: string, sql: Operation['sql']): Operation => ({
  role: 'generator',
  type: ([list], refuse) => {
    need(name, list!, 'list', refuse)
    const { type, nullable } = elementsOf(list!)
    return { type, nullable: nullable || name === 'explodeOuter' }
  },
  sql,
})

export const NESTED: Operations = {
  array: scalar(
    (args, refuse) => {
      const type = args.length === 0 ? undefined : elementType(args, refuse)
      const nullable = args.some(({ nullable }) => nullable)
      return { type: type && { list: { type, nullable } }, nullable: false }
    },
    args => atom(`[${args.map(({ text }) => text).join(', ')}]`),
  ),
  struct: scalar(
    args => {
      const fields = fieldsOf(args).map(([name, { type, nullable }]) => ({ name, type, nullable }))
      const known = fields.flatMap(({ name, type, nullable }) => (type ? [{ name, type, nullable }] : []))
      return { type: known.length === fields.length ? { struct: known } : undefined, nullable: false }
    },
    (args, typed) =>
      atom(
        `{${Array.from({ length: args.length / 2 }, (_, i) => `${sqlLiteral(typed[2 * i]!.literal?.value)}: ${args[2 * i + 1]!.text}`).join(', ')}}`,
      ),
  ),
  getField: scalar(field, ([value, name]) => atom(`${within(value!, LEVEL.atom)}[${name!.text}]`)),
  getItem: scalar(item, ([value, key], [typed], site) => {
    const of = within(value!, LEVEL.atom)
    if (!isKind(typed!, 'list') || typed!.type === undefined) return atom(`${of}[${key!.text}]`)
    const index = within(key!, LEVEL.add)
    return atom(
      `CASE WHEN ${index} < 0 OR ${index} >= len(${of}) THEN error(${sqlLiteral(runtimeError('index', site))}) ELSE ${of}[${index} + 1] END`,
    )
  }),
  tryGetItem: scalar(
    (args, refuse) => ({ ...item(args, refuse), nullable: true }),
    ([value, key], [typed]) => {
      const of = within(value!, LEVEL.atom)
      if (!isKind(typed!, 'list') || typed!.type === undefined) return atom(`${of}[${key!.text}]`)
      return atom(`CASE WHEN ${within(key!, LEVEL.add)} >= 0 THEN ${of}[${within(key!, LEVEL.add)} + 1] END`)
    },
  ),
  size: scalar(
    signature('size', ['nested'], 'int32'),
    ([value], [typed]) =>
      typeof typed!.type === 'object' && 'map' in typed!.type
        ? atom(`cardinality(${value!.text})`)
        : atom(`len(${value!.text})`),
    cast('INTEGER'),
  ),
  arrayContains: scalar((args, refuse) => {
    need('arrayContains', args[0]!, 'list', refuse)
    return { type: 'boolean', nullable: true }
  }, calling('list_contains')),
  arrayJoin: scalar((args, refuse) => {
    need('arrayJoin', args[0]!, 'list', refuse)
    return { type: 'string', nullable: true }
  }, calling('array_to_string')),
  arrayDistinct: scalar(
    signature('arrayDistinct', ['list'], ([list]) => list!.type),
    calling('list_distinct'),
  ),
  sortArray: scalar(
    signature('sortArray', ['list'], ([list]) => list!.type),
    calling('list_sort'),
  ),
  explode: generator('explode', ([list]) => atom(`unnest(${list!.text})`)),
  explodeOuter: generator('explodeOuter', ([list]) =>
    atom(`unnest(CASE WHEN len(${list!.text}) > 0 THEN ${list!.text} ELSE [NULL] END)`),
  ),
}
