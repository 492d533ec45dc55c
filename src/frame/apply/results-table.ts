// The query of a call's arguments, and the table of its results beside what the arguments were computed over.

import { expressionsIn } from './call-tree.ts'
import type { Tree } from './syntax-tree.ts'

const copy = <T>(tree: T): T => structuredClone(tree)

export const columnRef = (...names: readonly string[]): Tree => ({
  class: 'COLUMN_REF',
  type: 'COLUMN_REF',
  alias: '',
  query_location: 0,
  column_names: names,
})

/** SELECT DISTINCT of a call's arguments. */
export const argumentsQuery = (
  select: Tree,
  ctes: readonly Tree[],
  args: readonly Tree[],
  table: string,
  where: readonly Tree[],
): Tree =>
  copy({
    ...select,
    cte_map: { map: ctes },
    modifiers: [{ type: 'DISTINCT_MODIFIER', distinct_on_targets: [] }],
    select_list: args.length === 0 ? [TRUE] : args.map((arg, i) => ({ ...arg, alias: `${table}_${i + 1}` })),
    where_clause: where.length < 2 ? (where[0] ?? null) : conjunction(where),
    ...PLAIN,
  })

const PLAIN = {
  group_expressions: [],
  group_sets: [],
  aggregate_handling: 'STANDARD_HANDLING',
  having: null,
  qualify: null,
  sample: null,
} as const

const TRUE: Tree = {
  class: 'CONSTANT',
  type: 'VALUE_CONSTANT',
  alias: '',
  query_location: 0,
  value: { type: { id: 'BOOLEAN', type_info: null }, is_null: false, value: true },
}

const EMPTY: Tree = { type: 'EMPTY', alias: '', sample: null, query_location: 0 }

/** A SELECT of one item. */
export const selectOf = (item: Tree, from: Tree = EMPTY): Tree => ({
  type: 'SELECT_NODE',
  modifiers: [],
  cte_map: { map: [] },
  select_list: [item],
  from_table: from,
  where_clause: null,
  ...PLAIN,
})

/** The one value of a table, as an expression. */
export const onlyValue = (column: Tree, table: string): Tree => ({
  class: 'SUBQUERY',
  type: 'SUBQUERY',
  alias: '',
  query_location: 0,
  subquery_type: 'SCALAR',
  subquery: { node: selectOf(column, baseTable(table)), named_param_map: [] },
  child: null,
  comparison_type: 'INVALID',
})

const conjunction = (children: readonly Tree[]): Tree => ({
  class: 'CONJUNCTION',
  type: 'CONJUNCTION_AND',
  alias: '',
  query_location: 0,
  children: [...children],
})

const baseTable = (name: string): Tree => ({
  type: 'BASE_TABLE',
  alias: '',
  sample: null,
  query_location: 0,
  schema_name: '',
  table_name: name,
  column_name_alias: [],
  catalog_name: '',
  at_clause: null,
})

/** The table beside what is there; `*` does not mean its columns. */
export const joinTable = (select: Tree, args: readonly Tree[], table: string): void => {
  for (const star of expressionsIn(select.select_list))
    if (star.class === 'STAR' && star.relation_name === '')
      (star.exclude_list as string[]).push(...args.map((_, i) => `${table}_${i + 1}`), `${table}_r`)
  const equal = args.map((arg, i) => ({
    class: 'COMPARISON',
    type: 'COMPARE_NOT_DISTINCT_FROM',
    alias: '',
    query_location: 0,
    left: { ...copy(arg), alias: '' },
    right: columnRef(table, `${table}_${i + 1}`),
  }))
  select.from_table = {
    type: 'JOIN',
    alias: '',
    sample: null,
    query_location: 0,
    left: withoutCommas(select.from_table as Tree),
    right: baseTable(table),
    condition: equal.length === 1 ? equal[0] : conjunction(equal),
    join_type: 'LEFT',
    ref_type: 'REGULAR',
    using_columns: [],
    delim_flipped: false,
    duplicate_eliminated_columns: [],
  }
}

/** Written as text, a comma binds less than the JOIN that follows. */
const withoutCommas = (from: Tree): Tree => {
  if (from.type !== 'JOIN') return from
  const left = withoutCommas(from.left as Tree)
  return from.ref_type === 'CROSS'
    ? { ...from, left, ref_type: 'REGULAR', join_type: 'INNER', condition: copy(TRUE) }
    : { ...from, left }
}
