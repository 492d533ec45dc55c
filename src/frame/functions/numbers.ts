// Functions of numbers.

import type { Column } from '../column.ts'
import type { DecimalOr, Lift, Numeric } from '../types.ts'
import { apply, applyAll, type Of, type TypeAt } from './apply.ts'

type N = Of<Numeric>
type Real<C> = Column<Lift<'float64', TypeAt<C>>>
type Same<C> = Column<DecimalOr<TypeAt<C>>>

export const abs = <const C extends N>(value: C): Column<TypeAt<C>> => apply('abs', value)
/** The next whole number, of the same type. */
export const ceil = <const C extends N>(value: C): Same<C> => apply('ceil', value)
/** The last whole number, of the same type. */
export const floor = <const C extends N>(value: C): Same<C> => apply('floor', value)
/** To `digits` after the point (default 0), halves away from zero: 2.5 is 3. */
export const round = <const C extends N>(value: C, digits = 0): Same<C> => apply('round', value, digits)
/** To `digits` after the point (default 0), halves to the even neighbour: 2.5 is 2. */
export const bround = <const C extends N>(value: C, digits = 0): Same<C> => apply('bround', value, digits)
export const sqrt = <const C extends N>(value: C): Real<C> => apply('sqrt', value)
export const cbrt = <const C extends N>(value: C): Real<C> => apply('cbrt', value)
export const exp = <const C extends N>(value: C): Real<C> => apply('exp', value)
/** The natural logarithm. */
export const ln = <const C extends N>(value: C): Real<C> => apply('ln', value)
export const log10 = <const C extends N>(value: C): Real<C> => apply('log10', value)
export const log2 = <const C extends N>(value: C): Real<C> => apply('log2', value)
export const pow = <const C extends N>(base: C, exponent: number | Column<Numeric>): Real<C> =>
  apply('pow', base, exponent)
export const sin = <const C extends N>(value: C): Real<C> => apply('sin', value)
export const cos = <const C extends N>(value: C): Real<C> => apply('cos', value)
export const tan = <const C extends N>(value: C): Real<C> => apply('tan', value)
export const atan2 = (y: N, x: N): Column<'float64?'> => applyAll('atan2', [y, x])
export const radians = <const C extends N>(value: C): Real<C> => apply('radians', value)
export const degrees = <const C extends N>(value: C): Real<C> => apply('degrees', value)
/** −1, 0 or 1. */
export const sign = <const C extends N>(value: C): Column<Lift<'int8', TypeAt<C>>> => apply('sign', value)
export const isnan = <const C extends N>(value: C): Column<Lift<'boolean', TypeAt<C>>> =>
  apply('isNaN', value)
/** Null where the divisor is zero. */
export const tryDivide = (dividend: N, divisor: number | bigint | Column<Numeric>): Column<'float64?'> =>
  apply('tryDivide', dividend, divisor)
