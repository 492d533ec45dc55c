// What takes how much room in a shipment: each value counts where it is met first.

import {
  type Code,
  isNode,
  type Property,
  type ShipmentGraph,
  type ShippedNode,
  type Slot,
} from './shipment.ts'

/** A value and under what name its holder has it. */
export interface Part {
  readonly step: string
  readonly slot: Slot
}

const member = (key: Property['key']): string =>
  isNode(key) ? '[symbol]' : /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`

const contents = (node: ShippedNode): readonly Part[] => {
  switch (node.kind) {
    case 'array':
      return node.items.map((slot, i) => ({ step: `[${i}]`, slot }))
    case 'set':
      return node.items.map(slot => ({ step: '<item>', slot }))
    case 'map':
      return node.entries.map((slot, i) => {
        const key = node.entries[i - 1]
        return i % 2 === 0
          ? { step: '<key>', slot }
          : { step: `.get(${isNode(key) ? '…' : JSON.stringify(String(key))})`, slot }
      })
    case 'view':
      return [{ step: '.buffer', slot: node.buffer }]
    case 'box':
      return [{ step: '', slot: node.value }]
    case 'bound':
      return [
        { step: '[[BoundTarget]]', slot: node.target },
        { step: '[[BoundThis]]', slot: node.receiver },
        ...node.args.map((slot, i) => ({ step: `[[BoundArgs]][${i}]`, slot })),
      ]
  }
  return []
}

/** What a node holds. */
const partsOf = (node: ShippedNode, codes: readonly Code[]): readonly Part[] => {
  const parts = [...contents(node)]
  if (node.kind === 'function' || node.kind === 'class') {
    const { names = [] } = codes[node.code] ?? {}
    node.captures.forEach((slot, i) => {
      parts.push({ step: `variable '${names[i] ?? i}'`, slot })
    })
    if (node.receiver !== undefined) parts.push({ step: 'this', slot: node.receiver })
  }
  if ('privates' in node)
    for (const { names, values } of node.privates?.fields ?? [])
      values.forEach((slot, i) => {
        parts.push({ step: `.#${names[i]}`, slot })
      })
  if (!('shape' in node) || node.shape === undefined) return parts
  const { keys = [], values = [], properties = [], proto } = node.shape
  values.forEach((slot, i) => {
    parts.push({ step: member(keys[i] ?? ''), slot })
  })
  for (const { key, value, get, set } of properties)
    for (const slot of [value, get, set]) parts.push({ step: member(key), slot })
  parts.push({ step: '[[Prototype]]', slot: proto })
  return parts
}

const ownBytes = (node: ShippedNode, codes: readonly Code[]): number => {
  if (node.kind === 'arraybuffer') return node.bytes.length
  if (node.kind === 'function' || node.kind === 'class') return codes[node.code]?.text.length ?? 0
  return 16
}

const plainBytes = (slot: Slot): number => (typeof slot === 'string' ? slot.length + 4 : 8)

export interface Weights {
  /** Bytes of a value with all that is met through it first. */
  readonly bytesOf: (slot: Slot) => number
  readonly partsOf: (slot: Slot) => readonly Part[]
}

export const weigh = ({ nodes, codes, roots }: ShipmentGraph): Weights => {
  const weights = new Float64Array(nodes.length)
  const met = new Uint8Array(nodes.length)
  const order: number[] = []
  const holder = new Int32Array(nodes.length).fill(-1)
  const meet = (slot: Slot, by: number): void => {
    if (!isNode(slot)) {
      if (by >= 0) weights[by]! += plainBytes(slot)
    } else if (met[slot[0]] === 0) {
      met[slot[0]] = 1
      holder[slot[0]] = by
      order.push(slot[0])
    }
  }
  for (const root of roots) meet(root, -1)
  for (let i = 0; i < order.length; i++) {
    const id = order[i]!
    weights[id]! += ownBytes(nodes[id]!, codes)
    for (const { slot } of partsOf(nodes[id]!, codes)) meet(slot, id)
  }
  for (const id of order.reverse()) if (holder[id]! >= 0) weights[holder[id]!]! += weights[id]!
  return {
    bytesOf: slot => (isNode(slot) ? weights[slot[0]]! : plainBytes(slot)),
    partsOf: slot => (isNode(slot) ? partsOf(nodes[slot[0]]!, codes) : []),
  }
}

/** The way to what takes most of the room, and how much it takes. */
export const heaviest = (
  graph: ShipmentGraph,
): { readonly steps: readonly string[]; readonly bytes: number } => {
  const { bytesOf, partsOf } = weigh(graph)
  const heavier = (slots: readonly Part[]): Part | undefined =>
    slots.reduce<Part | undefined>(
      (best, part) => (best === undefined || bytesOf(part.slot) > bytesOf(best.slot) ? part : best),
      undefined,
    )
  const steps: string[] = []
  const root = heavier(graph.roots.map(slot => ({ step: '', slot })))
  let at = root
  for (;;) {
    const next = at && heavier(partsOf(at.slot))
    if (at === undefined || next === undefined || bytesOf(next.slot) < bytesOf(at.slot) / 2) break
    steps.push(next.step)
    at = next
  }
  return { steps: steps.filter(step => step !== ''), bytes: at === undefined ? 0 : bytesOf(at.slot) }
}

export const showBytes = (bytes: number): string =>
  bytes < 1024
    ? `${bytes} B`
    : bytes < 1048576
      ? `${(bytes / 1024).toFixed(1)} KB`
      : `${(bytes / 1048576).toFixed(1)} MB`
