// Generated expressions over the table: data, so that they shrink and print, with two readings: a column, and what SQL
// says of one row in plain TypeScript.

import fc from 'fast-check'
import { type Column, coalesce, concat, greatest, least, length, lit, tryDivide, when } from 'partita/sql'
import { compare, real, type TableRow, text, whole } from './rows.ts'

export type Term =
  | { readonly op: 'column'; readonly name: keyof TableRow }
  | { readonly op: 'value'; readonly value: number | string | boolean | null }
  | { readonly op: Binary | Choice | 'isNull' | 'isNotNull' | 'not' | 'length'; readonly of: readonly Term[] }
type Binary =
  | 'eq'
  | 'ne'
  | 'lt'
  | 'le'
  | 'gt'
  | 'ge'
  | 'eqNullSafe'
  | 'and'
  | 'or'
  | 'plus'
  | 'minus'
  | 'times'
  | 'tryDivide'
  | 'startsWith'
  | 'contains'
type Choice = 'coalesce' | 'when' | 'whenOnly' | 'greatest' | 'least' | 'isIn' | 'between' | 'concat'

export type Kind = 'number' | 'text' | 'truth'

const term = (op: Exclude<Term['op'], 'column' | 'value'>, ...of: readonly fc.Arbitrary<Term>[]) =>
  fc.tuple(...of).map((of): Term => ({ op, of }))
const value = (of: fc.Arbitrary<number | string | boolean | null>) =>
  of.map((value): Term => ({ op: 'value', value }))
const column = (...names: readonly (keyof TableRow)[]) =>
  fc.constantFrom(...names).map((name): Term => ({ op: 'column', name }))

const kinds = fc.letrec<Record<Kind, Term>>(tie => {
  const [number, string, truth] = [tie('number'), tie('text'), tie('truth')]
  const depth = { maxDepth: 3, depthSize: 'small', withCrossShrink: true } as const
  return {
    number: fc.oneof(
      depth,
      column('k', 'x', 'i'),
      value(fc.oneof(whole, real)),
      term('plus', number, number),
      term('minus', number, number),
      term('times', number, number),
      term('tryDivide', number, number),
      term('coalesce', number, number),
      term('greatest', number, number),
      term('least', number, number),
      term('when', truth, number, number),
      term('whenOnly', truth, number),
      term('length', string),
    ),
    text: fc.oneof(
      depth,
      column('s'),
      value(text),
      term('concat', string, string),
      term('coalesce', string, string),
      term('when', truth, string, string),
    ),
    truth: fc.oneof(
      depth,
      column('b'),
      value(fc.boolean()),
      ...(['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'eqNullSafe'] as const).flatMap(op => [
        term(op, number, number),
        term(op, string, string),
      ]),
      term('and', truth, truth),
      term('or', truth, truth),
      term('not', truth),
      term('isNull', fc.oneof(number, string, truth)),
      term('isNotNull', fc.oneof(number, string, truth)),
      term('isIn', number, value(whole), number),
      term('between', number, number, number),
      term('startsWith', string, string),
      term('contains', string, string),
    ),
  }
})
export const numberTerm = kinds.number
export const textTerm = kinds.text
export const truthTerm = kinds.truth

type Columns = Readonly<Record<string, Column>>

/** As a user writes it. */
export const columnOf = (term: Term, t: Columns): Column => {
  if (term.op === 'column') return t[term.name]!
  if (term.op === 'value') return lit(term.value)
  const [a, b, c] = term.of.map(part => columnOf(part, t)) as [Column, Column, Column]
  switch (term.op) {
    case 'coalesce':
      return coalesce(a, b)
    case 'greatest':
      return greatest(a, b)
    case 'least':
      return least(a, b)
    case 'concat':
      return concat(a, b)
    case 'length':
      return length(a)
    case 'tryDivide':
      return tryDivide(a, b)
    case 'when':
      return when(a, b).otherwise(c)
    case 'whenOnly':
      return when(a, b)
    case 'isNull':
    case 'isNotNull':
    case 'not':
      return a[term.op]()
    case 'isIn':
      return a.isIn(b, c)
    case 'between':
      return a.between(b, c)
    default:
      return (a as unknown as Readonly<Record<Binary, (other: Column) => Column>>)[term.op](b)
  }
}

type Value = number | string | boolean | null

/** What SQL says it is. */
export const meaningOf = (term: Term, row: TableRow): Value => {
  if (term.op === 'column') return row[term.name] as Value
  if (term.op === 'value') return term.value
  const of = term.of.map(part => meaningOf(part, row))
  const [a = null, b = null, c = null] = of
  const known = (f: () => Value): Value => (of.includes(null) ? null : f())
  const order = (holds: (order: number) => boolean) => known(() => holds(compare(a, b)))
  const calculated = (f: (x: number, y: number) => Value) => known(() => f(a as number, b as number))
  switch (term.op) {
    case 'eq':
      return order(n => n === 0)
    case 'ne':
      return order(n => n !== 0)
    case 'lt':
      return order(n => n < 0)
    case 'le':
      return order(n => n <= 0)
    case 'gt':
      return order(n => n > 0)
    case 'ge':
      return order(n => n >= 0)
    case 'eqNullSafe':
      return a === null || b === null ? a === b : compare(a, b) === 0
    case 'and':
      return a === false || b === false ? false : a === null || b === null ? null : true
    case 'or':
      return a === true || b === true ? true : a === null || b === null ? null : false
    case 'not':
      return a === null ? null : !a
    case 'isNull':
      return a === null
    case 'isNotNull':
      return a !== null
    case 'plus':
      return calculated((x, y) => x + y)
    case 'minus':
      return calculated((x, y) => x - y)
    case 'times':
      return calculated((x, y) => x * y)
    case 'tryDivide':
      return calculated((x, y) => (y === 0 ? null : x / y))
    case 'coalesce':
      return a ?? b
    case 'greatest':
      return a === null || b === null ? (a ?? b) : compare(a, b) >= 0 ? a : b
    case 'least':
      return a === null || b === null ? (a ?? b) : compare(a, b) <= 0 ? a : b
    case 'when':
      return a === true ? b : c
    case 'whenOnly':
      return a === true ? b : null
    case 'isIn': {
      if (a === null) return null
      const options = [b, c]
      return options.some(option => option !== null && compare(a, option) === 0)
        ? true
        : options.includes(null)
          ? null
          : false
    }
    case 'between':
      return meaningOf(
        {
          op: 'and',
          of: [
            { op: 'ge', of: [term.of[0]!, term.of[1]!] },
            { op: 'le', of: [term.of[0]!, term.of[2]!] },
          ],
        },
        row,
      )
    case 'concat':
      return known(() => `${a}${b}`)
    case 'length':
      return known(() => [...(a as string)].length)
    case 'startsWith':
      return known(() => (a as string).startsWith(b as string))
    case 'contains':
      return known(() => (a as string).includes(b as string))
  }
}
