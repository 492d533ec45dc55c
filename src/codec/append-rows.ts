// Rows → batches, each row as it comes: its fields go where they will lie, and its object dies at once. Generated once
// per list of fields, so that V8 reads each field in place.
//
//   const { append, take } = rowAppender(fields)(8192)
//   for (const row of rows) append(row)          // 8192 at most
//   encodeBatch(fields, take())                  // before the next row

import { PartitaError } from '../fault.ts'
import type { ColumnBatch } from '../lineage/batch.ts'
import type { Field } from '../lineage/data-type.ts'
import { type AppendColumn, appendColumn, appendText } from './append-column.ts'
import { fieldPath } from './misfit.ts'
import { ownField } from './values-taker.ts'

export interface RowAppender {
  /** @throws PartitaError DATA naming record and field; perhaps only when they are taken */
  readonly append: (row: unknown) => void
  /** The rows since it was last called, to be read before there are more: their memory is used again. */
  readonly take: () => ColumnBatch
}

/** A longer function is not optimised any more. */
const WIDEST = 200

/** Makes appenders for batches of at most `capacity` rows. Names are unique. */
export const rowAppender = (
  fields: readonly Field[],
): ((capacity: number, firstRecord?: number) => RowAppender) => {
  const parts: Generated[] = []
  for (let i = 0; i < fields.length; i += WIDEST) parts.push(generated(fields.slice(i, i + WIDEST)))
  return (capacity, firstRecord = 0) => {
    let length = 0
    let before = firstRecord
    const columns = fields.map(field => {
      const path = fieldPath('', field.name)
      return appendColumn(field, capacity, n => ({ record: before + n, path }))
    })
    const [put, ...others] = parts.map((part, i) => part(columns.slice(i * WIDEST, (i + 1) * WIDEST)))
    return {
      append: row => {
        if (typeof row !== 'object' || row === null) throw noRow(before + length)
        put?.(row, length)
        if (others.length > 0) for (const put of others) put(row, length)
        length++
      },
      take: () => {
        const batch = { length, columns: columns.map(({ take }) => take(length)) }
        before += length
        length = 0
        return batch
      },
    }
  }
}

type Generated = (columns: readonly AppendColumn[]) => (row: object, n: number) => void

let made = 0

const generated = (fields: readonly Field[]): Generated => {
  const puts = fields.map(
    ({ name, type }, c) =>
      `const v${c} = ${ownField(name)}\n${appendText(type)(`v${c}`, `into${c}`, `other${c}`)}`,
  )
  const text = `return columns => {
${fields.map((_, c) => `const { into: into${c}, other: other${c} } = columns[${c}]`).join('\n')}
return (row, n) => {
let micros
${puts.join('\n')}
}
}
//# sourceURL=partita:append-${++made}`
  return new Function('hasOwn', text)(Object.hasOwn)
}

const noRow = (record: number): PartitaError =>
  new PartitaError('DATA', `Record ${record} is no object with fields.`, {
    recordIndex: record,
    hint: 'a row is an object; of other values make one first: map(x => ({ value: x }))',
  })
