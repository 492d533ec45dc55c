// Variables that one closure of a shipment writes and another one mentions become boxes. Whether two closures see the
// same variable, and not two that happen to be called alike, is found out by writing a mark to one and reading the other.

import { evaluateAtEntry } from './entry.ts'
import { HUB, hub } from './inspector.ts'
import { type Reader, readersOf, widenParts } from './live-exports.ts'
import { obstacles } from './refusal.ts'
import { forget, lookup, scopes } from './scope.ts'
import type { Slot } from './shipment.ts'
import type { Capture, Draft, Walk } from './walk.ts'

interface Use {
  readonly draft: Draft
  readonly capture: Capture
}

const canBeEntered = ({ draft: { analysis } }: Use): boolean =>
  !analysis.generator && analysis.form !== 'class'

/** Those of `others` that see the variable of `writer`, which is given a mark for a moment. */
const sameVariable = <T>(writer: Use, others: readonly T[], read: (other: T) => unknown): readonly T[] => {
  const { name } = writer.capture
  const mark = Symbol(name)
  const held = hub as unknown as { mark: unknown; held: unknown }
  held.mark = mark
  const written = evaluateAtEntry(writer.draft.fn, `(${HUB}.held=${name},${name}=${HUB}.mark,0)`)
  if (!written.reached) throw obstacles.sharedVariable(name)
  try {
    forget()
    return others.filter(other => read(other) === mark)
  } finally {
    evaluateAtEntry(writer.draft.fn, `(${name}=${HUB}.held,0)`)
    held.mark = undefined
    held.held = undefined
    forget()
  }
}

const readUse = ({ draft, capture }: Use): unknown => {
  const found = lookup(scopes(draft.fn), capture.name)
  return found.found === 'value' ? found.value : undefined
}

const variablesOf = (uses: readonly Use[]): readonly (readonly Use[])[] => {
  if (uses.every(({ capture }) => capture.module)) return [uses]
  const groups: (readonly Use[])[] = []
  let left = uses
  while (left.length > 1) {
    const first = left.find(canBeEntered)
    if (first === undefined) throw obstacles.sharedVariable(left[0]?.capture.name ?? '')
    const others = left.filter(use => use !== first && Object.is(use.capture.value, first.capture.value))
    const same = others.length === 0 ? [] : sameVariable(first, others, readUse)
    groups.push([first, ...same])
    left = left.filter(use => use !== first && !same.includes(use))
  }
  return left.length === 0 ? groups : [...groups, left]
}

const isWritten = ({ capture }: Use): boolean => capture.variable.written

const replace = (draft: Draft, capture: Capture, box: Slot): void => {
  capture.slot = box
  for (const { start, end, shorthand, called } of capture.variable.mentions) {
    const { name } = capture
    const text = shorthand ? `${name}:${name}.v` : called ? `(0,${name}.v)` : `${name}.v`
    draft.edits.push({ start, end, text })
  }
}

/** Replaces shared written variables by boxes, in the captures and in the texts. */
export const boxSharedVariables = (walk: Walk): void => {
  widenParts(walk)
  const uses = new Map<string, Use[]>()
  for (const draft of walk.drafts)
    for (const capture of draft.captures) {
      const key = `${draft.facts.scriptId} ${capture.depth} ${capture.name}`
      const known = uses.get(key)
      if (known === undefined) uses.set(key, [{ draft, capture }])
      else known.push({ draft, capture })
    }
  const written = [...uses.values()].filter(each => each.some(isWritten))
  if (written.length === 0) return
  const readers = readersOf(walk, replace)
  for (const each of written)
    for (const group of each.length < 2 ? [each] : variablesOf(each)) {
      const [first] = group
      if (first === undefined || !group.some(isWritten)) continue
      const linked = importing(group, readers)
      if (group.length + linked.length < 2) continue
      const box = walk.add({ kind: 'box', value: first.capture.slot })
      for (const { draft, capture } of group) replace(draft, capture, box)
      for (const { link } of linked) link(box)
    }
}

/** Who imports a module's variable. */
const importing = (group: readonly Use[], readers: readonly Reader[]): readonly Reader[] => {
  const writer = group.find(canBeEntered)
  if (writer === undefined) return []
  const alike = readers.filter(({ value }) => Object.is(value, writer.capture.value))
  return alike.length === 0 ? [] : sameVariable(writer, alike, ({ read }) => read())
}
