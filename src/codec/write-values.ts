import type { Vector } from '../lineage/batch.ts'
import type { Where } from './misfit.ts'
import type { Validity } from './validity.ts'

/** All of a vector but its validity. Values without one are null or undefined, and take no room of their own. */
export type WriteValues = (
  values: readonly unknown[],
  validity: Validity,
  where: Where,
) => Pick<Vector, 'values' | 'offsets' | 'children'>

export type WriteColumn = (values: readonly unknown[], where: Where) => Vector
