// A lineage as text, after Spark's toDebugString: one node a line, newest first; `(n)` counts partitions, `+-` begins
// what lies before a shuffle, `|-` one of several parents. A node met again is named by its line and not repeated, so
// that diamonds do not explode.

import type { Position } from '../fault.ts'
import { foldWith } from './fold.ts'
import { type Lineage, parentsOf } from './lineage.ts'
import { partitionCounts, plainSourcePartitions } from './partitions.ts'

/** What nodes note about the way they go, each once, newest last. */
export const notesOf = (root: Lineage): readonly string[] => {
  const notes = new Set<string>()
  foldWith<void>(({ operator, note }) => {
    if (note !== undefined) notes.add(`${operator} is ${note.way}, ${note.why}`)
  })(root)
  return [...notes]
}

/** Deeper than this the text stops moving to the right. */
const WIDEST = 120

interface Line {
  readonly node: Lineage
  readonly indent: string
  /** What joins it to the line above: one chain, a parent among several, or a shuffle. */
  readonly edge: '' | ' |  ' | ' |-' | ' +-'
}

export const toDebugString = (
  root: Lineage,
  numPartitionsOf: (node: Lineage) => number | undefined = plainCounts(root),
): string => {
  const lineOf = new Map<Lineage, number>()
  const lines: string[] = []
  const stack: Line[] = [{ node: root, indent: '', edge: '' }]
  while (stack.length > 0) {
    const { node, indent, edge } = stack.pop()!
    const seenAt = lineOf.get(node)
    const count = edge === ' |  ' ? '' : `(${numPartitionsOf(node) ?? '?'}) `
    lines.push(
      `${indent}${edge}${count}${label(node)}${seenAt === undefined ? '' : `, as in line ${seenAt}`}`,
    )
    if (seenAt !== undefined) continue
    lineOf.set(node, lines.length)
    const next = nextIndent(indent, edge)
    const parents = parentsOf(node)
    const isWide = node.kind === 'shuffle' || node.kind === 'cogroup'
    const joint = isWide ? ' +-' : parents.length > 1 || node.kind === 'coalesce' ? ' |-' : ' |  '
    for (let i = parents.length - 1; i >= 0; i--) stack.push({ node: parents[i]!, indent: next, edge: joint })
  }
  return lines.join('\n')
}

const nextIndent = (indent: string, edge: Line['edge']): string => {
  if (edge === '' || edge === ' |  ' || indent.length >= WIDEST) return indent
  return indent + (edge === ' +-' ? '   ' : ' | ')
}

const plainCounts = (root: Lineage): ((node: Lineage) => number | undefined) => {
  const counts = partitionCounts(root, plainSourcePartitions)
  return node => counts.get(node)
}

const label = (node: Lineage): string => {
  const { position } = node.callSite
  const level = node.kind === 'persist' ? ` [${node.level}]` : ''
  return `${node.operator}${level}${position === undefined ? '' : ` at ${place(position)}`}`
}

const place = ({ file, line }: Position): string => `${file.slice(file.lastIndexOf('/') + 1)}:${line}`
