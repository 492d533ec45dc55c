// Plans that make each row of one source by itself: they choose rows and compute columns, and nothing gathers several.

import { operationOf } from '../operations/table.ts'
import { type Expression, partsOf } from './expression.ts'
import { isLeaf, type Kind, type Leaf, type Plan, parentsOf } from './plan.ts'
import { expressionsOf } from './rewrite.ts'

const CHOOSING: ReadonlySet<Kind> = new Set<Kind>(['filter', 'dropNulls'])
const COMPUTING: ReadonlySet<Kind> = new Set<Kind>(['project', 'extend', 'drop', 'rename', 'fill', 'alias'])

/** The source, and whether some of its rows are left out; undefined for other plans. */
export const byRow = (plan: Plan): { readonly leaf: Leaf; readonly chooses: boolean } | undefined => {
  let at = plan
  let chooses = false
  while ((CHOOSING.has(at.kind) || COMPUTING.has(at.kind)) && areByRow(expressionsOf(at))) {
    chooses ||= CHOOSING.has(at.kind)
    at = parentsOf(at)[0]!
  }
  return isLeaf(at) ? { leaf: at, chooses } : undefined
}

/** No aggregate, no window, no function of the user's. */
const areByRow = (expressions: readonly Expression[]): boolean => {
  const parts = new Set(expressions)
  for (const part of parts) {
    if (part.kind === 'apply') return false
    if (part.kind === 'call' && !['scalar', 'generator'].includes(operationOf(part.name).role)) return false
    for (const inner of partsOf(part)) parts.add(inner)
  }
  return true
}
