// Decimals: unscaled integers in vectors, exact text for people.

/** @example decimalText(-105n, 2) // '-1.05' */
export const decimalText = (unscaled: bigint, scale: number): string => {
  if (scale === 0) return unscaled.toString()
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0')
  const point = digits.length - scale
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`
}

const TEXT = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,4}))?$/i

/** Undefined where the text is no number, or cannot be held exactly. @example parseDecimal('1.5', 4, 2) // 150n */
export const parseDecimal = (text: string, precision: number, scale: number): bigint | undefined => {
  const [, sign, whole = '', fraction = '', exponent = '0'] = TEXT.exec(text) ?? []
  if (sign === undefined || whole + fraction === '') return undefined
  const digits = (whole + fraction).replace(/^0+/, '')
  if (digits === '') return 0n
  const zeros = scale - fraction.length + Number(exponent)
  if (digits.length + zeros > precision) return undefined
  const cut = digits.length + Math.min(zeros, 0)
  if (/[1-9]/.test(digits.slice(Math.max(cut, 0)))) return undefined
  const unscaled = BigInt(digits.slice(0, Math.max(cut, 0)) || '0') * 10n ** BigInt(Math.max(zeros, 0))
  return sign === '-' ? -unscaled : unscaled
}
