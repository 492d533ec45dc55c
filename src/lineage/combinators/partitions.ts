// Combinators of whole partitions: iterator and task in, records out.

import type { Callable } from '../callable.ts'
import { keyed } from '../keyed.ts'
import type { TaskInfo } from '../task-info.ts'

type Records = Iterable<unknown>
type Halves = readonly [readonly unknown[], readonly unknown[]]

export const PARTITIONS = {
  partitionIndexed: (f: Callable) => (it: Records, task: TaskInfo) => f(task.partition, it, task),
  glom: () => (it: Records) => [[...it]],
  /** Of one record: both sides' partitions as arrays. */
  partitionsZipped: (f: Callable) => (it: Iterable<Halves>, task: TaskInfo) => {
    const [[left, right]] = [...it] as [Halves]
    return f(left.values(), right.values(), task)
  },
  forPartition: (f: Callable) => async (it: Records, task: TaskInfo) => {
    await f(it, task)
    return []
  },
  /** Record k of partition i of n has the id i + k·n. */
  uniquelyNumbered: () =>
    function* (it: Records, { partition, numPartitions }: TaskInfo) {
      let id = partition
      for (const x of it) {
        yield [x, id]
        id += numPartitions
      }
    },
  counted: () => (it: Records) => {
    let n = 0
    for (const _ of it) n++
    return [n]
  },
  /** Records come with the sizes of all partitions. */
  numbered: () =>
    function* (it: Iterable<readonly [unknown, readonly number[]]>, { partition }: TaskInfo) {
      let index: number | undefined
      for (const [x, sizes] of it) {
        index ??= sizes.slice(0, partition).reduce((a, b) => a + b, 0)
        yield [x, index++]
      }
    },
  /** Neighbouring partitions, as many groups as given, have one key. */
  inGroups: (constant: () => number) => {
    const groups = constant()
    return function* (it: Records, { partition, numPartitions }: TaskInfo) {
      const group = Math.floor((partition * groups) / numPartitions)
      for (const x of it) yield [group, x]
    }
  },
  /** The first of equal records. */
  distinctHere: () =>
    function* (it: Records) {
      const seen = keyed<true>()
      for (const x of it) {
        if (!seen.has(x)) yield x
        seen.set(x, true)
      }
    },
} satisfies Record<string, (...args: never[]) => Callable>
