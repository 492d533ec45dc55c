// Which fields of its record a function can read, from its text: so that a source need not make the others. What is not
// seen through for certain reads all of them.

import type { AnyNode, ArrowFunctionExpression, FunctionExpression, MemberExpression, Pattern } from 'acorn'
import { children, parseText } from './syntax.ts'
import { taskReference } from './task.ts'

const NONE: ReadonlySet<string> = new Set()

/** The names of parameter `index` that the function, and functions within, can read; undefined where it may be more. */
export const fieldsRead = (fn: unknown, index = 0): ReadonlySet<string> | undefined => {
  if (typeof fn !== 'function' || taskReference(fn) !== undefined) return undefined
  // The arguments of a sloppy function are its property while it runs.
  if (Object.hasOwn(fn, 'arguments')) return undefined
  const text = Function.prototype.toString.call(fn)
  const key = `${index}:${text}`
  if (!cache.has(key)) {
    if (cache.size >= CACHED) cache.clear()
    cache.set(key, fieldsReadBy(text, index))
  }
  return cache.get(key)
}

const cache = new Map<string, ReadonlySet<string> | undefined>()
const CACHED = 10_000

type FunctionNode = ArrowFunctionExpression | FunctionExpression

const functionIn = (text: string): FunctionNode | undefined => {
  try {
    const { root } = parseText(text)
    const node = root.type === 'Property' || root.type === 'MethodDefinition' ? root.value : root
    return node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression' ? node : undefined
  } catch {
    // Native, or too deep.
    return undefined
  }
}

const fieldsReadBy = (text: string, index: number): ReadonlySet<string> | undefined => {
  const node = functionIn(text)
  if (node === undefined) return undefined
  const before = node.params.slice(0, index)
  if (before.some(param => param.type === 'RestElement')) return undefined
  const given = node.params[index]
  const param = given?.type === 'AssignmentPattern' ? given.left : given
  const byDefault = given?.type === 'AssignmentPattern' ? [given.right] : []
  const rest = [...node.params.filter(each => each !== given), ...byDefault, node.body] as readonly AnyNode[]
  if (param === undefined) return rest.every(isHarmless) ? NONE : undefined
  if (param.type === 'ObjectPattern') {
    const names = patternFields(param)
    const parts = param.properties.map(property => (property.type === 'Property' ? property.value : property))
    return [...rest, ...(parts as readonly AnyNode[])].every(isHarmless) ? names : undefined
  }
  return param.type === 'Identifier' ? fieldsOf(param.name, rest) : undefined
}

/** Nothing in it reaches parameters by another way than their names. */
const isHarmless = (node: AnyNode): boolean => fieldsOf('', [node]) !== undefined

/** Undefined where it takes them all, or chooses them while it runs. */
const patternFields = (pattern: Pattern & { type: 'ObjectPattern' }): ReadonlySet<string> | undefined => {
  const names = new Set<string>()
  for (const property of pattern.properties) {
    if (property.type !== 'Property') return undefined
    const { key, computed } = property
    if (key.type === 'Identifier' && !computed) names.add(key.name)
    else if (key.type === 'Literal') names.add(String(key.value))
    else return undefined
  }
  return names
}

/**
 * The members of `name` that are read, where each mention is `name.member`. Who declares `name` anew mentions it, so that
 * scopes need not be told apart.
 */
const fieldsOf = (name: string, nodes: readonly AnyNode[]): ReadonlySet<string> | undefined => {
  const fields = new Set<string>()
  const waiting = [...nodes]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    switch (node.type) {
      case 'Identifier':
        if (node.name === name || node.name === 'arguments' || node.name === 'eval') return undefined
        break
      case 'MemberExpression': {
        const field = memberOf(node, name)
        if (field === undefined) waiting.push(node.object as AnyNode, ...computedKey(node, node.property))
        else fields.add(field)
        break
      }
      case 'VariableDeclarator': {
        const { id, init } = node
        if (init?.type === 'Identifier' && init.name === name && id.type === 'ObjectPattern') {
          const taken = patternFields(id)
          if (taken === undefined) return undefined
          for (const field of taken) fields.add(field)
          waiting.push(id)
        } else waiting.push(...children(node))
        break
      }
      case 'Property':
      case 'MethodDefinition':
      case 'PropertyDefinition':
        waiting.push(...computedKey(node, node.key))
        if (node.value !== null && node.value !== undefined) waiting.push(node.value as AnyNode)
        break
      // A method sees the record as its `this`; what is written or deleted is not only read.
      case 'CallExpression':
      case 'TaggedTemplateExpression':
      case 'AssignmentExpression':
      case 'UpdateExpression':
      case 'UnaryExpression':
      case 'ForInStatement':
      case 'ForOfStatement':
      case 'ArrayPattern':
      case 'AssignmentPattern':
      case 'RestElement':
      case 'ObjectPattern':
        if (targetsOf(node).some(target => memberOf(target, name) !== undefined)) return undefined
        waiting.push(...children(node))
        break
      default:
        waiting.push(...children(node))
    }
  }
  return fields
}

const computedKey = ({ computed }: { readonly computed?: boolean }, key: unknown): readonly AnyNode[] =>
  computed === true ? [key as AnyNode] : []

/** The field of `name.field`, `name?.field` or `name['field']`. */
const memberOf = (node: AnyNode | MemberExpression, name: string): string | undefined => {
  if (node.type === 'ChainExpression') return memberOf(node.expression as AnyNode, name)
  if (node.type !== 'MemberExpression' || node.object.type !== 'Identifier' || node.object.name !== name)
    return undefined
  const { property, computed } = node
  if (!computed) return property.type === 'Identifier' ? property.name : undefined
  return property.type === 'Literal' && typeof property.value === 'string' ? property.value : undefined
}

/** What a node calls or writes to, as far as it is no name. */
const targetsOf = (node: AnyNode): readonly AnyNode[] => {
  switch (node.type) {
    case 'CallExpression':
      return [node.callee as AnyNode]
    case 'TaggedTemplateExpression':
      return [node.tag as AnyNode]
    case 'AssignmentExpression':
    case 'AssignmentPattern':
    case 'ForInStatement':
    case 'ForOfStatement':
      return [node.left as AnyNode]
    case 'UpdateExpression':
      return [node.argument as AnyNode]
    case 'UnaryExpression':
      return node.operator === 'delete' ? [node.argument as AnyNode] : []
    case 'ArrayPattern':
      return node.elements.filter(element => element !== null) as readonly AnyNode[]
    case 'ObjectPattern':
      return node.properties.map(p => (p.type === 'Property' ? p.value : p)) as readonly AnyNode[]
    case 'RestElement':
      return [node.argument as AnyNode]
    default:
      return []
  }
}
