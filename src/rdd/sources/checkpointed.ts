import { resolve } from 'node:path'
import { readManifest } from '../../io/checkpoint.ts'
import { node } from '../../lineage/lineage.ts'
import { calling, grow } from '../call.ts'
import type { Driver, RDD } from '../rdd.ts'
import { telling } from '../run.ts'

export const checkpointed =
  (driver: Driver) =>
  async <T>(dir: string): Promise<RDD<T>> => {
    const call = calling('checkpointed')
    const source = (numPartitions: number | undefined, partitioner?: RDD<T>['partitioner']) =>
      node({
        kind: 'source',
        ...call,
        from: { from: 'checkpoint', paths: [dir === '' ? '' : resolve(dir)], numPartitions },
        partitioner,
      })
    const unread = grow<T>({ driver }, source(undefined))
    const { parts, partitioner } = await telling(call, unread, () => readManifest(resolve(dir)))
    return grow({ driver }, source(parts.length, partitioner ?? undefined))
  }
