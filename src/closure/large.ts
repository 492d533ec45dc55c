// Data does not belong in closures: it travels to each executor, and is copied for each task that could change it.

import process from 'node:process'
import { showPosition } from '../fault.ts'
import { originOf } from './position.ts'
import type { Shipment } from './shipment.ts'
import { heaviest, showBytes } from './weigh.ts'

const LARGE = 1024 * 1024

const told = new WeakSet<object>()

/** Warns, once for a function, of what takes a megabyte or more along, and names the variable. */
export const warnOfLarge = (roots: readonly unknown[], { bytes, graph }: Shipment): void => {
  if (bytes < LARGE) return
  const root = roots.find(each => typeof each === 'function') ?? roots[0]
  if ((typeof root !== 'object' && typeof root !== 'function') || root === null || told.has(root)) return
  told.add(root)
  const at = typeof root === 'function' ? originOf(root) : undefined
  const name: unknown = Object.getOwnPropertyDescriptor(root, 'name')?.value
  const who =
    typeof root !== 'function' ? 'A value' : name ? `Function '${String(name)}'` : 'An anonymous function'
  const { steps, bytes: most } = heaviest(graph)
  const what = steps.length === 0 ? '' : `, of it ${showBytes(most)} as ${steps.join(' -> ')}`
  process.emitWarning(
    `${who}${at === undefined ? '' : ` (${showPosition(at)})`} takes ${showBytes(bytes)} along to the workers${what}.`,
    {
      type: 'PartitaWarning',
      code: 'PARTITA_LARGE_CLOSURE',
      detail: 'Give large data to session.broadcast, which ships it once, or make it an RDD.',
    },
  )
}
