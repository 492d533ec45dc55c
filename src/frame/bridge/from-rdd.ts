// From an RDD to a frame: a leaf of the plan. An action of the frame first runs the RDD's job, whose workers leave their
// rows as columns in the block store; the database reads them there, and they are freed when the query ends.

import type { PartitionBatches } from '../../lineage/action.ts'
import type { Field } from '../../lineage/data-type.ts'
import { type Call, calling, failure } from '../../rdd/call.ts'
import type { RDD } from '../../rdd/rdd.ts'
import { run, telling } from '../../rdd/run.ts'
import { type Columns, fieldsOf, type Schema } from '../../rdd/schema.ts'
import type { Running } from '../../rdd/shape.ts'
import { taken } from '../../rdd/verbs/take.ts'
import { columnsOf } from '../check/scope.ts'
import type { DataFrame } from '../dataframe.ts'
import type { Source } from '../files/source.ts'
import { inferred } from '../infer.ts'
import { planNode, type Records } from '../plan/plan.ts'
import type { Relational } from '../relational.ts'
import { batchesSql } from '../sql/leaf.ts'

export const toDF =
  (relational: Relational) =>
  (rdd: RDD<unknown>, schema?: Columns | Schema<Columns>): DataFrame => {
    const call = calling('toDF')
    const fields = schema === undefined ? undefined : fieldsOf(schema)
    if (fields?.length === 0) throw failure(call, 'ARGUMENT', 'takes a schema of one column at least.')
    return relational.frame(planNode<'records'>({ kind: 'records', ...call, lineage: rdd.lineage, fields }))
  }

/** As many records say what the columns are, where no schema does. */
const LOOKED_AT = 100

let tables = 0

/** The records of a leaf for one query: none before `prepare`. */
export const recordsSource = async (
  leaf: Records,
  { database, driver }: Relational,
  options: Running,
): Promise<Source> => {
  const rdd = driver.rdd<unknown>(leaf.lineage)
  const fields = leaf.fields ?? (await inferredFields(leaf, rdd, options))
  const named = columnsOf(fields, leaf).map(({ sql }, i) => ({ ...fields[i]!, name: sql }))
  const table = `records${++tables}`
  let kept: readonly PartitionBatches[] = []
  database.registerBatches(table, { fields: named, batches: () => [] })
  return {
    fields,
    sql: batchesSql(table),
    prepare: async () => {
      kept = await run<PartitionBatches>(leaf, rdd, { kind: 'batches', fields }, options)
      const rows = kept.reduce((sum, { rows }) => sum + rows, 0)
      database.registerBatches(table, { fields: named, batches: () => each(kept), rows })
    },
    free: () => {
      database.forgetBatches(table)
      for (const partition of kept) void partition.free()
      kept = []
    },
  }
}

function* each(kept: readonly PartitionBatches[]) {
  for (const partition of kept) yield* partition.batches()
}

/** Of the first records; each column may be null, since a later record may lack it. */
const inferredFields = async (leaf: Call, rdd: RDD<unknown>, options: Running): Promise<readonly Field[]> => {
  const first = await telling(leaf, rdd, () => taken(leaf, rdd, LOOKED_AT, options))
  if (first.length === 0)
    throw failure(leaf, 'DATA', 'finds no record that would say what the columns are.', {
      hint: 'Give it a schema.',
    })
  return inferred(leaf, first as readonly Readonly<Record<string, unknown>>[]).map(field => ({
    ...field,
    nullable: true,
  }))
}
