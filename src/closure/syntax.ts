// The text of a function as a syntax tree, and what its patterns, blocks and bodies declare.

import { createRequire } from 'node:module'
import type { AnyNode, Pattern } from 'acorn'

const require = createRequire(import.meta.url)

/** Loaded by the first function that is read: programs start sooner. */
export const parse: typeof import('acorn').parse = (text, how) =>
  (require('acorn') as typeof import('acorn')).parse(text, how)

/** A scope while its text is walked. */
export interface Block {
  readonly names: Set<string>
  readonly parent: Block | undefined
}

const options = {
  ecmaVersion: 'latest',
  allowAwaitOutsideFunction: true,
  allowReturnOutsideFunction: true,
  allowSuperOutsideMethod: true,
  allowImportExportEverywhere: true,
  checkPrivateFields: false,
} as const

/** The tree of a text, and how much text was put before it; a Property is a method. */
export interface Parsed {
  readonly root: AnyNode
  readonly shift: number
}

const expressionIn = (text: string, shift: number): Parsed | undefined => {
  try {
    const statement = parse(`(${text}\n)`, options).body[0]
    return statement?.type === 'ExpressionStatement'
      ? { root: statement.expression as AnyNode, shift }
      : undefined
  } catch (error) {
    if (error instanceof RangeError) throw error
    // Not an expression: the text of a method.
    return undefined
  }
}

/** An arrow function may use the `new.target` of a function around it. */
const inFunction = (text: string): Parsed | undefined => {
  const head = 'function(){return'
  const { root } = expressionIn(`${head}(${text}\n)}`, 0) ?? {}
  const statement = root?.type === 'FunctionExpression' ? root.body.body[0] : undefined
  return statement?.type === 'ReturnStatement' && statement.argument
    ? { root: statement.argument as AnyNode, shift: head.length + 2 }
    : undefined
}

export const parseText = (text: string): Parsed => {
  const known = expressionIn(text, 1) ?? (text.includes('new.target') ? inFunction(text) : undefined)
  if (known !== undefined) return known
  const statement = parse(`({${text}\n})`, options).body[0]
  if (statement?.type !== 'ExpressionStatement' || statement.expression.type !== 'ObjectExpression')
    throw new SyntaxError('neither an expression nor a method')
  const property = statement.expression.properties[0]
  if (property === undefined) throw new SyntaxError('an empty method')
  return { root: property as AnyNode, shift: 2 }
}

export const patternNames = (pattern: Pattern, into: Set<string>): void => {
  switch (pattern.type) {
    case 'Identifier':
      into.add(pattern.name)
      break
    case 'ObjectPattern':
      for (const p of pattern.properties) patternNames(p.type === 'RestElement' ? p.argument : p.value, into)
      break
    case 'ArrayPattern':
      for (const p of pattern.elements) if (p !== null) patternNames(p, into)
      break
    case 'RestElement':
      patternNames(pattern.argument, into)
      break
    case 'AssignmentPattern':
      patternNames(pattern.left, into)
      break
  }
}

const isAnyNode = (value: unknown): value is AnyNode =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'

export const children = (node: AnyNode): AnyNode[] =>
  Object.values(node)
    .flatMap(value => (Array.isArray(value) ? value : [value]))
    .filter(isAnyNode)

const isFunction = (node: AnyNode): boolean =>
  node.type === 'FunctionDeclaration' ||
  node.type === 'FunctionExpression' ||
  node.type === 'ArrowFunctionExpression'

/** Names that `var` declares anywhere in a function's body, not in functions within. */
export const varNames = (node: AnyNode, into: Set<string>): void => {
  if (node.type === 'VariableDeclaration' && node.kind === 'var')
    for (const d of node.declarations) patternNames(d.id, into)
  if (node.type === 'FunctionDeclaration' && node.id) into.add(node.id.name)
  if (!isFunction(node) && node.type !== 'StaticBlock' && node.type !== 'ClassBody')
    for (const child of children(node)) varNames(child, into)
}

/** Names that the statements of one block declare. */
export const blockNames = (statements: readonly AnyNode[], into: Set<string>): void => {
  for (const s of statements) {
    if (s.type === 'VariableDeclaration' && s.kind !== 'var')
      for (const d of s.declarations) patternNames(d.id, into)
    if ((s.type === 'FunctionDeclaration' || s.type === 'ClassDeclaration') && s.id) into.add(s.id.name)
  }
}

export const declares = (block: Block | undefined, name: string): boolean => {
  for (let b = block; b !== undefined; b = b.parent) if (b.names.has(name)) return true
  return false
}
