// Values in place of nulls.

import type { Refuse } from '../operations/operation.ts'
import type { Filled } from '../plan/plan.ts'
import { type OutColumn, type Output, resolve } from './scope.ts'
import { commonType, isNumeric, showType, typeOfLiteral } from './typed.ts'

/** Whether a value may stand in a column of the type. */
const suits = (value: unknown, { type }: OutColumn): boolean => {
  const own = typeOfLiteral(value)
  if (type === undefined || own === undefined) return type === undefined
  return isNumeric(type) ? isNumeric(own) : commonType(type, own) !== undefined
}

/** The value for the nulls of a column. */
export const fillFor = ({ values }: Filled, column: OutColumn, input: Output, refuse: Refuse): unknown => {
  for (const [name, value] of values) {
    if (name === undefined) {
      if (suits(value, column)) return value
    } else if (resolve(input, { kind: 'reference', name }, refuse).column === column) {
      if (!suits(value, column))
        refuse(`cannot put ${String(value)} into ${name}, which is ${showType(column.type)}.`)
      return value
    }
  }
  return undefined
}

export const filled = (node: Filled, input: Output, refuse: Refuse): Output => {
  for (const [name] of node.values)
    if (name !== undefined) resolve(input, { kind: 'reference', name }, refuse)
  return input.map(column =>
    fillFor(node, column, input, refuse) === undefined ? column : { ...column, nullable: false },
  )
}
