// How long a function of a partition takes, beside another way to do the same. Never part of a run.
// Guarded by laws/bench.

import { isDeepStrictEqual } from 'node:util'
import { encode } from '../codec/codec.ts'
import { PartitaError } from '../fault.ts'
import type { TaskInfo } from '../lineage/task-info.ts'
import { type Call, calling, failure } from '../rdd/call.ts'
import { checkCount, checkFunction, checkOptions } from '../rdd/check.ts'
import type { Hint, Records } from '../rdd/shape.ts'
import { type Contender, contender } from './contender.ts'
import { inRounds } from './rounds.ts'

/** What `mapPartitions` takes. */
export type PartitionOp<T, U> = (elements: IterableIterator<T>, task: TaskInfo) => Records<U>

export interface PartitionBench<T, U> {
  /** The records of one partition. */
  readonly input: Iterable<T> & object
  readonly op: PartitionOp<T, U>
  /** Another way to do the same: it must give the same records, unless `check` decides. */
  readonly baseline?: PartitionOp<T, NoInfer<U>> | undefined
  /** Whether records are right, asked of what `op` and `baseline` give, once and untimed. */
  readonly check?: ((records: readonly U[]) => boolean) | undefined
  /** How often each is timed, in turn; default 10. */
  readonly rounds?: number | undefined
}

/** Times of one call over the whole input, in a shape that `console.table` shows well. */
export interface Measured {
  readonly name: string
  /** Records of the input. */
  readonly records: number
  /** The shortest of all rounds, in milliseconds. */
  readonly millis: number
  readonly medianMillis: number
  /** The shortest, for each record, in nanoseconds. */
  readonly nanosPerRecord: number
  /** The shortest of the baseline, in milliseconds. */
  readonly baselineMillis?: number
  /** As a share of the baseline: below 1 is faster than it. */
  readonly ratio?: number
}

/**
 * Times a function of a partition as it runs in a worker: with what it captures as that travels, over records that were
 * decoded, alone in this thread, so without the engine around it. Op and baseline take turns; the minimum counts.
 * Rejects with LAW where a result is wrong, CLOSURE where a function cannot travel, TASK_FAILED where it throws.
 * @example
 * console.table([await benchPartition('parse', {
 *   input: ['{"n":1}', '{"n":2}'],
 *   op: lines => [...lines].map(line => JSON.parse(line).n as number),
 *   baseline: lines => [...lines].map(line => Number(line.slice(5, -1))),
 * })])
 */
export const benchPartition = async <T, U extends Hint>(
  name: string,
  bench: PartitionBench<T, U>,
): Promise<Measured> => {
  const call = calling('benchPartition')
  checkOptions(call, bench)
  const { input, op, baseline, check, rounds = 10 } = bench
  checkFunction(call, op)
  if (baseline !== undefined) checkFunction(call, baseline)
  checkCount(call, rounds, 'a number of rounds')
  const records = [...input]
  const bytes = encode(records)
  const ways: readonly Way[] = [
    { name: 'op', contender: await contender(op, bytes) },
    ...(baseline === undefined ? [] : [{ name: 'baseline', contender: await contender(baseline, bytes) }]),
  ]
  await told(call, name, () => agree(call, name, ways, check as Check | undefined))
  const [own, base] = await told(call, name, () =>
    inRounds(
      ways.map(way => way.contender.turn),
      rounds,
    ),
  )
  const { best, median } = own!
  return {
    name,
    records: records.length,
    millis: rounded(best),
    medianMillis: rounded(median),
    nanosPerRecord: rounded((best * 1e6) / Math.max(1, records.length)),
    ...(base === undefined ? {} : { baselineMillis: rounded(base.best), ratio: rounded(best / base.best) }),
  }
}

interface Way {
  readonly name: string
  readonly contender: Contender
}

type Check = (records: readonly unknown[]) => boolean

/** @throws PartitaError LAW where a way gives what is wrong, or other records than the first */
const agree = async (
  call: Call,
  name: string,
  ways: readonly Way[],
  check: Check | undefined,
): Promise<void> => {
  let first: readonly unknown[] | undefined
  for (const way of ways) {
    const made = await way.contender.records()
    if (check !== undefined && !check(made))
      throw failure(call, 'LAW', `of ${name}: what the ${way.name} gives is wrong, says check.`)
    if (check === undefined && first !== undefined && !isDeepStrictEqual(made, first))
      throw failure(call, 'LAW', `of ${name}: the ${way.name} gives other records than the op.`, {
        hint: 'Give a check where both are right, such as for sums of fractions.',
      })
    first ??= made
  }
}

const told = async <R>(call: Call, name: string, act: () => Promise<R>): Promise<R> => {
  try {
    return await act()
  } catch (cause) {
    if (cause instanceof PartitaError) throw cause
    throw failure(call, 'TASK_FAILED', `of ${name}: a function threw ${String(cause)}`, { cause })
  }
}

/** Three figures: no clock says more. */
const rounded = (figure: number): number => Number(figure.toPrecision(3))
