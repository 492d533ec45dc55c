// What a function's text says about itself. Positions are offsets in the text.

import type { Class } from 'acorn'

export interface Span {
  readonly start: number
  readonly end: number
}

export interface Mention extends Span {
  /** `{n}`: rewriting it must keep the key. */
  readonly shorthand: boolean
  /** `n()`: rewriting it must not add a `this`. */
  readonly called: boolean
}

export interface FreeVariable {
  readonly mentions: readonly Mention[]
  readonly written: boolean
  /** The members when each mention is `name.member`, else undefined. */
  readonly members: ReadonlySet<string> | undefined
}

export interface Analysis {
  readonly form: 'arrow' | 'function' | 'method' | 'class'
  readonly generator: boolean
  /** From the text's start to where V8 says that the function is. */
  readonly location: number
  /** The name that the text itself gives, '' when it gives none. */
  readonly name: string
  readonly free: ReadonlyMap<string, FreeVariable>
  /** `this` of the surroundings. */
  readonly usesThis: boolean
  readonly usesSuper: boolean
  readonly usesArguments: boolean
  readonly usesNewTarget: boolean
  readonly usesEval: boolean
  readonly usesWith: boolean
  /** A `#name` whose class is not in the text. */
  readonly privateName: string | undefined
  /** Each `import.meta`. */
  readonly metas: readonly Span[]
  /** Each `import` of an `import()`, with its specifier where that is a literal. */
  readonly imports: readonly (Span & { readonly specifier: string | undefined })[]
  /** Methods: the brackets of a computed key. */
  readonly computedKey: Span | undefined
  readonly classNode: Class | undefined
}
