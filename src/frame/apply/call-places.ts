// Where a call stands in its SELECT. In a grouped one, a call outside of the aggregates has one value a group, if it is
// of what is grouped by.

import type { Refuse } from '../operations/operation.ts'
import { CLAUSES, expressionsIn, type IsNamed, meaning } from './call-tree.ts'
import { isTree, type Tree } from './syntax-tree.ts'

export interface CallPlace {
  readonly place: Tree
  /** Of a grouped SELECT, outside of its aggregates, and no key itself. */
  readonly loose: boolean
}

/** The call wherever it stands: what is grouped by must stay what is selected. */
export const placesOf = (
  select: Tree,
  call: Tree,
  isAggregate: IsNamed,
  refuse: Refuse,
): readonly CallPlace[] => {
  const text = meaning(call)
  const keys = keysOf(select)
  const isKey = keys.some(key => [...expressionsIn(key)].some(part => meaning(part) === text))
  const grouped = isGrouped(select, isAggregate) && !isKey
  const found: CallPlace[] = []
  const visit = (x: unknown, loose: boolean): void => {
    if (Array.isArray(x)) for (const each of x) visit(each, loose)
    if (!isTree(x) || x.type === 'SELECT_NODE' || x.class === 'SUBQUERY') return
    if (x.class === 'FUNCTION' && meaning(x) === text) {
      found.push({ place: x, loose })
      return
    }
    const within = x.class === 'FUNCTION' && isAggregate(String(x.function_name))
    for (const part of Object.values(x)) visit(part, loose && !within)
  }
  for (const clause of CLAUSES)
    visit(select[clause], grouped && clause !== 'where_clause' && clause !== 'group_expressions')
  if (found.some(({ loose }) => loose)) requireKeys(call, keys, refuse)
  return found
}

const isGrouped = (select: Tree, isAggregate: IsNamed): boolean =>
  select.aggregate_handling === 'STANDARD_HANDLING' &&
  ((select.group_expressions as Tree[]).length > 0 ||
    [...expressionsIn(select.select_list), ...expressionsIn(select.having)].some(
      part => part.class === 'FUNCTION' && isAggregate(String(part.function_name)),
    ))

/** What is grouped by; a number stands for an item. */
const keysOf = (select: Tree): readonly Tree[] =>
  (select.group_expressions as Tree[]).map(key => {
    const position = key.class === 'CONSTANT' && isTree(key.value) ? Number(key.value.value) : Number.NaN
    return (select.select_list as Tree[])[position - 1] ?? key
  })

const requireKeys = (call: Tree, keys: readonly Tree[], refuse: Refuse): void => {
  const known = new Set(keys.map(meaning))
  const names = new Set(keys.map(lastName))
  const isKnown = (x: unknown): boolean => {
    if (Array.isArray(x)) return x.every(isKnown)
    if (!isTree(x) || known.has(meaning(x))) return true
    return x.class === 'COLUMN_REF' ? names.has(lastName(x)) : Object.values(x).every(isKnown)
  }
  if (!isKnown(call.children))
    refuse(
      `gives ${String(call.function_name)} what is neither grouped by nor inside of an aggregate.`,
      'Group by it, or put the call inside of an aggregate.',
    )
}

const lastName = ({ column_names: names }: Tree): string | undefined =>
  Array.isArray(names) ? String(names.at(-1)).toLowerCase() : undefined
