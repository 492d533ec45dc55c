// Directories named `key=value` that the conditions of a frame leave out: none of their files is opened.

import { PartitaError } from '../../fault.ts'
import { quoteName, quoteText, sqlType } from '../../io/duckdb/sql-type.ts'
import type { InputFile } from '../../io/split.ts'
import { columnsOf } from '../check/scope.ts'
import { type Asking, ask } from '../files/ask.ts'
import type { Key } from '../files/found.ts'
import type { ParquetTable } from '../files/parquet.ts'
import { type Expression, partsOf } from '../plan/expression.ts'
import { type ParquetFiles, type Plan, parentsOf } from '../plan/plan.ts'
import { withExpressions, withParents } from '../plan/rewrite.ts'
import { relation } from '../sql/block.ts'
import { compile } from '../sql/compile.ts'
import { folded } from '../sql/identifier.ts'

const PLACE = 'partita_place'

/** The files that are left, as far as their paths can tell. */
export const pruned = async (
  plan: Plan,
  leaf: ParquetFiles,
  { files, keys, fields }: ParquetTable,
  asking: Asking,
): Promise<readonly InputFile[]> => {
  const columns = keys.flatMap(key => {
    const field = fields.find(({ name }) => folded(name) === folded(key.name))
    return field === undefined ? [] : [{ ...field, key }]
  })
  const conditions = conditionsOn(plan, leaf, new Set(columns.map(({ name }) => folded(name))))
  if (conditions === undefined) return files
  const values = files.map(({ file }) => columns.map(({ key }) => valueIn(file, key)))
  const rows = values.flatMap((texts, place) =>
    texts.includes(undefined)
      ? []
      : [
          `(${[place, ...texts.map((text, i) => `CAST(${quoteText(text!)} AS ${sqlType(columns[i]!.type)})`)].join(', ')})`,
        ],
  )
  if (rows.length === 0) return files
  const output = columnsOf([{ name: PLACE, type: 'int32', nullable: false }, ...columns], leaf)
  const names = output.map(({ sql }) => quoteName(sql)).join(', ')
  const { sql } = compile(conditions, {
    sent: () => undefined,
    output: () => output,
    block: () => relation(`(VALUES ${rows.join(', ')}) AS t(${names})`, output),
  })
  try {
    const left = new Set((await ask(asking, sql)).map(row => row[PLACE]))
    return files.filter((_, place) => left.has(place) || values[place]!.includes(undefined))
  } catch (error) {
    // What cannot be computed is told by whoever reads the rows.
    if (error instanceof PartitaError) return files
    throw error
  }
}

/** The conditions right above the files that are on nothing but these columns; undefined where there are none. */
const conditionsOn = (plan: Plan, leaf: ParquetFiles, names: ReadonlySet<string>): Plan | undefined => {
  const above: Plan[] = []
  for (let at = plan; at !== leaf; at = parentsOf(at)[0]!) above.unshift(at)
  let made: Plan = leaf
  for (const node of above) {
    if (node.kind !== 'filter') break
    for (const part of conjuncts(node.condition))
      if (isOn(part, names)) made = withExpressions(withParents(node, [made]), [part])
  }
  return made === leaf ? undefined : made
}

const conjuncts = (condition: Expression): readonly Expression[] =>
  condition.kind === 'call' && condition.name === 'and' ? condition.args.flatMap(conjuncts) : [condition]

const isOn = (condition: Expression, names: ReadonlySet<string>): boolean => {
  const parts = new Set([condition])
  let reads = false
  for (const part of parts) {
    if (part.kind === 'reference') {
      if (part.alias !== undefined || !names.has(folded(part.name))) return false
      reads = true
    }
    for (const inner of partsOf(part)) parts.add(inner)
  }
  return reads
}

/** As its path says; undefined where that is not what it means, or perhaps not. */
const valueIn = (file: string, { raw }: Key): string | undefined => {
  const there = file.split('/').filter(segment => segment.startsWith(`${raw}=`))
  const value = there[0]?.slice(raw.length + 1)
  const isPlain = there.length === 1 && value !== undefined && !/[%+]|^$|^null$|^__HIVE/i.test(value)
  return isPlain ? value : undefined
}
