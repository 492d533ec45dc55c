import { node } from '../../lineage/lineage.ts'
import { calling, failure, grow } from '../call.ts'
import { nameKept, unnamed } from '../names.ts'
import type { RDD } from '../rdd.ts'

export const setName = (name: string): (<R extends RDD<unknown>>(rdd: R) => R) => {
  const call = calling('setName')
  if (typeof name !== 'string' || name === '') throw failure(call, 'ARGUMENT', 'takes a name.')
  return <R extends RDD<unknown>>({ lineage, driver }: R): R => {
    // A union of one: its partitions are those of the RDD that it names, and nothing is done to them.
    const named = node({ kind: 'union', ...call, parents: [lineage], name })
    const below = unnamed(lineage)
    if (below.kind === 'persist') nameKept(below, name)
    return (below.kind === 'persist' ? driver.persisted(named) : grow({ driver }, named)) as RDD<unknown> as R
  }
}
