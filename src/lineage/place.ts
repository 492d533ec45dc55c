// Where a lineage stands: a number that its operations and their order give, the same in every run of the program.
// What draws mixes it in, so that a sample of a sample is not the same draw twice.

import { foldWith } from './fold.ts'
import { hashString } from './hash.ts'
import type { Lineage } from './lineage.ts'

export const placeOf = (root: Lineage): number =>
  foldWith<number>(({ kind, operator }, parents) => hashString([kind, operator, ...parents].join()))(root)
