import { type CombinatorName, derive } from '../../lineage/fn.ts'
import { node } from '../../lineage/lineage.ts'
import { samePartitioner } from '../../lineage/partitioner.ts'
import { type Call, calling, failure, grow } from '../call.ts'
import { checkOptions, checkSides } from '../check.ts'
import { hashPartitioner } from '../partitioning.ts'
import type { RDD } from '../rdd.ts'
import type { Joining, JoinStrategy, Wide } from '../shape.ts'
import { broadcastJoined } from './broadcast-join.ts'
import { cogrouped } from './cogroup.ts'

export const join = <K, W>(
  other: RDD<readonly [K, W]>,
  options?: Joining,
): (<V>(rdd: RDD<readonly [K, V]>) => RDD<[K, [V, W]]>) => joinedBy(calling('join'), 'joined', other, options)

const STRATEGIES: readonly JoinStrategy[] = ['auto', 'broadcast', 'sortMerge', 'shuffleHash']

/** A join by the strategy asked. */
export const joinedBy = (
  call: Call,
  pairing: 'joined' | 'leftJoined' | 'rightJoined' | 'fullJoined',
  other: RDD<unknown>,
  options: Joining | undefined,
): (<R>(rdd: RDD<unknown>) => RDD<R>) => {
  checkOptions(call, options)
  const strategy = options?.strategy ?? 'auto'
  if (!STRATEGIES.includes(strategy))
    throw failure(
      call,
      'ARGUMENT',
      `takes a strategy that is ${STRATEGIES.join(', ')}, not ${String(strategy)}.`,
    )
  if (strategy === 'broadcast') return broadcastJoined(call, pairing, other, options)
  return rdd => {
    checkSides(call, rdd, [other])
    return joining(
      { ...call, note: noteOf(call, strategy, rdd, other, options) },
      pairing,
      other,
      options,
    )(rdd)
  }
}

/** Every join by shuffles is a cogroup whose groups are then paired. */
export const joining =
  (call: Call, pairing: CombinatorName, other: RDD<unknown>, options: Wide | undefined) =>
  <R>(rdd: RDD<unknown>): RDD<R> => {
    const parent = cogrouped(call, [other], options)(rdd).lineage
    return grow(rdd, node({ kind: 'flatMap', ...call, parent, f: derive(pairing), keepsKeys: true }))
  }

const noteOf = (
  call: Call,
  strategy: JoinStrategy,
  left: RDD<unknown>,
  right: RDD<unknown>,
  options: Wide | undefined,
) => {
  const partitioner = hashPartitioner(call, [left, right], options)
  const moved = [left, right].filter(side => !samePartitioner(side.partitioner, partitioner))
  const why = {
    0: 'both sides are partitioned so already, and neither moves',
    1: `the ${moved[0] === left ? 'left' : 'right'} side moves to where the other one is already`,
    2: 'both sides move, by hash of the key',
  }[moved.length as 0 | 1 | 2]
  const asked = { auto: 'by default', shuffleHash: 'as asked', sortMerge: 'which stands for sortMerge' }
  return { way: 'shuffleHash', why: `${asked[strategy as keyof typeof asked]}: ${why}` }
}
