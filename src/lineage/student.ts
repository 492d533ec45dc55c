// Student's t distribution: how far an estimate from few samples may be off.

/** Freedom from which on the distribution does not visibly change. */
const MOST = 1000

/** The t that a variable of this distribution stays within, on both sides, with the probability given. */
export const studentBound = (freedom: number, probability: number): number => {
  const degrees = Math.min(freedom, MOST)
  let low = 0
  let high = Math.PI / 2
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (within(middle, degrees) < probability) low = middle
    else high = middle
  }
  return Math.tan(low) * Math.sqrt(degrees)
}

/** The probability of |t| ≤ √freedom · tan(angle): Abramowitz & Stegun 26.7.3 and 26.7.4, finite sums. */
const within = (angle: number, freedom: number): number => {
  const cos = Math.cos(angle)
  const odd = freedom % 2 === 1
  let sum = 0
  let term = odd ? cos : 1
  for (let k = odd ? 3 : 2; k <= freedom; k += 2) {
    sum += term
    term *= ((k - 1) / k) * cos ** 2
  }
  const part = Math.sin(angle) * sum
  return odd ? (2 / Math.PI) * (angle + part) : part
}
