// Laws of form: what a lineage must satisfy before any engine plays it. Each failure names the operator and its call
// site. `checkNode` looks at one node, for the moment it is made; `wellformed` at all of them, for the moment it is run.

import { failure } from './failure.ts'
import { type Derived, type Fn, isCombinator } from './fn.ts'
import type { Combine, Lineage } from './lineage.ts'
import type { Order } from './order.ts'
import type { Partitioner } from './partitioner.ts'
import { partitionCounts, plainSourcePartitions } from './partitions.ts'
import { PROMISE_HINT } from './promise.ts'
import type { SourceSpec } from './source.ts'

/** @throws PartitaError ARGUMENT or PLAN at the first node, bottom-up, that is malformed */
export const wellformed = (root: Lineage): void => {
  for (const node of partitionCounts(root, plainSourcePartitions).keys()) checkNode(node)
}

/** @throws PartitaError ARGUMENT or PLAN */
export const checkNode = (node: Lineage): void => {
  const problem = problemOf(node)
  if (problem === undefined) return
  const { code = 'ARGUMENT', message, hint } = problem
  throw failure(node, code, message, { hint })
}

interface Problem {
  readonly code?: 'PLAN'
  /** Goes on after the operator's name. */
  readonly message: string
  readonly hint?: string
}
type Check = Problem | undefined

const problemOf = (node: Lineage): Check => {
  switch (node.kind) {
    case 'source':
      return ofSource(node.from)
    case 'map':
    case 'filter':
    case 'flatMap':
      return ofFunction(node.f) ?? ofSyncFunction(node.f)
    case 'mapPartitions':
      return ofFunction(node.f)
    case 'coalesce':
      return ofCount(node.numPartitions)
    case 'shuffle':
      return (
        ofPartitioner(node.partitioner) ??
        (node.combine && (ofHash(node.partitioner) ?? ofCombine(node.combine))) ??
        (node.order && ofOrder(node.order))
      )
    case 'cogroup':
      return node.parents.length === 0
        ? { message: 'needs at least one RDD.' }
        : (ofPartitioner(node.partitioner) ?? ofHash(node.partitioner))
    default:
      return undefined
  }
}

const ofFunction = (f: Fn): Check =>
  leavesOf(f).every(leaf => typeof leaf === 'function')
    ? undefined
    : { message: `takes a function, not ${shown(leavesOf(f).find(leaf => typeof leaf !== 'function'))}.` }

const ASYNC = /^\[object Async(Generator)?Function\]$/
const ofSyncFunction = (f: Fn): Check =>
  leavesOf(f).some(leaf => ASYNC.test(Object.prototype.toString.call(leaf)))
    ? { message: 'cannot wait for an async function.', hint: PROMISE_HINT }
    : undefined

/** What must be a function: the closure itself, or what a combinator was given. */
const leavesOf = (f: Fn): readonly unknown[] =>
  isCombinator(f) ? f.args.flatMap(arg => leafOf(f, arg)) : [f]

const leafOf = ({ derived }: Derived, arg: unknown): readonly unknown[] => {
  if (derived === 'constant' || derived === 'copies') return []
  if (derived === 'concat') return [(arg as Partial<Record<'concat', unknown>> | undefined)?.concat]
  if (derived === 'compare') return [(arg as Partial<Record<'compare', unknown>> | undefined)?.compare]
  return leavesOf(arg as Fn)
}

const ofCombine = ({ create, merge, mergeCombiners }: Combine): Check => {
  for (const f of [create, merge, mergeCombiners]) {
    const problem = ofFunction(f) ?? ofSyncFunction(f)
    if (problem !== undefined) return problem
  }
  return undefined
}

const ofOrder = ({ key, compare }: Order): Check =>
  (key === undefined ? undefined : (ofFunction(key) ?? ofSyncFunction(key))) ??
  (compare === undefined ? undefined : (ofFunction(compare) ?? ofSyncFunction(compare)))

const ofPartitioner = (partitioner: Partitioner): Check =>
  ofCount(partitioner.numPartitions) ?? (partitioner.by === 'range' ? ofOrder(partitioner.order) : undefined)

const ofHash = ({ by }: Partitioner): Check =>
  by === 'hash' ? undefined : { code: 'PLAN', message: `needs a hash partitioner, not one by ${by}.` }

const ofCount = (n: unknown): Check =>
  isPositive(n)
    ? undefined
    : {
        message: `takes a number of partitions that is a positive integer, not ${shown(n)}.`,
      }

const ofSource = (from: SourceSpec): Check => {
  switch (from.from) {
    case 'items':
    case 'batches':
      return undefined
    case 'checkpoint': {
      const [directory] = from.paths
      return typeof directory === 'string' && directory !== ''
        ? undefined
        : { message: 'takes the path of a directory.' }
    }
    case 'range':
      if (!Number.isFinite(from.start) || !Number.isFinite(from.step) || from.step === 0)
        return {
          message: `takes a finite start and a finite step that is not 0, not ${from.start} and ${from.step}.`,
        }
      return ofCount(from.numPartitions)
    default:
      if (from.paths.length === 0 || !from.paths.every(path => typeof path === 'string' && path !== ''))
        return { message: 'takes a path, a glob or a list of them.' }
      return isPositive(from.splitBytes)
        ? undefined
        : { message: `takes splitBytes that is a positive integer, not ${shown(from.splitBytes)}.` }
  }
}

const isPositive = (n: unknown): boolean => Number.isSafeInteger(n) && (n as number) > 0

const shown = (x: unknown): string =>
  typeof x === 'string' ? `the string '${x}'` : typeof x === 'object' && x !== null ? 'an object' : String(x)
