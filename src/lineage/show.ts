// A lineage as text, after Spark's toDebugString: one node a line, newest first; `(n)` counts partitions, `+-` begins
// what lies before a shuffle, `|-` one of several parents. A node met again is named by its line and not repeated, so
// that diamonds do not explode.

import type { Position } from '../fault.ts'
import { foldWith } from './fold.ts'
import { type Lineage, type Persisted, parentsOf, titleOf } from './lineage.ts'
import { movesNothing, type Partitioner } from './partitioner.ts'
import { partitionersOf } from './partitioner-of.ts'
import { partitionCounts, plainSourcePartitions } from './partitions.ts'
import type { FrameRows, OutsideRows } from './source.ts'

/** What nodes note about the way they go, each once, newest last. */
export const notesOf = (root: Lineage): readonly string[] => {
  const notes = new Set<string>()
  foldWith<void>(({ operator, note }) => {
    if (note !== undefined) notes.add(`${operator} is ${note.way}, ${note.why}`)
  })(root)
  return [...notes]
}

/** The sources that are made outside, or of frames, as they describe themselves. */
export const outsideOf = async (root: Lineage): Promise<readonly string[]> => {
  const found: (readonly [Lineage, FrameRows | OutsideRows])[] = []
  foldWith<void>(node => {
    if (node.kind !== 'source') return
    const { from } = node
    const rows = from.from === 'batches' ? from.rows : from.from === 'parquet' ? from.frame : undefined
    if (rows !== undefined) found.push([node, rows])
  })(root)
  const shown: string[] = []
  for (const [node, rows] of found) {
    const text = await rows.describe()
    shown.push(`${label(node, () => undefined)} reads`, ...text.split('\n').map(line => `  ${line}`))
  }
  return shown
}

/** Deeper than this the text stops moving to the right. */
const WIDEST = 120

interface Line {
  readonly node: Lineage
  readonly indent: string
  /** What joins it to the line above: one chain, a parent among several, or a shuffle. */
  readonly edge: '' | ' |  ' | ' |-' | ' +-'
}

/** What is kept of a persisted RDD; bytes where the engine counts them. */
export interface Kept {
  readonly partitions: number
  readonly memoryBytes: number | undefined
  readonly diskBytes: number | undefined
}

export const toDebugString = (
  root: Lineage,
  numPartitionsOf: (node: Lineage) => number | undefined = plainCounts(root),
  keptOf: (node: Persisted) => Kept | undefined = () => undefined,
): string => {
  const partitioners = partitionersOf(root)
  const lineOf = new Map<Lineage, number>()
  const lines: string[] = []
  const stack: Line[] = [{ node: root, indent: '', edge: '' }]
  while (stack.length > 0) {
    const { node, indent, edge } = stack.pop()!
    const seenAt = lineOf.get(node)
    const count = edge === ' |  ' ? '' : `(${numPartitionsOf(node) ?? '?'}) `
    lines.push(
      `${indent}${edge}${count}${label(node, keptOf)}${seenAt === undefined ? '' : `, as in line ${seenAt}`}`,
    )
    if (seenAt !== undefined) continue
    lineOf.set(node, lines.length)
    const next = nextIndent(indent, edge)
    const parents = parentsOf(node)
    const narrow = parents.length > 1 || node.kind === 'coalesce' ? ' |-' : ' |  '
    for (const parent of [...parents].reverse())
      stack.push({ node: parent, indent: next, edge: moves(node, partitioners.get(parent)) ? ' +-' : narrow })
  }
  return lines.join('\n')
}

const moves = (node: Lineage, from: Partitioner | undefined): boolean =>
  (node.kind === 'shuffle' || node.kind === 'cogroup') && !movesNothing(from, node.partitioner)

const nextIndent = (indent: string, edge: Line['edge']): string => {
  if (edge === '' || edge === ' |  ' || indent.length >= WIDEST) return indent
  return indent + (edge === ' +-' ? '   ' : ' | ')
}

const plainCounts = (root: Lineage): ((node: Lineage) => number | undefined) => {
  const counts = partitionCounts(root, plainSourcePartitions)
  return node => counts.get(node)
}

const label = (node: Lineage, keptOf: (node: Persisted) => Kept | undefined): string => {
  const { position } = node.callSite
  const level = node.kind === 'persist' ? ` [${[node.level, ...told(keptOf(node))].join(', ')}]` : ''
  return `${titleOf(node)}${level}${position === undefined ? '' : ` at ${place(position)}`}`
}

const told = (kept: Kept | undefined): readonly string[] => {
  if (kept === undefined) return []
  const { partitions, memoryBytes, diskBytes } = kept
  return [
    `${partitions} cached`,
    ...(memoryBytes === undefined ? [] : [`${sizeText(memoryBytes)} in memory`]),
    ...(diskBytes === undefined ? [] : [`${sizeText(diskBytes)} on disk`]),
  ]
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB']

const sizeText = (bytes: number): string => {
  const unit = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10))
  return `${Number((bytes / 1024 ** unit).toFixed(1))} ${UNITS[unit]}`
}

const place = ({ file, line }: Position): string => `${file.slice(file.lastIndexOf('/') + 1)}:${line}`
