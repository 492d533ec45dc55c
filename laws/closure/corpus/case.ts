/** A function as users write it: what a worker answers must be what the same call answers in the driver. */
export interface Case {
  readonly name: string
  readonly fn: (...args: never[]) => unknown
  readonly args?: readonly unknown[]
}

/** A function that cannot travel, and what the refusal says. */
export interface Refused {
  readonly name: string
  readonly fn: unknown
  readonly says: RegExp
}
