// A variable that a module exports and writes: who imports it reads what it is now, not what it was.

import { bindingsOf } from './module-bindings.ts'
import { moduleMembers } from './namespace.ts'
import { forget, lookup, scopes } from './scope.ts'
import type { Property, ShippedNode, Slot } from './shipment.ts'
import type { Capture, Draft, Walk } from './walk.ts'

/** One place that may read another module's variable. */
export interface Reader {
  readonly value: unknown
  /** What it reads now. */
  readonly read: () => unknown
  readonly link: (box: Slot) => void
}

const imports = (draft: Draft, capture: Capture): boolean =>
  draft.facts.script?.module === true &&
  capture.module &&
  bindingsOf(draft.facts.scriptId).imported.has(capture.name)

/** Compiled to CommonJS, a variable is a property of the exports: who needs a part of them shares them with the others. */
export const widenParts = (walk: Walk): void => {
  for (const { captures } of walk.drafts)
    for (const capture of captures) {
      const whole = capture.part && walk.known(capture.part.of)
      if (whole === undefined) continue
      capture.slot = [whole]
      delete capture.part
    }
}

/** `replace` turns the mentions of an imported variable into those of a box. */
export const readersOf = (
  walk: Walk,
  replace: (draft: Draft, capture: Capture, box: Slot) => void,
): readonly Reader[] =>
  walk.drafts.flatMap(draft =>
    draft.captures.flatMap((capture): readonly Reader[] => {
      const { name, part } = capture
      if (part === undefined)
        return imports(draft, capture)
          ? [
              {
                value: capture.value,
                read: () => {
                  const found = lookup(scopes(draft.fn), name)
                  return found.found === 'value' ? found.value : undefined
                },
                link: box => replace(draft, capture, box),
              },
            ]
          : []
      return [...part.members].map(([key, value]) => ({
        value,
        read: () => {
          forget()
          return moduleMembers(part.of, new Set([key]), part.url)?.get(key)
        },
        link: box => linkMember(walk, capture.slot, key, box),
      }))
    }),
  )

const linkMember = (walk: Walk, slot: Slot, key: string, box: Slot): void => {
  const [id] = slot as readonly [number]
  const { shape } = walk.nodes[id] as ShippedNode & { kind: 'object' }
  const { keys = [], values = [], properties } = shape ?? {}
  const own = properties ?? keys.map((each, i): Property => ({ key: each, value: values[i], flags: 5 }))
  walk.nodes[id] = {
    kind: 'object',
    shape: { properties: own.map(each => (each.key === key ? { key, live: box, flags: 1 } : each)) },
  }
}
