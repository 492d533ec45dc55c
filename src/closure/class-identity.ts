// A class that several shipments hold is one class in a worker, so that `instanceof` means there what it means here:
// classes have a key. One that could change lives as long as a task, all others as long as the worker.

import type { Fn } from './scope.ts'
import { isNode, type ShippedNode, type Slot } from './shipment.ts'

let origin: string | undefined
const numbers = new WeakMap<Fn, number>()
let next = 0

/** The same for a class in each shipment, as long as its text and the simple values that it captures are. */
export const classKey = (fn: Fn, file: string, captures: readonly Slot[]): string => {
  const number = numbers.get(fn) ?? next++
  numbers.set(fn, number)
  origin ??= crypto.randomUUID()
  const values = captures.map(slot => (isNode(slot) ? '' : `${typeof slot} ${String(slot)}`))
  return JSON.stringify([origin, number, file, ...values])
}

const slotsOf = (node: ShippedNode): readonly Slot[] => {
  const shape = 'shape' in node ? node.shape : undefined
  const own = [
    ...(shape?.values ?? []),
    ...(shape?.properties ?? []).flatMap(({ value, get, set }) => [value, get, set]),
    shape?.proto,
  ]
  switch (node.kind) {
    case 'function':
      return [...own, ...node.captures, node.receiver]
    case 'class':
      return [...own, ...node.captures, node.receiver, node.within?.of]
    case 'inner':
      return [...own, ...node.captures, node.receiver, node.of]
    case 'bound':
      return [...own, node.target, node.receiver, ...node.args]
    case 'prototype':
    case 'member':
    case 'adapted':
      return [...own, node.of]
    case 'array':
      return [...own, ...node.items]
  }
  return own
}

/** Whether a task could change the node itself. */
const changes = (node: ShippedNode): boolean => {
  switch (node.kind) {
    case 'box':
      return true
    case 'class':
      return node.fields !== undefined || node.writes === true || !onlyNamed(node)
    case 'function':
      return node.writes === true
    case 'object':
    case 'array':
      return node.shape?.integrity !== 'frozen'
    case 'regexp':
      return /[gy]/.test(node.flags)
    case 'map':
    case 'set':
    case 'date':
    case 'error':
    case 'boxed':
    case 'arraybuffer':
    case 'view':
    case 'url':
    case 'searchparams':
      return true
  }
  return false
}

const onlyNamed = (node: ShippedNode & { kind: 'class' }): boolean =>
  node.shape?.keys === undefined && (node.shape?.properties ?? []).every(({ key }) => key === 'name')

/** Marks the classes from which nothing that could change is within reach. */
export const markLasting = (nodes: ShippedNode[]): void => {
  const lasts = (first: number): boolean => {
    const seen = new Set([first])
    for (const id of seen) {
      const node = nodes[id]
      if (node === undefined || changes(node)) return false
      for (const slot of slotsOf(node)) if (isNode(slot)) seen.add(slot[0])
    }
    return true
  }
  nodes.forEach((node, id) => {
    if (node.kind === 'class' && lasts(id)) nodes[id] = { ...node, lasting: true }
  })
}
