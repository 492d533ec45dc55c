// The hint that a side of a join is small.

import { calling, failure } from '../../rdd/call.ts'
import type { DataFrame } from '../dataframe.ts'
import { planNode } from '../plan/plan.ts'
import type { Self } from '../relational.ts'

/**
 * Marks a frame as small: a join builds its hash table of it.
 * @example trips.join(broadcast(zones), 'zone')
 */
export const broadcast = <S>(frame: DataFrame<S>): DataFrame<S> => {
  const call = calling('broadcast')
  const { plan, relational } = (frame ?? {}) as unknown as Partial<Self>
  if (plan === undefined || relational === undefined) throw failure(call, 'ARGUMENT', 'takes a DataFrame.')
  return relational.frame(planNode({ kind: 'broadcast', ...call, parent: plan })) as DataFrame<S>
}
