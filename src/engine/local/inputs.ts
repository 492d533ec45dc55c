// What a task must be brought: the splits, blocks and stored partitions that its partition of the program reads, and
// the stages that must have run before. Follows the same paths as the worker.

import type { Lineage } from '../../lineage/lineage.ts'
import { narrowInputs, resolve } from '../../worker/resolve.ts'
import type { PlannedProgram } from './program-of.ts'

export type Need = { readonly node: number; readonly partition: number; readonly origin: Lineage } & (
  | { readonly of: 'split' | 'stored' }
  | { readonly of: 'blocks'; readonly edge: string }
)

export const needsOf = (
  { program, origins }: PlannedProgram,
  partition: number,
  isStored: (persisted: Lineage, partition: number) => boolean,
): readonly Need[] => {
  const needs: Need[] = []
  const seen = new Set<string>()
  const waiting: (readonly [node: number, partition: number])[] = [[program.root, partition]]
  while (waiting.length > 0) {
    const [node, partition] = waiting.pop()!
    const path = resolve(program, node, partition)
    const key = `${path.leaf}:${path.partition}`
    if (seen.has(key)) continue
    seen.add(key)
    const leaf = program.nodes[path.leaf]!
    const need = { node: path.leaf, partition: path.partition, origin: origins[path.leaf]! }
    if (leaf.op === 'scan') needs.push({ ...need, of: 'split' })
    else if (leaf.op === 'fetch') needs.push({ ...need, of: 'blocks', edge: leaf.edge })
    else if (leaf.op === 'persist' && isStored(need.origin, path.partition))
      needs.push({ ...need, of: 'stored' })
    else {
      if (leaf.op === 'cogroup')
        for (const side of leaf.sides)
          if ('edge' in side) needs.push({ ...need, of: 'blocks', edge: side.edge })
      waiting.push(...narrowInputs(leaf, path.partition))
    }
  }
  return needs
}
