// The sources of a plan as they are when an action begins, and the SQL over them.

import { PartitaError } from '../../fault.ts'
import type { RunOptions } from '../../io/duckdb/database.ts'
import { recordsSource } from '../bridge/from-rdd.ts'
import { columnsOf, type Output, suggestion } from '../check/scope.ts'
import { filesSource } from '../files/files.ts'
import type { Source } from '../files/source.ts'
import { type Leaf, leavesOf, type Plan, type Query } from '../plan/plan.ts'
import type { Relational } from '../relational.ts'
import { relation } from '../sql/block.ts'
import { type Compiled, compile } from '../sql/compile.ts'
import { queryBlock, rowsSql } from '../sql/leaf.ts'
import { authorsNames, queryText } from '../sql/query-text.ts'

export interface Sources {
  readonly output: (leaf: Leaf) => Output
  /** `sent`: what stands for the frames that were broadcast. */
  readonly compile: (
    plan: Plan,
    sent?: ReadonlyMap<Plan, string>,
  ) => Compiled & {
    readonly parameters: Readonly<Record<string, unknown>> | undefined
    readonly options: RunOptions
  }
  /** A better word for why a query over them failed. */
  readonly explain: (error: PartitaError) => Promise<PartitaError>
  /** Brings the rows that the database cannot read by itself. */
  readonly prepare: () => Promise<void>
  readonly free: () => void
}

export const sourcesOf = async (
  plan: Plan,
  relational: Relational,
  options: RunOptions,
): Promise<Sources> => {
  const { database } = relational
  const leaves = leavesOf(plan)
  const sources = new Map<Leaf, Pick<Source, 'fields'> & Partial<Source>>()
  const outputs = new Map<Leaf, Output>()
  const free = () => {
    for (const source of sources.values()) source.free?.()
  }
  const compiling: Sources['compile'] = (root, sent) => {
    const made = compile(root, {
      sent: node => sent?.get(node),
      // What a query gives is what its own SQL is asked for.
      output: leaf => outputs.get(leaf) ?? [],
      block: (leaf, blocks) =>
        leaf.kind === 'query'
          ? queryBlock(leaf, blocks, queryText(leaf).text, outputs.get(leaf) ?? [])
          : relation(leaf.kind === 'rows' ? rowsSql(leaf) : sources.get(leaf)!.sql!, outputs.get(leaf)!),
    })
    const there = leavesOf(root, sent).flatMap(leaf =>
      leaf.kind === 'query' ? [{ query: leaf, ...queryText(leaf) }] : [],
    )
    const parameters = Object.assign({}, ...there.map(({ parameters }) => parameters))
    const wrote = (at: number) => {
      for (const { query, text, origin } of there)
        for (let from = made.sql.indexOf(text); from >= 0; from = made.sql.indexOf(text, from + 1))
          if (from <= at && at <= from + text.length) return { sql: query.text, at: origin(at - from) }
      return undefined
    }
    return {
      ...made,
      parameters: Object.keys(parameters).length === 0 ? undefined : parameters,
      options: { ...options, wrote },
    }
  }
  const fieldsOf = async (query: Query): Promise<Source['fields']> => {
    const { sql, parameters, options } = compiling(query)
    return database.describe(sql, parameters, options)
  }
  try {
    for (const leaf of leaves)
      await blaming(leaf, async () => {
        const source =
          leaf.kind === 'files'
            ? await filesSource(leaf, { database, options })
            : leaf.kind === 'records'
              ? await recordsSource(leaf, relational, options)
              : {
                  fields: leaf.kind === 'rows' ? (leaf.fields ?? (await leaf.read!())) : await fieldsOf(leaf),
                }
        sources.set(leaf, source)
        const known = leaf.kind === 'rows' ? leaf.columns : undefined
        outputs.set(leaf, known ?? columnsOf(source.fields, leaf))
      })
  } catch (error) {
    free()
    throw error
  }
  return {
    output: leaf => outputs.get(leaf)!,
    compile: compiling,
    explain: async error => {
      let told = error
      for (const source of sources.values()) told = (await source.explain?.(told)) ?? told
      return told
    },
    prepare: async () => {
      for (const source of sources.values()) await source.prepare?.()
    },
    free,
  }
}

/** What is wrong with a source is told as the fault of whoever named it. */
export const blaming = async <R>(leaf: Leaf, look: () => Promise<R>): Promise<R> => {
  try {
    return await look()
  } catch (error) {
    if (!(error instanceof PartitaError)) throw error
    const { operator = leaf.operator, callSite = leaf.callSite.position, code, hint, cause } = error
    const [, table] = /^Table with name (.+) does not exist/.exec(error.message) ?? []
    throw new PartitaError(code, authorsNames(error.message), {
      operator,
      callSite,
      cause,
      hint: table !== undefined && leaf.kind === 'query' ? suggestion(table, leaf.views) : hint,
    })
  }
}
