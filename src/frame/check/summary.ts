// The columns of `describe`: the name of the statistic, then the statistics as text.

import type { Refuse } from '../operations/operation.ts'
import type { Summarised } from '../plan/plan.ts'
import { type OutColumn, type Output, resolve, withUniqueSql } from './scope.ts'
import { isNumeric } from './typed.ts'

/** The columns named, else all numbers and texts. */
export const described = ({ names }: Summarised, input: Output, refuse: Refuse): Output =>
  names.length > 0
    ? names.map(name => resolve(input, { kind: 'reference', name }, refuse).column)
    : input.filter(({ type }) => type !== undefined && (isNumeric(type) || type === 'string'))

export const summarised = (node: Summarised, input: Output, refuse: Refuse): Output => {
  const text = (name: string, nullable: boolean): OutColumn => ({
    name,
    sql: name,
    type: 'string',
    nullable,
    alias: undefined,
    origin: node,
  })
  return withUniqueSql([
    text('summary', false),
    ...described(node, input, refuse).map(({ name }) => text(name, true)),
  ])
}
