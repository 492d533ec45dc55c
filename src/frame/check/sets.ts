// The columns of one frame under another.

import type { Refuse } from '../operations/operation.ts'
import type { United } from '../plan/plan.ts'
import { folded } from '../sql/identifier.ts'
import { type OutColumn, type Output, withUniqueSql } from './scope.ts'
import { commonType, showType, type Typed } from './typed.ts'

const bothTypes = (a: OutColumn, b: OutColumn, refuse: Refuse): Typed['type'] => {
  if (a.type === undefined || b.type === undefined) return undefined
  return (
    commonType(a.type, b.type) ??
    refuse(
      `cannot put ${b.name}, which is ${showType(b.type)}, under ${a.name}, which is ${showType(a.type)}.`,
      'Cast one of them.',
    )
  )
}

export const samePlaces = (
  a: Output,
  b: Output,
  refuse: Refuse,
  merge: (a: OutColumn, b: OutColumn) => OutColumn,
): Output => {
  if (a.length !== b.length)
    refuse(
      `takes frames of as many columns: ${a.length} and ${b.length}.`,
      `They have ${a.map(({ name }) => name).join(', ')} and ${b.map(({ name }) => name).join(', ')}.`,
    )
  return a.map((column, i) => ({ ...merge(column, b[i]!), type: bothTypes(column, b[i]!, refuse) }))
}

export const unitedByPosition = (_: United, a: Output, b: Output, refuse: Refuse): Output =>
  samePlaces(a, b, refuse, (x, y) => ({ ...x, nullable: x.nullable || y.nullable }))

export const unitedByName = ({ allowMissing }: United, a: Output, b: Output, refuse: Refuse): Output => {
  const partner = (column: OutColumn, among: Output) =>
    among.find(({ name }) => folded(name) === folded(column.name))
  const missing = [
    ...a.filter(column => partner(column, b) === undefined).map(({ name }) => `${name} on the right`),
    ...b.filter(column => partner(column, a) === undefined).map(({ name }) => `${name} on the left`),
  ]
  if (missing.length > 0 && !allowMissing)
    refuse(`finds no column ${missing.join(', ')}.`, 'Write { allowMissing: true } to have nulls there.')
  return withUniqueSql([
    ...a.map(column => {
      const other = partner(column, b)
      if (other === undefined) return { ...column, nullable: true }
      return {
        ...column,
        type: bothTypes(column, other, refuse),
        nullable: column.nullable || other.nullable,
      }
    }),
    ...b.filter(column => partner(column, a) === undefined).map(column => ({ ...column, nullable: true })),
  ])
}
