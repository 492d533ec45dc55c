// Variables that one closure of a shipment writes and another one mentions become boxes. Whether two closures see the
// same variable, and not two that happen to be called alike, is found out by writing a mark to one and reading the other.

import { evaluateAtEntry } from './entry.ts'
import { HUB, hub } from './inspector.ts'
import { obstacles } from './refusal.ts'
import { forget, lookup, scopes } from './scope.ts'
import type { Capture, Draft, Walk } from './walk.ts'

interface Use {
  readonly draft: Draft
  readonly capture: Capture
}

const canBeEntered = ({ draft: { analysis } }: Use): boolean =>
  !analysis.generator && analysis.form !== 'class'

/** The uses that see the variable of `writer`, which is given a mark for a moment. */
const sameVariable = (writer: Use, others: readonly Use[]): readonly Use[] => {
  const { name } = writer.capture
  const mark = Symbol(name)
  const held = hub as unknown as { mark: unknown; held: unknown }
  held.mark = mark
  const written = evaluateAtEntry(writer.draft.fn, `(${HUB}.held=${name},${name}=${HUB}.mark,0)`)
  if (!written.reached) throw obstacles.sharedVariable(name)
  try {
    forget()
    return others.filter(({ draft }) => {
      const found = lookup(scopes(draft.fn), name)
      return found.found === 'value' && found.value === mark
    })
  } finally {
    evaluateAtEntry(writer.draft.fn, `(${name}=${HUB}.held,0)`)
    held.mark = undefined
    held.held = undefined
    forget()
  }
}

const variablesOf = (uses: readonly Use[]): readonly (readonly Use[])[] => {
  if (uses.every(({ capture }) => capture.module)) return [uses]
  const groups: (readonly Use[])[] = []
  let left = uses
  while (left.length > 1) {
    const first = left.find(canBeEntered)
    if (first === undefined) throw obstacles.sharedVariable(left[0]?.capture.name ?? '')
    const others = left.filter(use => use !== first && Object.is(use.capture.value, first.capture.value))
    const same = others.length === 0 ? [] : sameVariable(first, others)
    groups.push([first, ...same])
    left = left.filter(use => use !== first && !same.includes(use))
  }
  return left.length === 0 ? groups : [...groups, left]
}

/** Replaces shared written variables by boxes, in the captures and in the texts. */
export const boxSharedVariables = (walk: Walk): void => {
  const uses = new Map<string, Use[]>()
  for (const draft of walk.drafts)
    for (const capture of draft.captures) {
      const key = `${draft.facts.scriptId} ${capture.depth} ${capture.name}`
      const known = uses.get(key)
      if (known === undefined) uses.set(key, [{ draft, capture }])
      else known.push({ draft, capture })
    }
  for (const each of uses.values()) {
    if (each.length < 2 || !each.some(({ capture }) => capture.variable.written)) continue
    for (const group of variablesOf(each)) {
      const [first] = group
      if (first === undefined || group.length < 2 || !group.some(({ capture }) => capture.variable.written))
        continue
      const box = walk.add({ kind: 'box', value: first.capture.slot })
      for (const { draft, capture } of group) {
        capture.slot = box
        for (const { start, end, shorthand, called } of capture.variable.mentions) {
          const { name } = capture
          const text = shorthand ? `${name}:${name}.v` : called ? `(0,${name}.v)` : `${name}.v`
          draft.edits.push({ start, end, text })
        }
      }
    }
  }
}
