// What becomes of rows that do not fit: what csv and jsonLines ask.

import type { BadRows } from '../../lineage/bad-row.ts'
import { derive } from '../../lineage/fn.ts'
import { Accumulator } from '../accumulator.ts'
import { type Call, failure } from '../call.ts'

export interface Judging {
  readonly onBadRow?: BadRows | undefined
  readonly rejected?: Accumulator<number> | undefined
}

const MODES: readonly unknown[] = ['fail', 'drop', 'keep'] satisfies BadRows[]

export const judgingOf = (call: Call, { onBadRow = 'fail', rejected }: Judging = {}) => {
  if (!MODES.includes(onBadRow))
    throw failure(call, 'ARGUMENT', `takes onBadRow as fail, drop or keep, not ${String(onBadRow)}.`)
  if (rejected === undefined) return { onBadRow, rejected }
  if (!(rejected instanceof Accumulator))
    throw failure(call, 'ARGUMENT', 'takes as rejected an accumulator of numbers.', {
      hint: 'Make it with session.counter().',
    })
  if (onBadRow !== 'drop')
    throw failure(call, 'ARGUMENT', "counts the rejected rows with onBadRow: 'drop' only.")
  return { onBadRow, rejected: derive('addOne', rejected) }
}
