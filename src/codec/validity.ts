// Which rows have a value: a bit each, the lowest first; no bits at all where every row has one.

export type Validity = Uint8Array | undefined

export const isValid = (validity: Validity, i: number): boolean =>
  validity === undefined || (validity[i >> 3]! & (1 << (i & 7))) !== 0

/** Whether a row of `from` up to `to` has no value. */
export const someUnset = (validity: Validity, from: number, to: number): boolean => {
  if (validity !== undefined) for (let i = from; i < to; i++) if (!isValid(validity, i)) return true
  return false
}

/** Sets bits `at` up to `at + n` of zeroed `target` to the bits of `source` from `from`. */
export const appendBits = (target: Uint8Array, at: number, source: Validity, from: number, n: number) => {
  if (source !== undefined && (at & 7) === 0 && (from & 7) === 0) {
    const whole = n >> 3
    target.set(source.subarray(from >> 3, (from >> 3) + whole), at >> 3)
    appendOneByOne(target, at + whole * 8, source, from + whole * 8, n & 7)
  } else if (source !== undefined) appendOneByOne(target, at, source, from, n)
  else setRange(target, at, at + n)
}

const appendOneByOne = (target: Uint8Array, at: number, source: Uint8Array, from: number, n: number) => {
  for (let i = 0; i < n; i++)
    if ((source[(from + i) >> 3]! >> ((from + i) & 7)) & 1) target[(at + i) >> 3]! |= 1 << ((at + i) & 7)
}

const setRange = (target: Uint8Array, from: number, to: number) => {
  let i = from
  for (; i < to && (i & 7) !== 0; i++) target[i >> 3]! |= 1 << (i & 7)
  target.fill(0xff, i >> 3, to >> 3)
  for (i = Math.max(i, to & ~7); i < to; i++) target[i >> 3]! |= 1 << (i & 7)
}

/** The bits, cut to `n`, unless all of them are set. */
export const someInvalid = (bits: Uint8Array | null | undefined, n: number): Validity => {
  if (bits === null || bits === undefined) return undefined
  const whole = n >> 3
  let all = true
  for (let i = 0; i < whole && all; i++) all = bits[i] === 0xff
  const last = (1 << (n & 7)) - 1
  if (all && (last === 0 || (bits[whole]! & last) === last)) return undefined
  return bits.subarray(0, (n + 7) >> 3)
}
