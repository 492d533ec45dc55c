// A node's functions as the engine may call them: captured together at the first action that needs the node, frozen
// then, and made anew for each task, so that what one task writes to a captured variable stays in it.

import { PartitaError } from '../../fault.ts'
import type { Action } from '../../lineage/action.ts'
import { type Callable, type Fn, isCombinator, realise } from '../../lineage/fn.ts'
import type { Lineage } from '../../lineage/lineage.ts'
import type { Order } from '../../lineage/order.ts'
import { fnsOfSource } from '../../lineage/source.ts'

/** Captures the roots; each call of the result gives fresh ones, in the same order. */
export type Freeze = (roots: readonly unknown[]) => Promise<() => readonly unknown[]>

/** The functions of one node, or of one action, in one task. */
export interface Functions {
  readonly fn: (f: Fn) => Callable
  /** A captured value that is no function: the zero of a fold. */
  readonly value: (captured: unknown) => unknown
}

export const frozen = async (
  freeze: Freeze,
  fns: readonly unknown[],
  { operator, callSite }: Pick<Lineage, 'operator' | 'callSite'>,
): Promise<() => Functions> => {
  const leaves = fns.flatMap(leavesOf)
  const make = leaves.length === 0 ? () => [] : await freeze(leaves).catch(locate(operator, callSite))
  return () => {
    const roots = make()
    const fresh = new Map(leaves.map((leaf, i) => [leaf, roots[i]]))
    const value = (captured: unknown): unknown =>
      isCombinator(captured) ? { ...captured, args: captured.args.map(value) } : fresh.get(captured)
    return { value, fn: f => realise(value(f) as Fn) }
  }
}

/** What the user gave, without the combinators around it. */
const leavesOf = (x: unknown): readonly unknown[] => (isCombinator(x) ? x.args.flatMap(leavesOf) : [x])

const locate =
  (operator: string, callSite: Lineage['callSite']) =>
  (error: unknown): never => {
    if (!(error instanceof PartitaError)) throw error
    const { code, message, source, hint, cause } = error
    throw new PartitaError(code, message, { operator, callSite: callSite.position, source, hint, cause })
  }

export const fnsOfNode = (node: Lineage): readonly unknown[] => {
  switch (node.kind) {
    case 'map':
    case 'flatMap':
    case 'mapPartitions':
      return [node.f]
    case 'filter':
      return node.within === undefined ? [node.f] : [node.f, node.within]
    case 'shuffle': {
      const { combine, order, partitioner } = node
      return [
        ...(combine === undefined ? [] : [combine.create, combine.merge, combine.mergeCombiners]),
        ...fnsOfOrder(order),
        ...(partitioner.by === 'range' ? fnsOfOrder(partitioner.order) : []),
      ]
    }
    case 'source':
      return fnsOfSource(node.from)
    default:
      return []
  }
}

const fnsOfOrder = (order: Order | undefined): readonly unknown[] =>
  [order?.key, order?.compare].filter(f => f !== undefined)

export const fnsOfAction = (action: Action): readonly unknown[] => {
  switch (action.kind) {
    case 'each':
      return [action.f]
    case 'fold':
      return action.zero === undefined ? [action.f] : [action.f, action.zero.value]
    case 'top':
      return fnsOfOrder(action.order)
    default:
      return []
  }
}

/** An order whose functions run. */
export const runnable = ({ key, compare, descending }: Order, { fn }: Functions) => ({
  key: key && fn(key),
  compare: compare && fn(compare),
  descending,
})
