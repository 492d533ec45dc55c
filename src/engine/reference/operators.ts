// The narrow operators between two partitions' borders, one record after the other, in the order the user wrote them.

import { PartitaError } from '../../fault.ts'
import type { Filtered, FlatMapped, Mapped, PartitionsMapped } from '../../lineage/lineage.ts'
import type { TaskInfo } from '../../lineage/task-info.ts'
import { blamed, called, misuse, type Site } from './blame.ts'
import type { Functions } from './closures.ts'

export type RecordOperator = Mapped | Filtered | FlatMapped
export type Records = Iterable<unknown> | AsyncIterable<unknown>

/** Records on their way, and how many were taken from where they come from. */
export interface Flow {
  readonly records: Records
  readonly taken: () => number
}

export interface Bound {
  readonly node: RecordOperator
  readonly f: (record: unknown) => unknown
}

/** The flow behind the operators. */
export const through = (records: Records, site: Site, operators: readonly Bound[]): Flow => {
  let taken = 0
  const one = (record: unknown) => applied(operators, record, () => taken)
  const failed = (error: unknown) => blamed(error, site, taken)
  function* inStep(source: Iterable<unknown>) {
    for (const record of guarded(source, failed)) {
      yield* one(record)
      taken++
    }
  }
  async function* inTime(source: AsyncIterable<unknown>) {
    for await (const record of guardedAsync(source, failed)) {
      yield* one(record)
      taken++
    }
  }
  return { records: isAsync(records) ? inTime(records) : inStep(records), taken: () => taken }
}

type Blame = (error: unknown) => unknown

/** What a source throws while it is read is the source's. */
function* guarded(source: Iterable<unknown>, blame: Blame) {
  try {
    yield* source
  } catch (error) {
    throw blame(error)
  }
}
async function* guardedAsync(source: AsyncIterable<unknown>, blame: Blame) {
  try {
    yield* source
  } catch (error) {
    throw blame(error)
  }
}

/** What the operators make of one record. On a stack of its own: chains are long, and each `flatMap` opens a loop. */
function* applied(operators: readonly Bound[], first: unknown, taken: () => number) {
  const loops: { readonly from: number; readonly rest: Iterator<unknown> }[] = [
    { from: 0, rest: [first].values() },
  ]
  try {
    for (let loop = loops.at(-1); loop !== undefined; loop = loops.at(-1)) {
      const { from, rest } = loop
      let next: IteratorResult<unknown>
      try {
        next = rest.next()
      } catch (error) {
        throw blamed(error, operators[from - 1]!.node, taken())
      }
      if (next.done === true) {
        loops.pop()
        continue
      }
      let value: unknown = next.value
      let at = from
      for (; at < operators.length; at++) {
        const { node, f } = operators[at]!
        try {
          const result = called(node, () => f(value))
          if (node.kind === 'map') value = result
          else if (node.kind === 'flatMap') loops.push({ from: at + 1, rest: iterated(node, result) })
          if (node.kind === 'flatMap' || (node.kind === 'filter' && !result)) break
        } catch (error) {
          throw blamed(error, node, taken())
        }
      }
      if (at === operators.length) yield value
    }
  } finally {
    for (const { rest } of loops) rest.return?.()
  }
}

const iterated = (site: Site, result: unknown): Iterator<unknown> => {
  if (isIterable(result)) return result[Symbol.iterator]()
  throw typeof result === 'string'
    ? misuse(site, 'returned a string, not an iterable object', 'Return [text] for one record.')
    : misuse(site, `returned ${result === null ? 'null' : typeof result}, not an iterable object`)
}

/** Calls the user's function on the whole flow; it sees a synchronous iterator whatever comes. */
export const partitionMapped = async (
  node: PartitionsMapped,
  { records }: Flow,
  info: TaskInfo,
  { fn }: Functions,
): Promise<Records> => {
  const input = await inMemory(records)
  let made: unknown
  try {
    made = await fn(node.f)(input[Symbol.iterator](), info)
  } catch (error) {
    throw blamed(error, node)
  }
  if (isIterable(made) || isAsync(made)) return made
  throw new PartitaError('TASK_FAILED', `The function given to ${node.operator} returned no iterable.`, {
    operator: node.operator,
    callSite: node.callSite.position,
  })
}

/** What is async is gathered; a sync flow stays lazy. Never awaits a record: one that is a promise must be seen. */
export const inMemory = async (records: Records): Promise<Iterable<unknown>> => {
  if (!isAsync(records)) return records
  const all: unknown[] = []
  for await (const record of records) all.push(record)
  return all
}

/** Calls `visit` with each record until it answers true. */
export const visitAll = async (
  records: Records,
  visit: (record: unknown) => boolean | Promise<boolean>,
): Promise<void> => {
  if (isAsync(records)) {
    for await (const record of records) if (await visit(record)) return
  } else for (const record of records) if (await visit(record)) return
}

/** `visitAll` to the end; what `visit` throws is the site's, at the record that the flow last took. */
export const visited = (
  site: Site,
  { records, taken }: Flow,
  visit: (record: unknown) => void | Promise<void>,
): Promise<void> =>
  visitAll(records, async record => {
    try {
      await visit(record)
      return false
    } catch (error) {
      throw blamed(error, site, taken())
    }
  })

const isIterable = (x: unknown): x is Iterable<unknown> =>
  typeof x === 'object' && x !== null && Symbol.iterator in x
const isAsync = (x: unknown): x is AsyncIterable<unknown> =>
  typeof x === 'object' && x !== null && !(Symbol.iterator in x) && Symbol.asyncIterator in x
