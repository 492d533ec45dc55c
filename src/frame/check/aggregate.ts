// The columns of groups: their keys, then what is made of their rows.

import type { Refuse } from '../operations/operation.ts'
import { bare } from '../plan/expression.ts'
import type { Aggregated } from '../plan/plan.ts'
import { made } from './project.ts'
import { checkOver } from './refusing.ts'
import { type Output, resolve, withUniqueSql } from './scope.ts'
import { looseReferences } from './typing.ts'

export const aggregated = (node: Aggregated, input: Output, refuse: Refuse): Output => {
  const check = checkOver(input, refuse)
  const keys = node.keys.map(key => {
    const checked = check(key)
    const odd = checked.aggregate ?? checked.window ?? checked.generator
    if (odd !== undefined) refuse(`cannot group by ${odd}.`, 'Compute it with withColumn before.')
    const column = made(node, key, checked, input)
    return node.grouping === 'groupBy' ? column : { ...column, nullable: true }
  })
  const grouped = new Set(
    node.keys
      .map(bare)
      .flatMap(key => (key.kind === 'reference' ? [resolve(input, key, refuse).column] : [])),
  )
  const items = node.items.map(item => {
    const checked = check(item)
    if (checked.window !== undefined || checked.over === 'needed' || checked.generator !== undefined)
      refuse(`takes aggregates, not ${checked.window ?? checked.generator ?? checked.label}.`)
    for (const loose of looseReferences(item)) {
      const { column } = resolve(input, loose, refuse)
      if (!grouped.has(column))
        refuse(
          `finds ${column.name} neither grouped nor inside of an aggregate.`,
          `Group by it, or say which of its values is meant: first('${column.name}'), max('${column.name}') …`,
        )
    }
    return made(node, item, checked, input)
  })
  return withUniqueSql([...keys, ...items])
}
