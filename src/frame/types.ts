// The types of columns in the language of schemas: `'int32'`, `'timestamp?'`, `{ list: 'string' }`. What operations make
// of them follows `operations/`; a frame of unknown columns has the shape `any`. Types only, nothing runs. Guarded by
// laws/types/frame.

import type {
  DecimalName,
  ListColumn,
  MapColumn,
  StructColumn,
  TypedColumn,
  TypedColumns,
  TypeName,
  Value,
} from '../rdd/schema.ts'

/** The columns of a DataFrame and their types. */
export type Shape = TypedColumns

export type IsAny<T> = 0 extends 1 & T ? true : false
// biome-ignore lint/suspicious/noExplicitAny: the type of what is not known
export type Any = any

type MayBeNull = `${TypeName}?` | { readonly nullable: true }

/** The type with null. */
export type OrNull<T> =
  IsAny<T> extends true
    ? T
    : T extends `${string}?`
      ? T
      : T extends TypeName
        ? `${T}?`
        : T extends { readonly nullable: true }
          ? T
          : T & { readonly nullable: true }

/** The type without null. */
export type NotNull<T> =
  IsAny<T> extends true
    ? T
    : T extends `${infer B extends TypeName}?`
      ? B
      : T extends object
        ? Omit<T, 'nullable'>
        : T

/** R, with null where one of A may be null. */
export type Lift<R, A> = [Extract<A, MayBeNull>] extends [never] ? R : OrNull<R>

type Signed = 'int8' | 'int16' | 'int32' | 'int64'
type Unsigned = 'uint8' | 'uint16' | 'uint32' | 'uint64'
export type IntegerName = Signed | Unsigned
type RealName = 'float32' | 'float64'
export type NumberName = IntegerName | RealName | DecimalName

type With<N extends TypeName> = N | `${N}?`
export type Numeric = With<NumberName>
export type Integral = With<IntegerName>
export type Textual = With<'string'>
export type Logical = With<'boolean'>
export type Temporal = With<'date' | 'timestamp'>
export type Listed = ListColumn
export type Structured = StructColumn
export type Mapped = MapColumn

/** Types that values of T may be compared with. */
export type Family<T> =
  IsAny<T> extends true
    ? Any
    : NotNull<T> extends NumberName
      ? Numeric
      : NotNull<T> extends 'string'
        ? Textual
        : NotNull<T> extends 'boolean'
          ? Logical
          : NotNull<T> extends 'date' | 'timestamp'
            ? Temporal
            : NotNull<T> extends 'binary'
              ? With<'binary'>
              : OrNull<T> | NotNull<T>

/** JavaScript's values that stand beside a column of T. */
export type Plain<T> =
  IsAny<T> extends true
    ? unknown
    : NotNull<T> extends NumberName
      ? number | bigint
      : NotNull<T> extends 'date' | 'timestamp'
        ? Date | string
        : Value<NotNull<T>>

/** The type of a number as a literal: what is not written out may be either. */
type OfNumber<N extends number> = number extends N
  ? 'int32' | 'float64'
  : `${N}` extends `${string}.${string}` | `${string}e-${string}`
    ? 'float64'
    : 'int32'

/** The type of a JavaScript value as a literal. */
export type OfPlain<V> =
  IsAny<V> extends true
    ? V
    : V extends number
      ? OfNumber<V>
      : V extends bigint
        ? 'int64'
        : V extends string
          ? 'string'
          : V extends boolean
            ? 'boolean'
            : V extends Date
              ? 'timestamp'
              : V extends Uint8Array
                ? 'binary'
                : V extends null | undefined
                  ? Any
                  : Any

type Widest<A, B> = 'int64' extends A | B
  ? 'int64'
  : 'int32' extends A | B
    ? 'int32'
    : 'int16' extends A | B
      ? 'int16'
      : 'int8'
type WidestUnsigned<A, B> = 'uint64' extends A | B
  ? 'uint64'
  : 'uint32' extends A | B
    ? 'uint32'
    : 'uint16' extends A | B
      ? 'uint16'
      : 'uint8'

interface Doubled {
  uint8: 'int16'
  uint16: 'int32'
  uint32: 'int64'
  uint64: 'int64'
}
/** What holds a signed and an unsigned type. */
type MixedChoice<A, B> = Widest<Extract<A | B, Signed>, Doubled[Extract<A | B, Unsigned>]>
/** What their sum is: the signed one where it is wider. */
type MixedSum<A, B> = MixedChoice<A, B> extends Extract<A | B, Signed> ? Extract<A | B, Signed> : 'int64'

type CommonNumber<A, B, Mixed> = 'float64' extends A | B
  ? 'float64'
  : 'float32' extends A | B
    ? 'float32'
    : [Extract<A | B, DecimalName>] extends [never]
      ? [A | B] extends [Signed]
        ? Widest<A, B>
        : [A | B] extends [Unsigned]
          ? WidestUnsigned<A, B>
          : Mixed
      : DecimalName

/** The type that holds both, nullability apart; unions stay unions. */
export type Common<A, B> =
  IsAny<A> extends true
    ? A
    : IsAny<B> extends true
      ? B
      : A extends NumberName
        ? B extends NumberName
          ? CommonNumber<A, B, MixedChoice<A, B>>
          : never
        : A extends 'date' | 'timestamp'
          ? B extends A
            ? A
            : 'timestamp'
          : A

/** The type of `a + b` where b is a value that was written out. */
type BesideNumber<A, N extends number> = A extends IntegerName
  ? OfNumber<N> extends 'int32'
    ? A
    : OfNumber<N> extends 'float64'
      ? 'float64'
      : A | 'float64'
  : A extends DecimalName
    ? OfNumber<N> extends 'int32'
      ? A
      : DecimalName | 'float64'
    : A extends 'float32'
      ? OfNumber<N> extends 'int32'
        ? A
        : 'float64'
      : A

type Summed<A, B> = A extends NumberName
  ? B extends NumberName
    ? CommonNumber<A, B, MixedSum<A, B>>
    : Common<A, B>
  : Common<A, B>

export type Arithmetic<A, O> =
  IsAny<A> extends true
    ? A
    : IsAny<O> extends true
      ? O
      : NotNull<A> extends 'date'
        ? Lift<NotNull<O> extends 'date' ? 'int32' : 'date', A | O>
        : O extends number
          ? Lift<BesideNumber<NotNull<A>, O>, A>
          : O extends bigint
            ? Lift<NotNull<A> extends IntegerName ? 'int64' : NotNull<A>, A>
            : Lift<Summed<NotNull<A>, NotNull<O>>, A | O>

/** Integers add up to int64, decimals keep their scale, all else is float64; of nothing the sum is null. */
export type SumOf<T> =
  IsAny<T> extends true
    ? T
    : NotNull<T> extends infer B
      ? B extends IntegerName
        ? 'int64?'
        : B extends `decimal(${number},${infer S extends number})`
          ? `decimal(38,${S})?`
          : 'float64?'
      : never

/** The type of a rounded number: a decimal's scale changes. */
export type DecimalOr<T> =
  IsAny<T> extends true ? T : NotNull<T> extends DecimalName ? Lift<DecimalName, T> : T

export type ElementOf<T> =
  IsAny<T> extends true ? T : T extends { readonly list: infer E extends TypedColumn } ? Lift<E, T> : Any

/** Names are one whatever their case. */
type SameName<A, B> = A extends string
  ? B extends string
    ? Lowercase<A> extends Lowercase<B>
      ? true
      : false
    : false
  : false

export type Flat<S> = { readonly [N in keyof S]: S[N] } & {}

/** S with the columns of A in place of its own of the same names. */
export type WithColumns<S, A> =
  IsAny<S> extends true
    ? S
    : Flat<
        { readonly [N in keyof S as SameName<N, keyof A> extends false ? N : never]: S[N] } & {
          readonly [N in keyof A]: A[N]
        }
      >

export type Nullable<S> = { readonly [N in keyof S]: OrNull<S[N]> }
