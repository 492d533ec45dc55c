// A plan as one SQL text. Each node goes into the SELECT of its parent where that means the same, else around it. What
// several nodes stand on is written once, before them all. Guarded by laws/frame.

import { foldGraph } from '../../lineage/fold.ts'
import { failure } from '../../rdd/call.ts'
import { outputsOf } from '../check/output.ts'
import type { Output } from '../check/scope.ts'
import { isLeaf, type Leaf, type Plan, parentsOf } from '../plan/plan.ts'
import { type Block, blockText, isBare, relation } from './block.ts'
import { join } from './join.ts'
import { distinct, limit, sample, sort } from './order.ts'
import type { Step } from './render.ts'
import { aggregate, dropNulls, extend, fill, filter, project, rearrange } from './select.ts'
import { compare, union } from './sets.ts'
import { summary } from './summary.ts'

/** The database's parser goes no deeper. */
const DEEPEST = 300

export interface Compiled {
  readonly sql: string
  /** The columns of the result, in order; their names may differ from those in SQL. */
  readonly output: Output
}

export interface Leaves {
  readonly output: (leaf: Leaf) => Output
  /** Its SQL; `blocks` are its parents'. */
  readonly block: (leaf: Leaf, blocks: readonly Block[]) => Block
  /** What stands after FROM for a frame that is there already. */
  readonly sent: (node: Plan) => string | undefined
}

export const compile = (root: Plan, leaves: Leaves): Compiled => {
  const outputs = outputsOf(root, leaves.output)
  const parts = (node: Plan) => (leaves.sent(node) === undefined ? parentsOf(node) : [])
  const uses = usesOf(root, parts)
  const shared: string[] = []
  let aliases = 0
  const alias = () => `t${++aliases}`
  const block = foldGraph<Plan, Block>(parts, (node, blocks) => {
    const sent = leaves.sent(node)
    if (sent !== undefined) return relation(sent, outputs.get(node)!)
    const made = isLeaf(node) ? leaves.block(node, blocks) : above(node, blocks as never, outputs, alias)
    if (made.depth > DEEPEST) throw tooDeep(node, made.depth)
    if (uses.get(node)! < 2 || (isBare(made) && node.kind !== 'query')) return made
    const name = `partita_q${shared.length + 1}`
    shared.push(`${name} AS (${blockText(made)})`)
    return relation(name, outputs.get(node)!, made.depth)
  })(root)
  const text = blockText(block)
  return {
    sql: shared.length === 0 ? text : `WITH ${shared.join(', ')} ${text}`,
    output: outputs.get(root)!,
  }
}

const tooDeep = (node: Plan, depth: number) =>
  failure(node, 'PLAN', `stands on ${depth} queries inside of each other.`, {
    hint: 'Write what is below to a file, or collect it, and go on from there.',
  })

/** How many nodes stand on each; nothing on the root. */
const usesOf = (root: Plan, parts: (node: Plan) => readonly Plan[]): ReadonlyMap<Plan, number> => {
  const uses = new Map<Plan, number>([[root, 0]])
  foldGraph<Plan, undefined>(parts, node => {
    for (const parent of parts(node)) uses.set(parent, (uses.get(parent) ?? 0) + 1)
    return undefined
  })(root)
  return uses
}

const above = (
  node: Exclude<Plan, Leaf>,
  blocks: readonly [Block, Block],
  outputs: ReadonlyMap<Plan, Output>,
  alias: () => string,
): Block => {
  const [block] = blocks
  const [parent, other] = parentsOf(node) as readonly [Plan, Plan]
  const output = outputs.get(node)!
  const input = outputs.get(parent)!
  const step = <N extends Plan>(node: N): Step<N> => ({ node, block, input, output })
  const pair = <N extends Plan>(node: N) => ({
    node,
    blocks,
    inputs: [input, outputs.get(other)!] as const,
    output,
  })
  switch (node.kind) {
    case 'project':
      return project(step(node))
    case 'extend':
      return extend(step(node))
    case 'drop':
      return rearrange(step(node), output)
    case 'rename':
      return rearrange(step(node), input)
    case 'filter':
      return filter(step(node))
    case 'aggregate':
      return aggregate(step(node))
    case 'join':
      return join({ ...pair(node), alias })
    case 'union':
      return union(pair(node))
    case 'compare':
      return compare(pair(node))
    case 'distinct':
      return distinct(step(node))
    case 'sort':
      return sort(step(node))
    case 'limit':
      return limit(step(node))
    case 'sample':
      return sample(step(node))
    case 'fill':
      return fill(step(node))
    case 'dropNulls':
      return dropNulls(step(node))
    case 'summary':
      return summary(step(node))
    case 'alias':
    case 'broadcast':
      return block
  }
}
