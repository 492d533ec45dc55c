// Not a method: what joins do when `broadcast` is asked for.

import { constant, derive } from '../../lineage/fn.ts'
import { type Call, failure } from '../call.ts'
import { checkSides } from '../check.ts'
import type { RDD } from '../rdd.ts'
import type { Joining } from '../shape.ts'
import { beside } from './beside.ts'
import { partitionwise } from './map-partitions.ts'

/** The side whose every pair is in the result stays and goes by once; the other is a table beside it. */
export const broadcastJoined = (
  call: Call,
  pairing: 'joined' | 'leftJoined' | 'rightJoined' | 'fullJoined',
  other: RDD<unknown>,
  options: Joining | undefined,
): (<R>(rdd: RDD<unknown>) => RDD<R>) => {
  if (pairing === 'fullJoined')
    throw failure(call, 'ARGUMENT', 'cannot broadcast a side: no partition knows what all others lack.', {
      hint: 'Leave the strategy out.',
    })
  if (options?.numPartitions !== undefined)
    throw failure(call, 'ARGUMENT', 'keeps its partitions where it broadcasts: leave numPartitions out.')
  const swapped = pairing === 'rightJoined'
  const pair = derive('joinedBeside', constant({ outer: pairing !== 'joined', swapped }))
  const [stays, goes] = swapped ? ['right', 'left'] : ['left', 'right']
  const why = `as asked: the ${goes} side goes whole to every partition of the ${stays} one, which does not move`
  const noted = { ...call, note: { way: 'broadcast', why } }
  return rdd => {
    checkSides(call, rdd, [other])
    return partitionwise(noted, pair)(swapped ? beside(noted, other, rdd) : beside(noted, rdd, other))
  }
}
