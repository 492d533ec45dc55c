// Generated functions of one number. An expression is data, so that it shrinks and prints; `functionOf` makes of it a
// closure over closures and constants, of the kind that users write and that must travel.

import fc from 'fast-check'

export type Expression =
  | { readonly op: 'x' }
  | { readonly op: 'constant'; readonly value: number }
  | { readonly op: 'add' | 'multiply' | 'divide'; readonly of: readonly [Expression, Expression] }
  | { readonly op: 'modulo'; readonly of: Expression; readonly by: number }
  | { readonly op: 'choose'; readonly below: number; readonly of: readonly [Expression, Expression] }

export type OfNumber = (x: number) => number

export const functionOf = (expression: Expression): OfNumber => {
  switch (expression.op) {
    case 'x':
      return x => x
    case 'constant': {
      const { value } = expression
      return () => value
    }
    case 'modulo': {
      const { by } = expression
      const f = functionOf(expression.of)
      return x => f(x) % by
    }
  }
  const [f, g] = [functionOf(expression.of[0]), functionOf(expression.of[1])]
  switch (expression.op) {
    case 'add':
      return x => f(x) + g(x)
    case 'multiply':
      return x => f(x) * g(x)
    case 'divide':
      return x => f(x) / g(x)
    case 'choose': {
      const { below } = expression
      return x => (x < below ? f(x) : g(x))
    }
  }
}

const constant = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double(), fc.constantFrom(0.1, 1e9, -0))

export const expression: fc.Arbitrary<Expression> = fc.letrec<{ expression: Expression }>(tie => ({
  expression: fc.oneof(
    { maxDepth: 3, depthSize: 'small', withCrossShrink: true },
    fc.constant<Expression>({ op: 'x' }),
    constant.map((value): Expression => ({ op: 'constant', value })),
    fc.record<Expression & { op: 'add' }>({
      op: fc.constantFrom<'add'>('add', 'multiply' as 'add', 'divide' as 'add'),
      of: fc.tuple(tie('expression'), tie('expression')),
    }),
    fc.record<Expression & { op: 'modulo' }>({
      op: fc.constant('modulo'),
      of: tie('expression'),
      by: fc.constantFrom(2, 3, 7, 0.5),
    }),
    fc.record<Expression & { op: 'choose' }>({
      op: fc.constant('choose'),
      below: constant,
      of: fc.tuple(tie('expression'), tie('expression')),
    }),
  ),
})).expression

/** Generated functions on integers that stay integers, exact and small: for laws that rest on arithmetic. */
export interface Linear {
  readonly a: number
  readonly b: number
  readonly m: number
}
export const linear: fc.Arbitrary<Linear> = fc.record({
  a: fc.integer({ min: -9, max: 9 }),
  b: fc.integer({ min: -9, max: 9 }),
  m: fc.integer({ min: 1, max: 12 }),
})
export const linearOf = ({ a, b, m }: Linear): OfNumber => {
  const scaled = (x: number) => x * a + b
  return x => scaled(x) % m
}
