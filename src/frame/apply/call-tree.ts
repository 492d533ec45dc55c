// Ways through a query's syntax tree: its SELECTs, and the calls in each of them.

import { isTree, type Statement, type Tree } from './syntax-tree.ts'

export type IsNamed = (functionName: string) => boolean

const isSelect = (x: Tree): boolean => x.type === 'SELECT_NODE'
const QUERIES: ReadonlySet<unknown> = new Set(['SELECT_NODE', 'SET_OPERATION_NODE', 'SUBQUERY'])

export interface Found {
  readonly select: Tree
  /** The WITH of the queries around it. */
  readonly ctes: readonly Tree[]
}

/** Every SELECT, those inside first. */
export const selectsIn = (root: Tree): readonly Found[] => {
  const found: Found[] = []
  const visit = (x: unknown, around: readonly Tree[]): void => {
    if (Array.isArray(x)) for (const each of x) visit(each, around)
    if (!isTree(x)) return
    const own = 'cte_map' in x ? ((x.cte_map as Tree).map as Tree[]) : []
    const ctes = [...around, ...own]
    for (const [key, part] of Object.entries(x)) visit(part, key === 'cte_map' ? around : ctes)
    if (isSelect(x)) found.push({ select: x, ctes })
  }
  visit(root, [])
  return found
}

/** Where calls may stand in a SELECT, in the order in which they are taken. */
export const CLAUSES = [
  'where_clause',
  'select_list',
  'group_expressions',
  'having',
  'qualify',
  'modifiers',
] as const

/** Expressions below, not into other queries. */
export function* expressionsIn(x: unknown): Generator<Tree, void, undefined> {
  if (Array.isArray(x)) for (const each of x) yield* expressionsIn(each)
  if (!isTree(x) || QUERIES.has(x.type)) return
  for (const part of Object.values(x)) yield* expressionsIn(part)
  yield x
}

export const isCall = (x: Tree, isOurs: IsNamed): boolean =>
  x.class === 'FUNCTION' && x.schema === '' && isOurs(String(x.function_name))

/** Inner calls come first. */
export const firstCall = (select: Tree, isOurs: IsNamed): Tree | undefined => {
  for (const clause of CLAUSES)
    for (const expression of expressionsIn(select[clause])) if (isCall(expression, isOurs)) return expression
  return undefined
}

const holds = (root: Tree, isOurs: IsNamed): boolean =>
  [...expressionsIn(root)].some(expression => isCall(expression, isOurs))

/** Queries inside count too. */
export const holdsWithin = (x: unknown, isOurs: IsNamed): boolean => {
  if (Array.isArray(x)) return x.some(each => holdsWithin(each, isOurs))
  return isTree(x) && (isCall(x, isOurs) || Object.values(x).some(each => holdsWithin(each, isOurs)))
}

export const conjuncts = (where: unknown): readonly Tree[] =>
  !isTree(where) ? [] : where.type === 'CONJUNCTION_AND' ? (where.children as Tree[]) : [where]

/** What a tree says, wherever it stands. */
export const meaning = (tree: Tree): string =>
  JSON.stringify(tree, (key, value) => (key === 'query_location' || key === 'alias' ? undefined : value))

/** Items that have no name and hold a call: they are called as their author wrote them. */
export const unnamedItems = ({ node }: Statement, isOurs: IsNamed): readonly Tree[] =>
  selectsIn(node)
    .flatMap(({ select }) => select.select_list as Tree[])
    .filter(item => item.alias === '' && item.class !== 'STAR' && holds(item, isOurs))
