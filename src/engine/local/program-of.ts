// A stage as the program its executors run: narrow nodes as data, chains of operators joined into pipes, closures
// captured (each node's once and for all, at the first action that needs it).

import type { Shipment } from '../../closure/shipment.ts'
import type { Action } from '../../lineage/action.ts'
import type { Lineage, Shuffled, Source } from '../../lineage/lineage.ts'
import { parentsOf } from '../../lineage/lineage.ts'
import type { Order } from '../../lineage/order.ts'
import { fnsOfSource, isParser } from '../../lineage/source.ts'
import { isNarrow, type Stage } from '../../plan/stage.ts'
import type {
  CombineRef,
  FnRef,
  OrderRef,
  Output,
  Program,
  ProgramNode,
  Site,
  Step,
} from '../../worker/program.ts'
import { projection } from './projection.ts'
import { type Shipped, ship } from './ship.ts'

export interface PlannedProgram {
  readonly program: Program
  readonly shipments: readonly Shipment[]
  /** The lineage node that each program node stands for (of a pipe, its last). */
  readonly origins: readonly Lineage[]
}

export interface PlanFacts {
  readonly numPartitionsOf: (lineage: Lineage) => number
  readonly partitionerOf: Parameters<typeof isNarrow>[2]['partitionerOf']
}

let nextProgram = 1

/** Captures of nodes are frozen at the first action and live as long as the node. */
const captured = new WeakMap<Lineage, Shipped>()

const shippedOf = (node: Lineage): Shipped => {
  const known = captured.get(node)
  if (known !== undefined) return known
  const shipped = ship(fnsOf(node), siteOf(node))
  captured.set(node, shipped)
  return shipped
}

const fnsOf = (node: Lineage): readonly unknown[] => {
  switch (node.kind) {
    case 'map':
    case 'flatMap':
    case 'mapPartitions':
      return [node.f]
    case 'filter':
      return node.within === undefined ? [node.f] : [node.f, node.within]
    case 'shuffle':
      return [...combineFns(node), ...orderFns(node.order)]
    case 'source':
      return fnsOfSource(node.from)
    default:
      return []
  }
}

const combineFns = ({ combine }: Shuffled): readonly unknown[] =>
  combine === undefined ? [] : [combine.create, combine.merge, combine.mergeCombiners]

const orderFns = (order: Order | undefined): readonly unknown[] =>
  order === undefined ? [] : [order.key, order.compare].filter(fn => fn !== undefined)

export const siteOf = ({ operator, callSite }: Pick<Lineage, 'operator' | 'callSite'>): Site => ({
  operator,
  at: callSite.position,
})

const combineRef = (node: Shuffled, refs: readonly FnRef[]): CombineRef | undefined =>
  node.combine === undefined
    ? undefined
    : { create: refs[0]!, merge: refs[1]!, mergeCombiners: refs[2]!, mapSide: node.combine.mapSide }

const orderRef = (order: Order, refs: readonly FnRef[]): OrderRef => ({
  key: order.key === undefined ? undefined : refs[0],
  compare: order.compare === undefined ? undefined : refs[order.key === undefined ? 0 : 1],
  descending: order.descending,
})

const shuffleRefs = (node: Shuffled): { combine: CombineRef | undefined; order: OrderRef | undefined } => {
  const { refs } = shippedOf(node)
  return {
    combine: combineRef(node, refs),
    order: node.order && orderRef(node.order, refs.slice(combineFns(node).length)),
  }
}

export const programOf = (
  stage: Stage,
  answer: { readonly action: Action; readonly site: Site },
  facts: PlanFacts,
): PlannedProgram => {
  const nodes: ProgramNode[] = []
  const origins: Lineage[] = []
  const shipments = new Map<number, Shipment>()
  const places = new Map<Lineage, number>()
  const readers = readersOf(stage.root, facts)

  const refsOf = (node: Lineage): readonly FnRef[] => keep(shippedOf(node)).refs
  const keep = (shipped: Shipped): Shipped => {
    if (shipped.shipment !== undefined) shipments.set(shipped.shipment.id, shipped.shipment)
    return shipped
  }
  const place = (origin: Lineage, node: ProgramNode): void => {
    places.set(origin, nodes.push(node) - 1)
    origins.push(origin)
  }
  const at = (lineage: Lineage): number => places.get(lineage)!

  for (const lineage of narrowNodes(stage.root, facts)) {
    const site = siteOf(lineage)
    switch (lineage.kind) {
      case 'source':
        place(lineage, {
          op: 'scan',
          site,
          ...parsingOf(lineage, refsOf(lineage)),
          fields: projection(lineage, readers, stage.output === undefined ? answer.action : undefined),
          as: 'as' in lineage.from ? lineage.from.as : undefined,
        })
        break
      case 'map':
      case 'filter':
      case 'flatMap':
      case 'mapPartitions': {
        const step: Step = {
          op: lineage.kind,
          f: refsOf(lineage)[0]!,
          within: refsOf(lineage)[1],
          site,
          of: facts.numPartitionsOf(lineage),
        }
        const parent = at(lineage.parent)
        const pipe = nodes[parent]!
        if (pipe.op === 'pipe' && readers.get(lineage.parent)?.length === 1) {
          ;(pipe.steps as Step[]).push(step)
          places.set(lineage, parent)
          origins[parent] = lineage
        } else place(lineage, { op: 'pipe', parent, steps: [step] })
        break
      }
      case 'union':
        if (lineage.aligned === true) {
          place(lineage, { op: 'aligned', parents: lineage.parents.map(at) })
          break
        }
        place(lineage, {
          op: 'union',
          parents: lineage.parents.map(at),
          sizes: lineage.parents.map(facts.numPartitionsOf),
        })
        break
      case 'zip':
        place(lineage, { op: 'zip', parents: [at(lineage.parents[0]), at(lineage.parents[1])], site })
        break
      case 'product': {
        const [left, right] = lineage.parents
        place(lineage, {
          op: 'product',
          parents: [at(left), at(right)],
          right: facts.numPartitionsOf(right),
          site,
        })
        break
      }
      case 'coalesce':
        place(lineage, {
          op: 'coalesce',
          parent: at(lineage.parent),
          from: facts.numPartitionsOf(lineage.parent),
          into: lineage.numPartitions,
        })
        break
      case 'persist':
        place(lineage, { op: 'persist', parent: at(lineage.parent), rdd: lineage.id })
        break
      case 'shuffle':
        refsOf(lineage)
        if (isNarrow(lineage, lineage.parent, facts)) {
          place(lineage, { op: 'inPlace', parent: at(lineage.parent), ...shuffleRefs(lineage), site })
          break
        }
        place(lineage, {
          op: 'fetch',
          edge: `${lineage.id}`,
          ...shuffleRefs(lineage),
          runs: lineage.partitioner.by === 'range',
          numPartitions: lineage.partitioner.numPartitions,
          site,
        })
        break
      case 'cogroup':
        place(lineage, {
          op: 'cogroup',
          sides: lineage.parents.map((parent, side) =>
            isNarrow(lineage, parent, facts) ? { node: at(parent) } : { edge: `${lineage.id}.${side}` },
          ),
          site,
        })
    }
  }

  const output =
    stage.output === undefined ? answerOf(answer.action, answer.site, keep) : edgeOutput(stage, keep)
  const program: Program = {
    id: nextProgram++,
    nodes,
    root: at(stage.root),
    output,
    site: stage.output === undefined ? answer.site : siteOf(stage.output.into),
    shipments: [...shipments.keys()],
  }
  return { program, shipments: [...shipments.values()], origins }
}

const answerOf = (action: Action, site: Site, keep: (shipped: Shipped) => Shipped): Output => {
  switch (action.kind) {
    case 'collect':
    case 'count':
      return { to: action.kind }
    case 'take':
      return { to: 'take', n: action.n }
    case 'batches':
      return { to: 'batches', fields: action.fields, from: action.from }
    case 'save':
      return { to: 'save', dir: action.dir, sink: action.sink }
    case 'each':
      return { to: 'each', f: keep(ship([action.f], site)).refs[0]! }
    case 'top': {
      const { refs } = keep(ship(orderFns(action.order), site))
      return { to: 'top', n: action.n, order: orderRef(action.order, refs) }
    }
    case 'fold': {
      const { zero } = action
      const { refs } = keep(ship(zero === undefined ? [action.f] : [action.f, zero.value], site))
      return { to: 'fold', f: refs[0]!, zero: zero && { value: refs[1]!, thunk: zero.thunk } }
    }
  }
}

const edgeOutput = (stage: Stage, keep: (shipped: Shipped) => Shipped): Output => {
  const { id: edge, into, partitioner } = stage.output!
  const { numPartitions } = partitioner
  if (into.kind === 'shuffle') {
    keep(shippedOf(into))
    const { combine, order } = shuffleRefs(into)
    const of = stage.numPartitions
    if (partitioner.by === 'range') return { to: 'sort', edge, numPartitions, of, order: order! }
    if (partitioner.by === 'roundRobin') return { to: 'roundRobin', edge, numPartitions, of }
    if (combine?.mapSide === true) return { to: 'combine', edge, numPartitions, combine }
  }
  const pairs = into.kind === 'cogroup' || into.combine !== undefined
  return { to: 'hash', edge, numPartitions, pairs }
}

/** The user's functions in the order of `fnsOfSource`. */
const parsingOf = ({ from }: Source, refs: readonly FnRef[]) => {
  if (from.from !== 'csv' && from.from !== 'jsonLines') return {}
  let next = 0
  const columns = from.columns?.map(({ name, type, nullable }) => ({
    name,
    type: isParser(type) ? refs[next++]! : type,
    nullable,
  }))
  const validate = from.from === 'jsonLines' && from.validate !== undefined ? refs[next++] : undefined
  return { columns, validate, rejected: refs[next] }
}

/** The parents that a node reads without a shuffle. */
const narrowParents = (node: Lineage, facts: PlanFacts): readonly Lineage[] => {
  if (node.kind === 'shuffle' || node.kind === 'cogroup')
    return parentsOf(node).filter(parent => isNarrow(node, parent, facts))
  return parentsOf(node)
}

/** The nodes of a stage, parents first. */
const narrowNodes = (root: Lineage, facts: PlanFacts): readonly Lineage[] => {
  const order: Lineage[] = []
  const seen = new Set<Lineage>()
  const stack: { readonly node: Lineage; readonly expanded: boolean }[] = [{ node: root, expanded: false }]
  while (stack.length > 0) {
    const { node, expanded } = stack.pop()!
    if (expanded) order.push(node)
    else if (!seen.has(node)) {
      seen.add(node)
      stack.push({ node, expanded: true })
      for (const parent of narrowParents(node, facts)) stack.push({ node: parent, expanded: false })
    }
  }
  return order
}

/** Which nodes of the stage read each of its nodes. */
const readersOf = (root: Lineage, facts: PlanFacts): ReadonlyMap<Lineage, readonly Lineage[]> => {
  const readers = new Map<Lineage, Lineage[]>()
  for (const node of narrowNodes(root, facts))
    for (const parent of narrowParents(node, facts)) {
      const own = readers.get(parent)
      if (own === undefined) readers.set(parent, [node])
      else own.push(node)
    }
  return readers
}
