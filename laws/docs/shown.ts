// Values as a reader sees them; places without the folders of this machine.

import { inspect } from 'node:util'

export const shown = (value: unknown): string =>
  typeof value === 'string' ? value : inspect(value, { depth: 8, breakLength: 90, maxArrayLength: 40 })

/** Records of a partition that are shown. */
const LONGEST_CELL = 24

/** Records of a partition, in a cell of a table. */
export const cell = (records: readonly unknown[] | undefined): string => {
  if (records === undefined || records.length === 0) return ''
  const left = records.length - LONGEST_CELL
  const text = records
    .slice(0, LONGEST_CELL)
    .map(record => inspect(record, { depth: 8, breakLength: Number.POSITIVE_INFINITY, compact: true }))
    .concat(left > 0 ? [`… ${left} more`] : [])
    .join(', ')
  return `\`${text.replaceAll('|', '\\|')}\``
}

/** `map.ts:2`: neither folder nor column. */
export const placeless = (text: string, folder: string): string =>
  text.replaceAll(`${folder}/`, '').replaceAll(/(\.ts:\d+):\d+/g, '$1')
