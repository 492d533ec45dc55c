// Functions of strings. Positions count from 1.

import type { Column } from '../column.ts'
import { byName, column, toExpression } from '../column-value.ts'
import { call } from '../plan/expression.ts'
import type { Lift, Textual } from '../types.ts'
import { apply, applyAll, type Of, type TypeAt } from './apply.ts'

type Text<C> = Column<Lift<'string', TypeAt<C>>>
type Int<C> = Column<Lift<'int32', TypeAt<C>>>
type S = Of<Textual>
type Value = string | Column<Textual>

export const upper = <const C extends S>(text: C): Text<C> => apply('upper', text)
export const lower = <const C extends S>(text: C): Text<C> => apply('lower', text)
export const trim = <const C extends S>(text: C): Text<C> => apply('trim', text)
export const ltrim = <const C extends S>(text: C): Text<C> => apply('ltrim', text)
export const rtrim = <const C extends S>(text: C): Text<C> => apply('rtrim', text)
export const reverse = <const C extends S>(text: C): Text<C> => apply('reverse', text)
export const md5 = <const C extends S>(text: C): Text<C> => apply('md5', text)
export const sha256 = <const C extends S>(text: C): Text<C> => apply('sha256', text)
/** Characters. */
export const length = <const C extends S>(text: C): Int<C> => apply('length', text)
/** The position of a text, 0 where it is not found. */
export const instr = <const C extends S>(text: C, search: Value): Int<C> => apply('instr', text, search)
export const ascii = <const C extends S>(text: C): Int<C> => apply('ascii', text)
export const repeat = <const C extends S>(text: C, n: number): Text<C> => apply('repeat', text, n)
export const lpad = <const C extends S>(text: C, length: number, pad: string): Text<C> =>
  apply('lpad', text, length, pad)
export const rpad = <const C extends S>(text: C, length: number, pad: string): Text<C> =>
  apply('rpad', text, length, pad)
/** `length` characters from position `start`; a negative one counts from the end. */
export const substring = <const C extends S>(text: C, start: number, length: number): Text<C> =>
  apply('substring', text, start, length)
/** Every occurrence. */
export const replace = <const C extends S>(text: C, search: Value, by: Value): Text<C> =>
  apply('replace', text, search, by)
/** Each character of `from` becomes the one at its place in `to`. */
export const translate = <const C extends S>(text: C, from: string, to: string): Text<C> =>
  apply('translate', text, from, to)
/** The texts one after another; null where one of them is. */
export const concat = (...texts: readonly S[]): Column<'string?'> => applyAll('concat', texts)
/** The texts that are not null, with a separator between. */
export const concatWs = (separator: string, ...texts: readonly S[]): Column<'string'> =>
  column(call('concatWs', toExpression(separator), ...texts.map(byName))) as Column<'string'>
/** The pieces between the separators, which are plain text. */
export const split = <const C extends S>(
  text: C,
  separator: string,
): Column<Lift<{ readonly list: 'string' }, TypeAt<C>>> => apply('split', text, separator)
/** A group of the first match of a regular expression (RE2); the empty text where there is none. */
export const regexpExtract = <const C extends S>(text: C, pattern: string, group = 1): Text<C> =>
  apply('regexpExtract', text, pattern, group)
/** Every match of a regular expression (RE2); `\1` is its first group. */
export const regexpReplace = <const C extends S>(text: C, pattern: string, by: string): Text<C> =>
  apply('regexpReplace', text, pattern, by)
