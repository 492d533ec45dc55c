// The columns of what computes them row by row.

import type { Refuse } from '../operations/operation.ts'
import { bare, type Expression } from '../plan/expression.ts'
import type { Extended, Plan, Projected, Renamed } from '../plan/plan.ts'
import { folded } from '../sql/identifier.ts'
import { checkOver, refusing } from './refusing.ts'
import { type OutColumn, type Output, resolve, withUniqueSql } from './scope.ts'
import type { Checked } from './typing.ts'

/** The column that an expression makes. */
export const made = (
  node: Plan,
  expression: Expression,
  { type, nullable, label }: Checked,
  input: Output,
): OutColumn => {
  const plain = bare(expression)
  const name = expression.kind === 'named' ? expression.name : plain.kind === 'reference' ? undefined : label
  if (plain.kind === 'reference') {
    const { column, field } = resolve(input, plain, refusing(node))
    const so = name ?? field ?? column.name
    return {
      name: so,
      sql: so,
      type,
      nullable,
      alias: name === undefined ? column.alias : undefined,
      origin: name === undefined ? column.origin : node,
    }
  }
  return { name: name!, sql: name!, type, nullable, alias: undefined, origin: node }
}

export const isStar = (expression: Expression): boolean =>
  expression.kind === 'reference' && expression.name === '*'

/** Items with `*` written out. */
export const itemsOf = (items: readonly Expression[], input: Output): readonly (Expression | OutColumn)[] =>
  items.flatMap<Expression | OutColumn>(item => (isStar(item) ? input : [item]))

export const isColumn = (item: Expression | OutColumn): item is OutColumn => 'sql' in item

export const projected = (node: Projected, input: Output, refuse: Refuse): Output => {
  const check = checkOver(input, refuse)
  const columns = itemsOf(node.items, input).map(item => {
    if (isColumn(item)) return item
    const checked = check(item)
    if (checked.aggregate !== undefined)
      refuse(
        `finds ${checked.aggregate}, which is of many rows.`,
        'Write agg for it, or .over({ … }) after it.',
      )
    pending(checked, refuse)
    return made(node, item, checked, input)
  })
  oneGenerator(
    node.items.map(check_ => (isStar(check_) ? undefined : check(check_).generator)),
    refuse,
  )
  return withUniqueSql(columns)
}

const pending = ({ over, label }: Checked, refuse: Refuse): void => {
  if (over === 'needed')
    refuse(`finds ${label} without a window.`, 'Write .over({ partitionBy, orderBy }) after it.')
}

const oneGenerator = (generators: readonly (string | undefined)[], refuse: Refuse): void => {
  const found = generators.filter(generator => generator !== undefined)
  if (found.length > 1)
    refuse(`takes one explode at a time, not ${found.join(' and ')}.`, 'Explode in two steps.')
}

export const extended = (node: Extended, input: Output, refuse: Refuse): Output => {
  const check = checkOver(input, refuse)
  const added = node.items.map(item => {
    const checked = check(item)
    if (checked.aggregate !== undefined)
      refuse(
        `finds ${checked.aggregate}, which is of many rows.`,
        'Write agg for it, or .over({ … }) after it.',
      )
    pending(checked, refuse)
    return { generator: checked.generator, column: { ...made(node, item, checked, input), name: item.name } }
  })
  oneGenerator(
    added.map(({ generator }) => generator),
    refuse,
  )
  const columns = added.map(({ column }) => column)
  const replaced = (column: OutColumn) => columns.find(({ name }) => folded(name) === folded(column.name))
  const kept = input.map(column => replaced(column) ?? column)
  return withUniqueSql([...kept, ...columns.filter(column => !kept.includes(column))])
}

export const renamed = ({ names }: Renamed, input: Output, refuse: Refuse): Output => {
  const to = new Map(
    names.map(([from, to]) => [resolve(input, { kind: 'reference', name: from }, refuse).column, to]),
  )
  return withUniqueSql(
    input.map(column => {
      const name = to.get(column)
      return name === undefined ? column : { ...column, name, sql: name }
    }),
  )
}
