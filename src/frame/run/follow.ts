// Queries as the session's listeners hear of them.

import { PartitaError, toFault } from '../../fault.ts'
import type { Follower } from '../../io/duckdb/database.ts'
import type { Driver } from '../../rdd/rdd.ts'

/** For each query that an action makes of the database. */
export type Follow = (action: string) => () => Follower

export const following = ({ emit, heard }: Pick<Driver, 'emit' | 'heard'>): Follow => {
  let queries = 0
  return action => () => {
    const query = ++queries
    let highest: number | undefined
    emit({ type: 'queryStarted', query, action, at: Date.now() })
    const progress: Follower['progress'] = ({ fraction = highest, rowsIn, rowsOut }) => {
      if (fraction !== undefined) highest = Math.max(highest ?? 0, fraction)
      emit({ type: 'queryProgress', query, fraction: highest, rowsIn, rowsOut, at: Date.now() })
    }
    return {
      // To be asked how far it is slows DuckDB down by a few hundredths.
      progress: heard() ? progress : undefined,
      ended: (rowsOut, error) =>
        emit({ type: 'queryEnded', query, rowsOut, fault: faultOf(error), at: Date.now() }),
    }
  }
}

const faultOf = (error: unknown) => {
  if (error === undefined) return undefined
  return error instanceof PartitaError
    ? toFault(error)
    : ({ code: 'INTERNAL', message: String(error), cause: error } as const)
}
