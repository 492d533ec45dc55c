// Groups are arrays once collected.

import { Group } from '../lineage/group.ts'

/** A record of `groupByKey` or `cogroup` with arrays for its groups; any other record as it is. */
export const ungroup = (record: unknown): unknown => {
  if (!Array.isArray(record) || record.length !== 2) return record
  const [key, grouped] = record as [unknown, unknown]
  if (grouped instanceof Group) return [key, grouped.toArray()]
  return Array.isArray(grouped) && grouped.length > 0 && grouped.every(isGroup)
    ? [key, grouped.map(group => group.toArray())]
    : record
}

const isGroup = (x: unknown): x is Group<unknown> => x instanceof Group
