// The first rows as a table on standard output.

import { rowReader } from '../../codec/batch-rows.ts'
import { type Call, failure } from '../../rdd/call.ts'
import type { Running } from '../../rdd/shape.ts'
import { planNode } from '../plan/plan.ts'
import type { Self } from '../relational.ts'
import { query } from './query.ts'
import { telling } from './tell.ts'

const LONGEST = 20

export const show = async (
  call: Call,
  self: Self,
  n = 20,
  options?: Running & { readonly truncate?: boolean | undefined },
): Promise<void> => {
  if (!Number.isSafeInteger(n) || n < 0)
    throw failure(call, 'ARGUMENT', `takes a number of rows that is an integer from 0, not ${String(n)}.`)
  const { fields, batches } = await query(
    call,
    self,
    options,
    () => {},
    parent => planNode({ kind: 'limit', ...call, parent, n: n + 1, offset: 0 }),
  )
  const places = fields.map((field, i) => ({ ...field, name: String(i) }))
  const read = rowReader(places)
  const rows: (readonly unknown[])[] = []
  await telling(call, self.plan, async () => {
    for await (const batch of batches)
      for (const row of read(batch)) rows.push(places.map(({ name }) => row[name]))
  })
  const cut = options?.truncate === false ? (text: string) => text : shortened
  const { Table } = await import('console-table-printer')
  const table = new Table({
    columns: fields.map(({ name, type }, i) => ({
      name: String(i),
      title: name,
      alignment: typeof type === 'string' && /int|float/.test(type) ? 'right' : 'left',
    })),
    shouldDisableColors: true,
  })
  for (const row of rows.slice(0, n))
    table.addRow(Object.fromEntries(row.map((value, i) => [String(i), cut(cell(value))])))
  console.log(table.render())
  if (rows.length > n) console.log(`only the first ${n} ${n === 1 ? 'row' : 'rows'}`)
}

const shortened = (text: string): string => {
  const characters = [...text]
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : text
}

/** Control characters would break the table. */
const cell = (value: unknown): string => plain(value).replace(/\p{Cc}/gu, c => JSON.stringify(c).slice(1, -1))

const plain = (value: unknown): string => {
  if (value instanceof Date) {
    const text = value.toISOString()
    return text.endsWith('T00:00:00.000Z') ? text.slice(0, -14) : text
  }
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (Array.isArray(value)) return `[${value.map(plain).join(', ')}]`
  if (value instanceof Map) return `{${[...value].map(([k, v]) => `${plain(k)}: ${plain(v)}`).join(', ')}}`
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([name, field]) => `${name}: ${plain(field)}`)
      .join(', ')}}`
  return Object.is(value, -0) ? '-0' : String(value)
}
