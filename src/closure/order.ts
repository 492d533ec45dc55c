// In which order the nodes of a graph can be made.

import { isNode, type ShippedNode, type Slot } from './shipment.ts'

/** What must exist before a node can; what a function captures only should. */
const needs = (node: ShippedNode): readonly Slot[] => {
  switch (node.kind) {
    case 'class':
      return node.needs
    case 'function':
      return 'receiver' in node ? [node.receiver] : []
    case 'bound':
      return [node.target, node.receiver, ...node.args]
    case 'prototype':
    case 'member':
    case 'adapted':
      return [node.of]
    case 'inner':
      return [node.of, node.receiver]
    case 'view':
      return [node.buffer]
    case 'boxed':
      return [node.value]
    case 'object':
      if (node.privates !== undefined) return [node.privates.maker]
      return node.shape !== undefined && 'proto' in node.shape ? [node.shape.proto] : []
  }
  return 'privates' in node && node.privates !== undefined ? [node.privates.maker] : []
}

/** An order in which each node comes after those it needs, and mostly after those it captures. */
export const orderOf = (nodes: readonly ShippedNode[], ready: ReadonlySet<number>): readonly number[] => {
  const order: number[] = []
  const state = new Uint8Array(nodes.length) // 1 entered, 2 placed
  for (const id of ready) state[id] = 2
  const visit = (first: number, captures: boolean): void => {
    const stack = [first]
    while (stack.length > 0) {
      const id = stack[stack.length - 1]!
      const node = nodes[id]!
      if (state[id] !== 0) {
        stack.pop()
        if (state[id] === 1) {
          state[id] = 2
          order.push(id)
        }
        continue
      }
      state[id] = 1
      const wanted = captures && node.kind === 'function' ? [...node.captures, ...needs(node)] : needs(node)
      for (const slot of wanted) if (isNode(slot) && state[slot[0]] === 0) stack.push(slot[0])
    }
  }
  // Classes first: a parent class must exist before its child, whatever their methods mention.
  nodes.forEach((node, id) => {
    if (node.kind === 'class') visit(id, false)
  })
  nodes.forEach((_, id) => {
    visit(id, true)
  })
  return order
}
