// The partitions of one stage that wait for a slot, lowest first; those whose data an executor holds wait apart for it,
// but never alone: an executor with nothing better to do takes them too.

import { pop, push } from './heap.ts'

export interface Pending {
  size: number
  readonly anywhere: number[]
  /** Executor → its partitions; never empty. */
  readonly local: Map<number, number[]>
}

export const nothingPending = (): Pending => ({ size: 0, anywhere: [], local: new Map() })

export const addPending = (pending: Pending, partition: number, preferred: number | undefined): void => {
  pending.size++
  const heap = preferred === undefined ? pending.anywhere : pending.local.get(preferred)
  if (heap !== undefined) push(heap, partition)
  else pending.local.set(preferred!, [partition])
}

const takeLocal = (pending: Pending, executor: number, own: number[]): number => {
  const partition = pop(own)
  if (own.length === 0) pending.local.delete(executor)
  return partition
}

/** The best partition for a free executor, and where to run it: on the executor that holds its data, if that is free. */
export const takePending = (
  pending: Pending,
  executor: number,
  isFree: (executor: number) => boolean,
): readonly [partition: number, executor: number] => {
  pending.size--
  const own = pending.local.get(executor)
  if (own !== undefined) return [takeLocal(pending, executor, own), executor]
  if (pending.anywhere.length > 0) return [pop(pending.anywhere), executor]
  const [holder, held] = pending.local.entries().next().value!
  return [takeLocal(pending, holder, held), isFree(holder) ? holder : executor]
}
