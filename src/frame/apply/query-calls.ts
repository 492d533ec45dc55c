// Calls of the user's functions in a query's syntax tree. A call's arguments become a query of their own, over the same
// FROM and WHERE; the results come back as a table, which is joined by the arguments and read where the call stood.

import type { Refuse } from '../operations/operation.ts'
import { placesOf } from './call-places.ts'
import { conjuncts, expressionsIn, firstCall, holdsWithin, type IsNamed, selectsIn } from './call-tree.ts'
import { argumentsQuery, columnRef, joinTable, onlyValue, selectOf } from './results-table.ts'
import type { Statement, Tree } from './syntax-tree.ts'

/** A call taken out of a query. */
export interface TakenCall {
  readonly functionName: string
  /** The name of the table of its results; its columns are this name with `_1`, `_2` … for arguments, and `_r`. */
  readonly table: string
  readonly arity: number
  /** SELECT DISTINCT of the arguments, by the names of those columns. */
  readonly argumentsOf: Statement
}

/**
 * Takes out one call of each SELECT that has some whose arguments hold none; changes the tree. Conditions come first, so
 * that what they leave out is not computed.
 */
export const takeCalls = (
  { node, named_param_map }: Statement,
  isOurs: IsNamed,
  isAggregate: IsNamed,
  nextTable: () => string,
  refuse: Refuse,
): readonly TakenCall[] => {
  const taken: TakenCall[] = []
  for (const { select, ctes } of selectsIn(node)) {
    // What the arguments are computed over must be free of calls itself.
    if (holdsWithin(select.from_table, isOurs) || holdsWithin(ctes, isOurs)) continue
    const call = firstCall(select, isOurs)
    if (call === undefined) continue
    check(call, isAggregate, refuse)
    const table = nextTable()
    const args = call.children as Tree[]
    const places = placesOf(select, call, isAggregate, refuse)
    const isConstant = args.every(arg => [...expressionsIn(arg)].every(part => part.class !== 'COLUMN_REF'))
    const where = conjuncts(select.where_clause).filter(each => !holdsWithin(each, isOurs))
    const node = isConstant
      ? argumentsQuery(selectOf(call), [], args, table, [])
      : argumentsQuery(select, ctes, args, table, where)
    const argumentsOf = { node, named_param_map }
    taken.push({ functionName: String(call.function_name), table, arity: args.length, argumentsOf })
    const written = { ...call }
    if (!isConstant) joinTable(select, args, table)
    for (const { place, loose } of places) {
      const result = columnRef(table, `${table}_r`)
      if (isConstant) replace(place, onlyValue(result, table))
      else replace(place, loose ? anyValue(written, result) : result)
    }
  }
  return taken
}

const check = (call: Tree, isAggregate: IsNamed, refuse: Refuse): void => {
  const name = String(call.function_name)
  if (call.filter !== null || call.distinct === true)
    refuse(`cannot call ${name} with FILTER or DISTINCT: it is no aggregate.`)
  for (const part of (call.children as Tree[]).flatMap(arg => [...expressionsIn(arg)])) {
    if (part.class === 'WINDOW' || (part.class === 'FUNCTION' && isAggregate(String(part.function_name))))
      refuse(
        `cannot give ${String(part.function_name)} to ${name} within one SELECT.`,
        `Compute it in a query inside: SELECT ${name}(x) FROM (SELECT … AS x …).`,
      )
    if (part.class === 'LAMBDA') refuse(`cannot give a lambda to ${name}.`)
  }
  const subquery = JSON.stringify(call.children).includes('"class":"SUBQUERY"')
  if (subquery) refuse(`cannot give a subquery to ${name}.`, 'Join it, and give the function a column.')
}

/** Of a group in which all values are one. */
const anyValue = (call: Tree, of: Tree): Tree => ({ ...call, function_name: 'any_value', children: [of] })

const replace = (place: Tree, by: Tree): void => {
  const { alias } = place
  for (const key of Object.keys(place)) delete place[key]
  Object.assign(place, by, { alias })
}
