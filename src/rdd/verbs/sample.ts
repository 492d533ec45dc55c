import { constant, derive } from '../../lineage/fn.ts'
import { placeOf } from '../../lineage/place.ts'
import { randomOf } from '../../lineage/random.ts'
import { type Call, calling, failure } from '../call.ts'
import { checkOptions, checkSize } from '../check.ts'
import type { RDD } from '../rdd.ts'
import type { Drawing, Seeded } from '../shape.ts'
import { partitionwise } from './map-partitions.ts'

export const sample = (fraction: number, options?: Drawing): (<T>(rdd: RDD<T>) => RDD<T>) => {
  const call = calling('sample')
  checkOptions(call, options)
  const again = options?.withReplacement === true
  if (typeof fraction !== 'number' || !(fraction >= 0 && fraction <= (again ? Number.MAX_VALUE : 1)))
    throw failure(
      call,
      'ARGUMENT',
      `takes a fraction ${again ? 'of 0 or more' : 'from 0 to 1'}, not ${String(fraction)}.`,
    )
  return rdd => {
    const seed = seedOf(call, rdd, options)
    return drawing(
      call,
      rdd,
      again
        ? derive('drawnAgain', constant({ mean: fraction, seed }))
        : derive('drawn', constant({ from: 0, to: fraction, seed })),
    )
  }
}

/** Drawing leaves the records where they are. */
export const drawing = <T>(call: Call, rdd: RDD<T>, f: ReturnType<typeof derive>): RDD<T> =>
  partitionwise(call, f, { preservesPartitioning: true })(rdd)

/** The seed given, else the session's; and the place in the lineage. */
export const seedOf = (
  call: Call,
  { driver, lineage }: RDD<unknown>,
  options: Seeded | undefined,
): number => {
  const seed = options?.seed ?? driver.seed
  checkSize(call, seed)
  return Math.floor(randomOf(seed, placeOf(lineage))() * 2 ** 53)
}
