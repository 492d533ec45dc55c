// The program of an `@example`: how it is run with `session` at hand, and what its operation is given and gives back.
// Each line keeps its number, so that plans and errors name the lines that a reader sees.

import { type Node, type Program, parse } from 'acorn'
import { transformSync } from 'esbuild'
import type { Operation } from './surface.ts'

/** What looks on while an example runs; all of them give back what they are given. */
export interface Probe {
  /** The receiver and the arguments of the operation. */
  readonly given: <V>(value: V) => V
  /** What the operation gives. */
  readonly made: <V>(value: V) => V
}

/** `session`, `console` and, where it is watched, `probe` are arguments of the module's default export. */
export interface Example {
  /** For the compiler. */
  readonly plain: string
  /** For the run. */
  readonly watched: string
}

interface Call extends Node {
  readonly callee: Node & {
    readonly object: Node & { readonly name?: string }
    readonly property: { readonly name: string }
  }
  readonly arguments: readonly Node[]
}

interface Insertion {
  readonly at: number
  readonly text: string
}

/** @throws Error where the program is not one, or does not call its operation */
export const exampleOf = (operation: Pick<Operation, 'name' | 'owner'>, program: string): Example => {
  const tree = parsed(program)
  const call = callsIn(tree).filter(isCallOf(operation)).at(-1)
  if (call === undefined) throw new Error(`The example does not call ${operation.name}: ${program}`)
  const ends = result(tree)
  return {
    plain: moduleOf(tree, program, ends, PLAIN),
    watched: moduleOf(tree, program, [...watching(call, operation), ...ends], WATCHED),
  }
}

/** A program that is to be refused; it may hold types, to get by the compiler. */
export const refusalOf = (typed: string): string => {
  const program = transformSync(typed, { loader: 'ts' }).code
  const tree = parsed(program)
  return moduleOf(tree, program, result(tree), WATCHED)
}

/** A name that ends so is a session's. */
const SESSION = /session$/i

const PLAIN = `(session: import('partita').Session, console: Pick<Console, 'log'>)`
const WATCHED = `(session, console, probe)`

const parsed = (program: string): Program =>
  parse(program, { ecmaVersion: 'latest', sourceType: 'module', allowAwaitOutsideFunction: true })

/** The value of the last statement is the module's. */
const result = (tree: Program): readonly Insertion[] => {
  const last = tree.body.at(-1)
  return last?.type === 'ExpressionStatement' ? [{ at: last.start, text: 'return ' }] : []
}

const watching = ({ start, end, callee, arguments: args }: Call, { owner }: Pick<Operation, 'owner'>) => [
  ...(owner === 'Session' ? [] : around(callee.object)),
  ...args.filter(({ type }) => !type.endsWith('FunctionExpression')).flatMap(around),
  { at: start, text: 'probe.made(' },
  { at: end, text: ')' },
]

const around = ({ start, end }: Node): readonly Insertion[] => [
  { at: start, text: 'probe.given(' },
  { at: end, text: ')' },
]

/** Imports stand before the function, blank where they were. Of insertions at one place the last comes first. */
const moduleOf = (tree: Program, program: string, insertions: readonly Insertion[], head: string): string => {
  const imports = tree.body.filter(({ type }) => type === 'ImportDeclaration')
  let body = program
  for (const { at, text } of insertions.toSorted((a, b) => b.at - a.at))
    body = body.slice(0, at) + text + body.slice(at)
  for (const { start, end } of imports)
    body = body.slice(0, start) + ' '.repeat(end - start) + body.slice(end)
  const before = imports.map(({ start, end }) => `${program.slice(start, end)}; `).join('')
  return `${before}export default async ${head} => { ${body}\n}\n`
}

const isCallOf =
  ({ name, owner }: Pick<Operation, 'name' | 'owner'>) =>
  ({ callee }: Call): boolean =>
    callee.type === 'MemberExpression' &&
    callee.property.name === name &&
    SESSION.test(callee.object.name ?? '') === (owner === 'Session')

/** In the order of their ends: of a chain, the last comes last. */
const callsIn = (tree: Node): readonly Call[] => {
  const calls: Call[] = []
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit)
    else if (typeof node === 'object' && node !== null) {
      if ('type' in node && node.type === 'CallExpression') calls.push(node as Call)
      Object.values(node).forEach(visit)
    }
  }
  visit(tree)
  return calls.sort((a, b) => a.end - b.end)
}
