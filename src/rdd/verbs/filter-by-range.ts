import { constant, derive, type Fn, isDerived } from '../../lineage/fn.ts'
import { type Lineage, node } from '../../lineage/lineage.ts'
import { calling, grow } from '../call.ts'
import { checkOptions, comparing } from '../check.ts'
import type { RDD } from '../rdd.ts'
import type { Ord, Orderable } from '../shape.ts'

interface FilterByRange {
  (lower: Orderable, upper: Orderable): <P extends readonly [Orderable, unknown]>(rdd: RDD<P>) => RDD<P>
  <K>(lower: K, upper: K, options: { readonly ord: Ord<K> }): <V>(rdd: RDD<readonly [K, V]>) => RDD<[K, V]>
}

export const filterByRange: FilterByRange = (
  lower: unknown,
  upper: unknown,
  options?: { readonly ord?: Ord<never> },
) => {
  const call = calling('filterByRange')
  checkOptions(call, options)
  const compare = comparing(call, options?.ord)
  const ends = constant([lower, upper])
  const f = derive('keyWithin', ends, ...(compare === undefined ? [] : [compare]))
  return ({ lineage: parent, driver }: RDD<unknown>): RDD<never> => {
    const within = isSorted(parent, compare) ? ends : undefined
    return grow(
      { driver },
      node({ kind: 'filter', ...call, note: within ? PRUNED : WHOLE, parent, f, within }),
    )
  }
}

const PRUNED = { way: 'pruned', why: 'the keys are sorted: partitions whose range lies outside are not read' }
const WHOLE = {
  way: 'unpruned',
  why: 'the keys are not known to be sorted in this order: every partition is read',
}

/** By key and this order, with nothing in between but operators of single records that keep the keys. */
const isSorted = (lineage: Lineage, compare: Fn | undefined): boolean => {
  let node = lineage
  for (;;)
    if (node.kind === 'filter' || ((node.kind === 'map' || node.kind === 'flatMap') && node.keepsKeys))
      node = node.parent
    else if (node.kind === 'union' && node.parents.length === 1) node = node.parents[0]!
    else break
  if (node.kind !== 'shuffle' || node.partitioner.by !== 'range') return false
  const { key, compare: other } = node.partitioner.order
  return key !== undefined && isDerived(key) && key.derived === 'key' && sameOrd(compare, other)
}

/** Both the default order, or one and the same ord. */
const sameOrd = (a: Fn | undefined, b: Fn | undefined): boolean =>
  a === undefined || b === undefined
    ? a === b
    : isDerived(a) && isDerived(b) && a.derived === b.derived && a.args[0] === b.args[0]
