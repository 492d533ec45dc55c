// What an action makes of one partition.

import { openPart } from '../../io/part.ts'
import type { ColumnBatch, ExtendedBatch } from '../../lineage/batch.ts'
import type { Field } from '../../lineage/data-type.ts'
import { comparisonOf, sortedBy } from '../../lineage/order.ts'
import type { Job } from '../engine.ts'
import { blamed, called } from './blame.ts'
import { type Functions, runnable } from './closures.ts'
import { copyAll } from './copy.ts'
import { type Flow, inMemory, visitAll, visited } from './operators.ts'
import type { Columns } from './outside.ts'

export const answer = async (
  job: Job,
  flow: Flow,
  partition: number,
  functions: Functions,
  columns: Columns,
): Promise<unknown> => {
  try {
    return await answered(job, flow, partition, functions, columns)
  } catch (error) {
    throw blamed(error, job)
  }
}

const answered = async (
  job: Job,
  flow: Flow,
  partition: number,
  functions: Functions,
  { toBatch }: Columns,
) => {
  const { action } = job
  const { records } = flow
  const { fn, value } = functions
  switch (action.kind) {
    case 'collect':
      return copyAll([...(await inMemory(records))])
    case 'count':
      return [...(await inMemory(records))].length
    case 'take': {
      const first: unknown[] = []
      if (action.n > 0) await visitAll(records, record => first.push(record) >= action.n)
      return copyAll(first)
    }
    case 'fold': {
      const f = fn(action.f)
      const { zero } = action
      const start =
        zero && (zero.thunk ? [called(job, () => fn(zero.value as never)())] : [value(zero.value)])
      let folded: readonly unknown[] = start ?? []
      await visited(job, flow, record => {
        folded = folded.length === 0 ? [record] : [called(job, () => f(folded[0], record))]
      })
      return copyAll(folded)
    }
    case 'top': {
      const compare = comparisonOf(runnable(action.order, functions))
      return copyAll(sortedBy([...(await inMemory(records))], compare).slice(0, action.n))
    }
    case 'each': {
      const f = fn(action.f)
      await visited(job, flow, record => f(record))
      return null
    }
    case 'batches': {
      const rows = [...(await inMemory(records))]
      if (action.from === 'extended') {
        const batches = await Promise.all(
          rows.map(record => extended(action.fields, record as ExtendedBatch, toBatch)),
        )
        const total = batches.reduce((sum, { length }) => sum + length, 0)
        return { rows: total, batches: () => batches, free: () => Promise.resolve() }
      }
      const batch = await toBatch(action.fields, rows)
      return { rows: rows.length, batches: () => [batch], free: () => Promise.resolve() }
    }
    case 'save': {
      const part = await openPart(action.dir, partition, 0, action.sink)
      try {
        await visited(job, flow, part.write)
        return await part.close()
      } catch (error) {
        part.abort()
        throw error
      }
    }
  }
}

const extended = async (
  fields: readonly Field[],
  { batch, added }: ExtendedBatch,
  toBatch: Columns['toBatch'],
): Promise<ColumnBatch> => {
  const own = fields.slice(batch.columns.length)
  const rows = Array.from({ length: batch.length }, (_, row) =>
    Object.fromEntries(own.map(({ name }, i) => [name, added[i]![row]])),
  )
  return { length: batch.length, columns: [...batch.columns, ...(await toBatch(own, rows)).columns] }
}
