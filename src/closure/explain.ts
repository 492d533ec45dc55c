// What travels with a function, for people to read.

import { freeze } from './capture.ts'
import { isNode, type ShippedNode, type Slot } from './shipment.ts'
import { showBytes, weigh } from './weigh.ts'

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`

const shorten = (text: string): string => {
  const line = text.replace(/\s+/g, ' ')
  return line.length <= 60 ? line : `${line.slice(0, 57)}...`
}

const reference = (node: ShippedNode): string | undefined => {
  switch (node.kind) {
    case 'intrinsic':
      return `by reference: ${node.path.join('.') || 'globalThis'}`
    case 'builtin':
      return `by reference: ${[`node:${node.name}`, ...node.path].join('.')}`
    case 'package':
      return `by reference: ${[node.file, ...node.path].join(' ')}`
    case 'imported':
      return `by reference: ${[node.specifier, ...node.path].join(' ')}`
    case 'namespace':
      return `by reference: ${node.url}`
    case 'task':
      return `by reference: ${node.url} ${node.name}`
    case 'require':
    case 'meta':
    case 'importer':
      return `of ${node.file}`
  }
  return undefined
}

/**
 * What a function takes along to the workers: each function and class with its variables, by value or by reference,
 * and the size of it all. Throws a PartitaError of code CLOSURE when it cannot travel.
 *
 * @example console.log(explainClosure((row: Row) => row.fare * rate))
 */
export const explainClosure = (fn: unknown): string => {
  const { graph, bytes, functions, stateful } = freeze([fn])
  const { nodes, codes } = graph
  const lines = [
    `${count(functions, 'function')} by value, ${showBytes(bytes)}${stateful ? ', with state: made anew for each task' : ''}`,
  ]
  const { bytesOf } = weigh(graph)
  const sizeOf = (slot: Slot): string => (bytesOf(slot) < 1024 ? '' : `, ${showBytes(bytesOf(slot))}`)
  const show = (slot: Slot): string => {
    if (!isNode(slot))
      return shorten(typeof slot === 'string' ? JSON.stringify(slot) : String(slot)) + sizeOf(slot)
    const node = nodes[slot[0]]
    if (node === undefined) return ''
    const shipped = 'code' in node ? `#${slot[0]} ${shorten(codes[node.code]?.text ?? '')}` : undefined
    return reference(node) ?? `${shipped ?? `by value: ${node.kind}`}${sizeOf(slot)}`
  }
  nodes.forEach((node, id) => {
    if (node.kind !== 'function' && node.kind !== 'class') return
    const code = codes[node.code]
    if (code === undefined) return
    lines.push(`#${id} ${shorten(code.text)}`)
    code.names.forEach((name, i) => {
      lines.push(`   ${name} = ${show(node.captures[i])}`)
    })
    if (node.receiver !== undefined) lines.push(`   this = ${show(node.receiver)}`)
  })
  return lines.join('\n')
}
