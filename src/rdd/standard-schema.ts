// What zod, valibot, arktype and others have in common: https://standardschema.dev, described by shape, so that nobody
// needs a package for it.

export interface StandardSchema<Output = unknown> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined
  }
}

type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string }[] }

/** What such a schema makes of a value. */
export type Validated<V extends StandardSchema> = NonNullable<V['~standard']['types']>['output']

export const isStandard = (x: unknown): x is StandardSchema =>
  (typeof x === 'object' || typeof x === 'function') && x !== null && '~standard' in x
