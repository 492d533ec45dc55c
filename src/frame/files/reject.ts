// The columns of a report of bad rows.

import type { Field } from '../../lineage/data-type.ts'
import { fieldsOf } from '../../rdd/schema.ts'

export const REJECT = {
  file: 'string',
  /** Where the row begins, from 1. */
  line: 'int32',
  column: 'string?',
  /** `fields`, `quote`, `encoding`, `length` or `value`. */
  kind: 'string',
  problem: 'string',
  /** Of the column, or of the row. */
  text: 'string?',
} as const

export const REJECT_FIELDS: readonly Field[] = fieldsOf(REJECT)
