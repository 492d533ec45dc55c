// Which fields of a source's rows are read at all, as far as the user's functions can be seen through: those of the
// operators that the rows meet before they are gone.

import { fieldsRead } from '../../closure/fields-read.ts'
import type { Action } from '../../lineage/action.ts'
import { type Fn, isCombinator } from '../../lineage/fn.ts'
import type { Lineage, Source } from '../../lineage/lineage.ts'

/** Undefined where it may be all of them. `action`: what the stage's root answers; undefined where it is shuffled. */
export const projection = (
  source: Source,
  readers: ReadonlyMap<Lineage, readonly Lineage[]>,
  action: Action | undefined,
): readonly string[] | undefined => {
  // The fields of a whole batch are its own, not those of a row.
  if ('as' in source.from && source.from.as === 'arrow') return undefined
  // Nor are those of a row that is kept with the bad ones.
  if ('onBadRow' in source.from && source.from.onBadRow === 'keep') return undefined
  const fields = new Set<string>()
  const add = (f: Fn, index?: number): boolean => {
    const read = fieldsOf(f, index)
    for (const field of read ?? []) fields.add(field)
    return read !== undefined
  }
  for (let node: Lineage = source; ; ) {
    const [reader, ...others]: readonly Lineage[] = readers.get(node) ?? []
    if (reader === undefined) return readByAction(action, add) ? [...fields] : undefined
    if (others.length > 0) return undefined
    switch (reader.kind) {
      case 'map':
      case 'flatMap':
        return add(reader.f) ? [...fields] : undefined
      case 'filter':
        if (!add(reader.f)) return undefined
        break
      case 'union':
      case 'coalesce':
        break
      default:
        return undefined
    }
    node = reader
  }
}

const readByAction = (action: Action | undefined, add: (f: Fn, index?: number) => boolean): boolean => {
  switch (action?.kind) {
    case 'count':
      return true
    case 'each':
      return add(action.f)
    case 'fold':
      return action.zero !== undefined && add(action.f, 1)
    default:
      return false
  }
}

const fieldsOf = (f: Fn, index?: number): ReadonlySet<string> | undefined => {
  if (!isCombinator(f)) return fieldsRead(f, index)
  return f.derived === 'not' ? fieldsOf(f.args[0] as Fn) : undefined
}
