// The columns of two sides side by side.

import type { Refuse } from '../operations/operation.ts'
import type { Expression, Reference } from '../plan/expression.ts'
import type { Joined } from '../plan/plan.ts'
import { type Found, type OutColumn, type Output, resolve, withUniqueSql } from './scope.ts'
import { commonType, showType } from './typed.ts'
import { checker } from './typing.ts'

/** One column of both sides, by its name. */
export interface JoinKey {
  readonly left: OutColumn
  readonly right: OutColumn
}

export const joinKeys = (node: Joined, left: Output, right: Output, refuse: Refuse): readonly JoinKey[] =>
  Array.isArray(node.on)
    ? (node.on as readonly string[]).map(name => {
        const reference: Reference = { kind: 'reference', name }
        return {
          left: resolve(left, reference, (message, hint) =>
            refuse(`${message.slice(0, -1)} on the left.`, hint),
          ).column,
          right: resolve(right, reference, (message, hint) =>
            refuse(`${message.slice(0, -1)} on the right.`, hint),
          ).column,
        }
      })
    : []

/** Where a name of a join's condition is found: on the side it was taken from, else on the one that has it. */
export const findInSides =
  (left: Output, right: Output) =>
  (reference: Reference, refuse: Refuse): Found & { readonly side: 0 | 1 } => {
    const { side } = reference
    if (side !== undefined) return { ...resolve(side === 0 ? left : right, reference, refuse), side }
    const found = resolve([...left, ...right], reference, refuse)
    return { ...found, side: left.includes(found.column) ? 0 : 1 }
  }

export const joined = (node: Joined, left: Output, right: Output, refuse: Refuse): Output => {
  const { how, on } = node
  const keys = joinKeys(node, left, right, refuse)
  for (const { left: a, right: b } of keys)
    if (a.type !== undefined && b.type !== undefined && commonType(a.type, b.type) === undefined)
      refuse(
        `cannot compare ${a.name}, which is ${showType(a.type)} on the left and ${showType(b.type)} on the right.`,
        'Cast one of them.',
      )
  if (on !== undefined && !Array.isArray(on)) {
    const checked = checker({ find: findInSides(left, right), refuse })(on as Expression)
    const odd = checked.aggregate ?? checked.window ?? checked.generator
    if (odd !== undefined) refuse(`takes a condition of two rows, not ${odd}.`)
    if (checked.type !== undefined && checked.type !== 'boolean')
      refuse(`takes a condition, not ${checked.label}, which is ${showType(checked.type)}.`)
  }
  if (how === 'semi' || how === 'anti') return left
  const [leftMayMiss, rightMayMiss] = [how === 'right' || how === 'full', how === 'left' || how === 'full']
  const from = (side: 0 | 1, columns: Output, mayMiss: boolean): Output =>
    columns.map(column => ({
      ...column,
      nullable: column.nullable || mayMiss,
      origin: column.alias === undefined ? node.parents[side] : column.origin,
      side: side === 0 ? 'left' : 'right',
    }))
  const merged = keys.map(({ left: a, right: b }) => {
    const nullable =
      how === 'full'
        ? a.nullable || b.nullable
        : how === 'right'
          ? b.nullable
          : how === 'left'
            ? a.nullable
            : false
    return { ...a, type: a.type && b.type && commonType(a.type, b.type), nullable, origin: node }
  })
  const [leftKeys, rightKeys] = [keys.map(key => key.left), keys.map(key => key.right)]
  return withUniqueSql([
    ...merged,
    ...from(
      0,
      left.filter(column => !leftKeys.includes(column)),
      leftMayMiss,
    ),
    ...from(
      1,
      right.filter(column => !rightKeys.includes(column)),
      rightMayMiss,
    ),
  ])
}
