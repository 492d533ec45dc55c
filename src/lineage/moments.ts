// Count, mean, sum of squared differences from it, sum, least and greatest, in one pass: Welford's update (1962) and the
// pairwise merge of Chan, Golub & LeVeque (1979), which do not cancel where Σx² − (Σx)²/n does.

export interface Moments {
  count: number
  mean: number
  m2: number
  sum: number
  min: number
  max: number
}

export const NO_MOMENTS: Readonly<Moments> = Object.freeze({
  count: 0,
  mean: 0,
  m2: 0,
  sum: 0,
  min: Number.POSITIVE_INFINITY,
  max: Number.NEGATIVE_INFINITY,
})

/** In place: the accumulator is the fold's own. */
export const addMoment = (m: Moments, x: number): Moments => {
  const delta = x - m.mean
  m.count++
  m.mean += delta / m.count
  m.m2 += delta * (x - m.mean)
  m.sum += x
  m.min = Math.min(m.min, x)
  m.max = Math.max(m.max, x)
  return m
}

export const mergeMoments = (a: Moments, b: Moments): Moments => {
  if (a.count === 0) return b
  if (b.count === 0) return a
  const count = a.count + b.count
  const delta = b.mean - a.mean
  return {
    count,
    mean: a.mean + (delta * b.count) / count,
    m2: a.m2 + b.m2 + (delta * delta * a.count * b.count) / count,
    sum: a.sum + b.sum,
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
  }
}
