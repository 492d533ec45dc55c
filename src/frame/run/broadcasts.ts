// `broadcast(frame)`: its rows are computed before the query and lie in this process's memory, which the query then
// reads. The database is told that they are very few, so it makes the hash table of a join of them.

import { bytesOf } from '../../codec/concat.ts'
import type { RunOptions } from '../../io/duckdb/database.ts'
import type { ColumnBatch } from '../../lineage/batch.ts'
import { foldGraph } from '../../lineage/fold.ts'
import { failure } from '../../rdd/call.ts'
import { type Broadcast, type Plan, parentsOf } from '../plan/plan.ts'
import type { Relational } from '../relational.ts'
import { sqlLiteral } from '../sql/literal.ts'
import type { Sources } from './sources.ts'

/** Frames that are computed already, and what stands for them in SQL. */
export interface Sent {
  readonly tables: ReadonlyMap<Plan, string>
  readonly free: () => void
}

const LARGEST = 2 ** 30

let tables = 0

/** `dry`: only their columns, for a plan that is looked at. */
export const broadcastsOf = async (
  plan: Plan,
  { database }: Relational,
  sources: Sources,
  { dry, ...options }: RunOptions & { readonly dry: boolean },
): Promise<Sent> => {
  const sent = new Map<Plan, string>()
  const names: string[] = []
  const free = () => {
    for (const name of names) database.forgetBatches(name)
  }
  const compute = async (node: Broadcast): Promise<void> => {
    const compiled = sources.compile(node.parent, sent)
    const { parameters } = compiled
    const query = { ...options, ...compiled.options }
    const fields = await database.describe(compiled.sql, parameters, query)
    const batches: ColumnBatch[] = []
    if (!dry) {
      let bytes = 0
      const result = await database.query(compiled.sql, parameters, query)
      for await (const batch of result.batches) {
        bytes += bytesOf(fields, batch, 0, batch.length)
        if (bytes > LARGEST)
          throw failure(node, 'OUT_OF_MEMORY', `takes a frame of at most ${LARGEST / 2 ** 30} GiB.`, {
            hint: 'Join it without the hint.',
          })
        batches.push(batch)
      }
    }
    const name = `broadcast${++tables}`
    database.registerBatches(name, {
      fields: fields.map((field, i) => ({ ...field, name: compiled.output[i]!.sql })),
      batches: () => batches,
      rows: 1,
    })
    names.push(name)
    sent.set(node, `partita_batches(${sqlLiteral(name)})`)
  }
  try {
    for (const node of broadcastsIn(plan)) await compute(node)
  } catch (error) {
    free()
    throw error
  }
  return { tables: sent, free }
}

/** Those of joins, the inner ones first. */
const broadcastsIn = (plan: Plan): readonly Broadcast[] => {
  const found: Broadcast[] = []
  foldGraph<Plan, undefined>(parentsOf, node => {
    if (node.kind === 'broadcast') found.push(node)
    return undefined
  })(plan)
  return found
}
