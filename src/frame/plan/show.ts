// A plan as text, newest first: a node a line, the second parent of a node pushed to the right.

import { basename } from 'node:path'
import type { Plan } from './plan.ts'
import { parentsOf } from './plan.ts'

/** Deeper than this the text stops moving to the right. */
const WIDEST = 80

export const planLines = (root: Plan): readonly string[] => {
  const lineOf = new Map<Plan, number>()
  const lines: string[] = []
  const stack: { readonly node: Plan; readonly indent: string }[] = [{ node: root, indent: '' }]
  while (stack.length > 0) {
    const { node, indent } = stack.pop()!
    const seenAt = lineOf.get(node)
    lines.push(`${indent}${label(node)}${seenAt === undefined ? '' : `, as in line ${seenAt}`}`)
    if (seenAt !== undefined) continue
    lineOf.set(node, lines.length)
    const parents = parentsOf(node)
    const wider = parents.length > 1 && indent.length < WIDEST ? `${indent}  ` : indent
    for (let i = parents.length - 1; i >= 0; i--) stack.push({ node: parents[i]!, indent: wider })
  }
  return lines
}

const label = (node: Plan): string => {
  const { position } = node.callSite
  return position === undefined
    ? node.operator
    : `${node.operator} at ${basename(position.file)}:${position.line}`
}
