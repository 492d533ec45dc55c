/** Exactly equal types, `any` told apart. */
type Same<A, B> = (<X>() => X extends A ? 1 : 2) extends <X>() => X extends B ? 1 : 2 ? true : false
/** `is<Expected>().of(value)` compiles where the value's type is exactly that one. */
export const is = <Expected>() => ({
  of: <Actual>(_: Actual, ..._proof: Same<Actual, Expected> extends true ? [] : [wrong: Actual]): void => {},
})
