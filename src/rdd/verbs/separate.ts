// Not methods: what fp-ts's Filterable asks beyond map and filter.

import type { Either } from 'fp-ts/lib/Either.js'
import type { Option } from 'fp-ts/lib/Option.js'
import type { Separated } from 'fp-ts/lib/Separated.js'
import { type CombinatorName, derive } from '../../lineage/fn.ts'
import { node } from '../../lineage/lineage.ts'
import { type Call, calling, grow } from '../call.ts'
import type { RDD } from '../rdd.ts'

/** The values of the Options that hold one. */
export const compact = <A>(rdd: RDD<Option<A>>): RDD<A> => picked(calling('compact'), 'compact', rdd)

/** The left and the right values, as two RDDs. */
export const separate = <A, B>(rdd: RDD<Either<A, B>>): Separated<RDD<A>, RDD<B>> => {
  const call = calling('separate')
  return { left: picked(call, 'lefts', rdd), right: picked(call, 'rights', rdd) }
}

const picked = <A>(call: Call, pick: CombinatorName, { lineage: parent, driver }: RDD<unknown>): RDD<A> =>
  grow({ driver }, node({ kind: 'flatMap', ...call, parent, f: derive(pick), keepsKeys: false }))

/** The elements that do not satisfy `f`. */
export const reject = <A>(f: (element: A) => boolean) => {
  const call = calling('reject')
  return (rdd: RDD<A>): RDD<A> =>
    grow(rdd, node({ kind: 'filter', ...call, parent: rdd.lineage, f: derive('not', f) }))
}
