// Verbs of two frames.

import { calling, failure } from '../../rdd/call.ts'
import type { Column } from '../column.ts'
import { columnsProxy } from '../column-value.ts'
import type { DataFrame } from '../dataframe.ts'
import type { Expression } from '../plan/expression.ts'
import { type JoinKind, planNode } from '../plan/plan.ts'
import type { Self } from '../relational.ts'
import { grow, other, single } from './grow.ts'

const KINDS: readonly JoinKind[] = ['inner', 'left', 'right', 'full', 'semi', 'anti']

type Sides = (left: Record<string, Column>, right: Record<string, Column>) => unknown

export const join = (self: Self, right: unknown, on: unknown, how: JoinKind = 'inner'): DataFrame => {
  const call = calling('join')
  const parents = [self.plan, other(call, self, right)] as const
  if (!KINDS.includes(how))
    throw failure(call, 'ARGUMENT', `knows no kind ${String(how)}.`, {
      hint: `Write one of ${KINDS.join(', ')}.`,
    })
  const condition = (): readonly string[] | Expression => {
    if (typeof on === 'string') return [on]
    if (Array.isArray(on) && on.length > 0 && on.every(name => typeof name === 'string')) return on
    return single(call, typeof on === 'function' ? (on as Sides)(columnsProxy(0), columnsProxy(1)) : on)
  }
  return grow(self, planNode({ kind: 'join', ...call, parents, how, on: condition() }))
}

export const crossJoin = (self: Self, right: unknown): DataFrame => {
  const call = calling('crossJoin')
  const parents = [self.plan, other(call, self, right)] as const
  return grow(self, planNode({ kind: 'join', ...call, parents, how: 'cross', on: undefined }))
}

export const union = (self: Self, right: unknown): DataFrame => {
  const call = calling('union')
  const parents = [self.plan, other(call, self, right)] as const
  return grow(self, planNode({ kind: 'union', ...call, parents, by: 'position', allowMissing: false }))
}

export const unionByName = (
  self: Self,
  right: unknown,
  options?: { readonly allowMissing?: boolean },
): DataFrame => {
  const call = calling('unionByName')
  const parents = [self.plan, other(call, self, right)] as const
  const allowMissing = options?.allowMissing === true
  return grow(self, planNode({ kind: 'union', ...call, parents, by: 'name', allowMissing }))
}

const comparing =
  (operator: string, keep: 'both' | 'first') =>
  (self: Self, right: unknown): DataFrame => {
    const call = calling(operator)
    const parents = [self.plan, other(call, self, right)] as const
    return grow(self, planNode({ kind: 'compare', ...call, parents, keep }))
  }
export const intersect = comparing('intersect', 'both')
export const except = comparing('except', 'first')
