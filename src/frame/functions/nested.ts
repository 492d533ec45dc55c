// Functions of lists, and the rows that a list becomes.

import type { Column } from '../column.ts'
import type { Any, ElementOf, IsAny, Lift, Listed, OrNull } from '../types.ts'
import { apply, applyAll, type Of, type TypeAt } from './apply.ts'

type L = Of<Listed>
type Nested = Of<Any>

/** The columns as one list, of their common type. */
export const array = <const C extends readonly Of<Any>[]>(
  ...columns: C
): Column<{ readonly list: TypeAt<C[number]> }> => applyAll('array', columns)
/** Elements of a list, entries of a map. */
export const size = <const C extends Nested>(value: C): Column<Lift<'int32', TypeAt<C>>> =>
  apply('size', value)
export const arrayContains = (list: L, value: unknown): Column<'boolean?'> =>
  apply('arrayContains', list, value)
/** The elements as text with a separator between. */
export const arrayJoin = (list: L, separator: string): Column<'string?'> =>
  apply('arrayJoin', list, separator)
export const arrayDistinct = <const C extends L>(list: C): Column<TypeAt<C>> => apply('arrayDistinct', list)
export const sortArray = <const C extends L>(list: C): Column<TypeAt<C>> => apply('sortArray', list)

type Elements<C> = IsAny<TypeAt<C>> extends true ? Any : ElementOf<Omit<TypeAt<C>, 'nullable'>>

/**
 * A row for each element of a list; a row whose list is empty or null is gone. Once in a select or withColumn.
 * @example posts.select(t => ({ id: t.id, tag: explode(t.tags) }))
 */
export const explode = <const C extends L>(list: C): Column<Elements<C>> => apply('explode', list)
/** As `explode`, but a row whose list is empty or null stays, with null. */
export const explodeOuter = <const C extends L>(list: C): Column<OrNull<Elements<C>>> =>
  apply('explodeOuter', list)
