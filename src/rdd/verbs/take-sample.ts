import { concatenated } from '../../lineage/concatenated.ts'
import { constant, derive } from '../../lineage/fn.ts'
import { randomOf } from '../../lineage/random.ts'
import { type Call, calling, failure } from '../call.ts'
import { checkSize } from '../check.ts'
import type { RDD } from '../rdd.ts'
import { run } from '../run.ts'
import type { Collected, Drawing, Running } from '../shape.ts'
import { ungroup } from '../ungroup.ts'
import { partitionwise } from './map-partitions.ts'
import { seedOf } from './sample.ts'
import { ranked } from './top.ts'

export const takeSample = (
  n: number,
  options?: Running & Drawing,
): (<T>(rdd: RDD<T>) => Promise<Collected<T>[]>) => {
  const call = calling('takeSample')
  return async rdd => {
    checkSize(call, n)
    if (n < 0) throw failure(call, 'ARGUMENT', `takes a number of elements of 0 or more, not ${n}.`)
    const draw = options?.withReplacement === true ? drawn : raffled
    return (await draw(call, rdd, n, options)).map(ungroup) as never[]
  }
}

/** Each record with a random number: the n least numbers win, in one job. */
const raffled = async (
  call: Call,
  rdd: RDD<unknown>,
  n: number,
  options: (Running & Drawing) | undefined,
): Promise<unknown[]> => {
  const numbered = partitionwise(call, derive('raffled', constant(seedOf(call, rdd, options))))(rdd)
  const order = { key: derive('key'), descending: false }
  return (await ranked(call, numbered, n, order, options)).map(pair => pair[1])
}

/** Positions are drawn once the partitions are counted; a second job brings what stands there. */
const drawn = async (
  call: Call,
  rdd: RDD<unknown>,
  n: number,
  options: (Running & Drawing) | undefined,
): Promise<unknown[]> => {
  const sizes = await run<number>(call, rdd, { kind: 'count' }, options)
  const random = randomOf(seedOf(call, rdd, options))
  const total = sizes.reduce((a, b) => a + b, 0)
  if (total === 0) return []
  const draws = Array.from({ length: n }, () => Math.floor(random() * total))
  const wanted = [...new Set(draws)].sort((a, b) => a - b)
  let start = 0
  const positions = sizes.map(size => {
    const mine = wanted.filter(at => start <= at && at < start + size).map(at => at - start)
    start += size
    return mine
  })
  const picked = partitionwise(call, derive('picked', constant(positions)))(rdd)
  const found = concatenated(await run<unknown[]>(call, picked, { kind: 'collect' }, options))
  const foundAt = new Map(wanted.map((at, i) => [at, found[i]]))
  return draws.map(at => foundAt.get(at))
}
