// Faults of a node: of the operation that the user called, at the place where it was called.

import { failure } from '../../rdd/call.ts'
import type { Refuse } from '../operations/operation.ts'
import type { Expression } from '../plan/expression.ts'
import type { Plan } from '../plan/plan.ts'
import { type Output, resolve } from './scope.ts'
import { type Checked, checker } from './typing.ts'

export const refusing =
  (node: Plan): Refuse =>
  (message, hint) => {
    throw failure(node, 'PLAN', message, hint === undefined ? {} : { hint })
  }

/** Checks an expression over the columns of one frame. */
export const checkOver = (output: Output, refuse: Refuse): ((expression: Expression) => Checked) =>
  checker({ find: (reference, refuse) => resolve(output, reference, refuse), refuse })
