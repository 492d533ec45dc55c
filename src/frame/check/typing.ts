// The check of an expression: the type of each part, and that it stands where it may.

import { foldGraph } from '../../lineage/fold.ts'
import type { Argument, Refuse, Role } from '../operations/operation.ts'
import { operationOf } from '../operations/table.ts'
import { bare, type Expression, type Over, partsOf, type Reference } from '../plan/expression.ts'
import type { Found } from './scope.ts'
import { showType, type Typed, typeOfLiteral } from './typed.ts'

/** What is known of an expression, and what it holds that may not stand everywhere. */
export interface Checked extends Argument {
  /** The outermost of each role within, by its label. */
  readonly aggregate?: string | undefined
  readonly window?: string | undefined
  readonly generator?: string | undefined
  /** A ranking or an aggregate that has no OVER yet. */
  readonly over?: 'needed' | 'possible' | undefined
}

export interface Checks {
  readonly find: (reference: Reference, refuse: Refuse) => Found
  readonly refuse: Refuse
}

/** Each part once, however often it is used. */
export const checker = (checks: Checks): ((expression: Expression) => Checked) =>
  foldGraph<Expression, Checked>(partsOf, checkNode(checks))

/** One node, its parts being checked. */
export const checkNode =
  ({ find, refuse }: Checks) =>
  (expression: Expression, parts: readonly Checked[]): Checked => {
    const label = labelOf(expression, parts)
    switch (expression.kind) {
      case 'reference': {
        const { column, field } = find(expression, refuse)
        if (field === undefined) return { type: column.type, nullable: column.nullable, label }
        const { type, nullable } = operationOf('getField').type(
          [
            { ...column, label: column.name },
            { type: 'string', nullable: false, literal: { value: field }, label: field },
          ],
          refuse,
        )
        return { type, nullable, label }
      }
      case 'literal': {
        const { value } = expression
        return {
          type: typeOfLiteral(value),
          nullable: value === null || value === undefined,
          literal: { value },
          label,
        }
      }
      case 'call': {
        const { role, type } = operationOf(expression.name)
        const { nullable, type: result } = type(parts, refuse)
        return { type: result, nullable, label, ...standing(role, label, parts, refuse) }
      }
      case 'apply':
        return { ...expression.of.result, label, ...standing('scalar', label, parts, refuse) }
      case 'cast': {
        const [arg] = parts as [Checked]
        checkCast(arg, expression.to, refuse)
        return { ...within(parts), type: expression.to, nullable: arg.nullable || expression.safe, label }
      }
      case 'over':
        return over(expression, parts, label, refuse)
      case 'named':
      case 'sorted':
        return { ...parts[0]!, label }
    }
  }

const within = (parts: readonly Checked[]): Pick<Checked, 'aggregate' | 'window' | 'generator'> => ({
  aggregate: parts.find(({ aggregate }) => aggregate !== undefined)?.aggregate,
  window: parts.find(({ window }) => window !== undefined)?.window,
  generator: parts.find(({ generator }) => generator !== undefined)?.generator,
})

const standing = (
  role: Role,
  label: string,
  parts: readonly Checked[],
  refuse: Refuse,
): Pick<Checked, 'aggregate' | 'window' | 'generator' | 'over'> => {
  const inner = within(parts)
  const ranking = parts.find(({ over }) => over === 'needed')
  if (ranking !== undefined)
    refuse(`finds ${ranking.label} without a window.`, 'Write .over({ partitionBy, orderBy }) after it.')
  if (inner.generator !== undefined)
    refuse(`finds ${inner.generator} inside of ${label}.`, 'Explode in a select or withColumn of its own.')
  switch (role) {
    case 'scalar':
      return inner
    case 'generator':
      return { ...inner, generator: label }
    case 'aggregate':
      if (inner.aggregate !== undefined)
        refuse(
          `finds ${inner.aggregate} inside of ${label}.`,
          'Aggregate in one step, and again in the next.',
        )
      return { ...inner, aggregate: label, over: 'possible' }
    case 'window':
      return { ...inner, over: 'needed' }
  }
}

const over = ({ arg }: Over, [of, ...rest]: readonly Checked[], label: string, refuse: Refuse): Checked => {
  if (of!.over === undefined || bare(arg).kind !== 'call')
    refuse(
      `cannot put ${of!.label} over a window.`,
      'Only aggregates and rankings have one: sum, rank, lag …',
    )
  const inner = within(rest)
  if (inner.aggregate !== undefined || inner.window !== undefined)
    refuse(
      `finds ${inner.aggregate ?? inner.window} inside of a window.`,
      'Compute it with withColumn or agg before.',
    )
  return { type: of!.type, nullable: of!.nullable, label, window: label }
}

/** What can be told before: the rest is the database's to refuse. */
const checkCast = ({ type, label }: Checked, to: unknown, refuse: Refuse): void => {
  if (type === undefined || typeof type === 'string' || typeof to !== 'string' || to === 'string') return
  if ('list' in type || 'struct' in type || 'map' in type)
    refuse(`cannot cast ${label}, which is a ${showType(type)}, to ${to}.`)
}

const LONGEST = 60

const SYMBOLS: Readonly<Record<string, string>> = {
  eq: '=',
  ne: '<>',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
  and: 'AND',
  or: 'OR',
  plus: '+',
  minus: '-',
  times: '*',
  div: '/',
  mod: '%',
}

/** How a message names it, and what a column is called that has no name: `sum(fare)`. */
const labelOf = (expression: Expression, parts: readonly Typed[]): string => {
  const labels = (parts as readonly Argument[]).map(({ label }) => label)
  const text = () => {
    switch (expression.kind) {
      case 'reference':
        return expression.name
      case 'literal':
        return literalLabel(expression.value)
      case 'call': {
        const symbol = SYMBOLS[expression.name]
        if (symbol !== undefined) return `(${labels.join(` ${symbol} `)})`
        return `${expression.name}(${labels.join(', ')})`
      }
      case 'apply':
        return `${expression.of.name}(${labels.join(', ')})`
      case 'named':
        return expression.name
      case 'over':
        return `${labels[0]} over a window`
      default:
        return labels[0]!
    }
  }
  const whole = text()
  return whole.length > LONGEST ? `${whole.slice(0, LONGEST - 1)}…` : whole
}

const literalLabel = (value: unknown): string => {
  if (typeof value === 'string') return `'${value}'`
  return value instanceof Date ? value.toISOString() : String(value)
}

/** The references of an expression that do not stand inside of an aggregate. */
export const looseReferences = (root: Expression): readonly Reference[] => {
  const found: Reference[] = []
  const seen = new Set<Expression>()
  const stack: Expression[] = [root]
  while (stack.length > 0) {
    const top = stack.pop()!
    if (seen.has(top)) continue
    seen.add(top)
    if (top.kind === 'reference') found.push(top)
    else if (top.kind !== 'call' || operationOf(top.name).role !== 'aggregate') stack.push(...partsOf(top))
  }
  return found
}
