// Whole queries over the table: a list of steps, each of which gives rows of the same columns again, so that any list is
// a query and shrinks by dropping steps. Two readings: a frame, and the same of plain arrays.

import fc from 'fast-check'
import type { DataFrame } from 'partita'
import { array, coalesce, col, count, explode, lit, max, min, rank, some, sum } from 'partita/sql'
import { compare, groupsOf, NAMES, type Name, ordering, rowKey, type TableRow, table } from './rows.ts'
import { columnOf, meaningOf, numberTerm, type Term, textTerm, truthTerm } from './terms.ts'

type JoinHow = 'inner' | 'left' | 'right' | 'full' | 'semi' | 'anti'

export type Step =
  | { readonly step: 'where'; readonly condition: Term }
  | { readonly step: 'compute'; readonly x: Term; readonly s: Term; readonly b: Term }
  | {
      readonly step:
        | 'select'
        | 'columns'
        | 'distinct'
        | 'dropna'
        | 'fillna'
        | 'unionSelf'
        | 'rename'
        | 'explode'
        | 'ranked'
    }
  | { readonly step: 'union' | 'unionByName' | 'intersect' | 'except'; readonly other: Query }
  | { readonly step: 'join'; readonly how: JoinHow; readonly by: 'name' | 'condition'; readonly other: Query }
  | { readonly step: 'group'; readonly keys: readonly ('k' | 's')[] }
  | {
      readonly step: 'top'
      readonly n: number
      readonly offset: number
      readonly by: Name
      readonly falling: boolean
    }

export interface Query {
  readonly rows: readonly TableRow[]
  readonly steps: readonly Step[]
}

export const query: fc.Arbitrary<Query> = fc.letrec<{ query: Query; step: Step; leaf: Query }>(tie => ({
  leaf: fc.record({ rows: table, steps: fc.constant([]) }),
  query: fc.record({ rows: table, steps: fc.array(tie('step'), { maxLength: 5 }) }),
  step: fc.oneof(
    { maxDepth: 2, depthSize: 'small', withCrossShrink: true },
    fc
      .constantFrom(
        ...([
          'select',
          'columns',
          'distinct',
          'dropna',
          'fillna',
          'unionSelf',
          'rename',
          'explode',
          'ranked',
        ] as const),
      )
      .map((step): Step => ({ step })),
    fc.record({ step: fc.constant('where' as const), condition: truthTerm }),
    fc.record({ step: fc.constant('compute' as const), x: numberTerm, s: textTerm, b: truthTerm }),
    fc.record({ step: fc.constant('group' as const), keys: fc.subarray(['k', 's'] as ('k' | 's')[]) }),
    fc.record({
      step: fc.constant('top' as const),
      n: fc.nat(6),
      offset: fc.nat(2),
      by: fc.constantFrom(...NAMES),
      falling: fc.boolean(),
    }),
    fc.record({
      step: fc.constantFrom(
        'union' as const,
        'unionByName' as const,
        'intersect' as const,
        'except' as const,
      ),
      other: tie('query'),
    }),
    fc.record({
      step: fc.constant('join' as const),
      how: fc.constantFrom<JoinHow>('inner', 'left', 'right', 'full', 'semi', 'anti'),
      by: fc.constantFrom('name' as const, 'condition' as const),
      other: tie('query'),
    }),
  ),
})).query

type Make = (rows: readonly TableRow[]) => DataFrame

export const frameOf = ({ rows, steps }: Query, make: Make): DataFrame =>
  steps.reduce((frame, step) => framed(frame, step, make), make(rows))

const RENAMED = Object.fromEntries(NAMES.map(name => [name, `${name}2`]))
const BACK = Object.fromEntries(NAMES.map(name => [`${name}2`, name]))

const framed = (frame: DataFrame, step: Step, make: Make): DataFrame => {
  switch (step.step) {
    case 'where':
      return frame.where(t => columnOf(step.condition, t))
    case 'compute':
      return frame
        .withColumn('x', t => columnOf(step.x, t).cast('float64'))
        .withColumns(t => ({ s: columnOf(step.s, t), b: columnOf(step.b, t) }))
    case 'select':
      return frame.select(t => ({ k: t.k, x: t.x, s: t.s, b: t.b, i: t.i, d: t.d }))
    case 'columns':
      return frame.withColumn('extra', lit(1)).drop('extra').select('*')
    case 'distinct':
      return frame.distinct()
    case 'dropna':
      return frame.dropna({ columns: ['x', 'k'] })
    case 'fillna':
      return frame.fillna({ k: 0, x: 1.5, s: 'none' })
    case 'unionSelf':
      return frame.union(frame)
    case 'rename':
      return frame.rename(RENAMED).where(col('i2').ge(0)).rename(BACK)
    case 'explode':
      return frame.withColumn('i', t => explode(array(t.i, lit(1))))
    case 'ranked':
      return frame
        .withColumn('r', t => rank().over({ partitionBy: t.k, orderBy: t.i.desc() }))
        .where(t => t.r.eq(1))
        .drop('r')
    case 'union':
      return frame.union(frameOf(step.other, make))
    case 'unionByName':
      return frame.unionByName(frameOf(step.other, make).select('d', 'i', 'b', 's', 'x', 'k'))
    case 'intersect':
      return frame.intersect(frameOf(step.other, make))
    case 'except':
      return frame.except(frameOf(step.other, make))
    case 'join':
      return framedJoin(frame, step.how, step.by, frameOf(step.other, make))
    case 'group':
      return frame
        .groupBy(...step.keys)
        .agg(t => ({
          n: count(),
          x0: max(t.x),
          b0: some(t.b),
          d0: min(t.d),
          i0: sum(t.i),
          s0: min(t.s),
          k0: max(t.k),
        }))
        .select(t => ({
          k: step.keys.includes('k') ? t.k : t.k0,
          x: t.x0,
          s: step.keys.includes('s') ? t.s : t.s0,
          b: t.b0,
          i: coalesce(t.i0, lit(0)).plus(t.n).mod(5).cast('int32'),
          d: t.d0,
        }))
    case 'top': {
      const first = col(step.by)
      return frame
        .orderBy(step.falling ? first.desc() : first, ...NAMES)
        .offset(step.offset)
        .limit(step.n)
    }
  }
}

const framedJoin = (
  frame: DataFrame,
  how: JoinHow,
  by: 'name' | 'condition',
  other: DataFrame,
): DataFrame => {
  const right = other.rename(RENAMED)
  if (by === 'name') {
    const joined = frame.join(right.rename({ k2: 'k' }), 'k', how)
    return how === 'semi' || how === 'anti' ? joined : merged(joined)
  }
  const joined = frame.join(right, (l, r) => l.k.eq(r.k2).and(l.i.le(r.i2)), how)
  return how === 'semi' || how === 'anti' ? joined : merged(joined.withColumn('k', t => coalesce(t.k, t.k2)))
}

const merged = (joined: DataFrame): DataFrame =>
  joined.select(t => ({
    k: t.k,
    x: t.x,
    s: t.s2,
    b: t.b,
    i: coalesce(t.i2, t.i),
    d: t.d,
  }))

const sumOf = (rows: readonly TableRow[]) => rows.reduce((total, { i }) => total + i, 0)

export const rowsOf = ({ rows, steps }: Query, most = 300): readonly TableRow[] =>
  steps.reduce<readonly TableRow[]>((rows, step) => {
    const next = stepped(rows, step)
    fc.pre(next.length <= most)
    return next
  }, rows)

const bestOf = (rows: readonly TableRow[], name: Name, better: (order: number) => boolean): TableRow[Name] =>
  rows
    .map(row => row[name])
    .reduce((a, b) => (a === null ? b : b === null ? a : better(compare(b, a)) ? b : a), null)

const grouped = (rows: readonly TableRow[], keys: readonly ('k' | 's')[]): readonly TableRow[] =>
  (keys.length === 0 ? [rows] : groupsOf(rows, keys)).map(group => {
    const has = (name: 'k' | 's') => keys.includes(name)
    const known = group.filter(({ b }) => b !== null)
    return {
      k: (has('k') ? group[0]!.k : bestOf(group, 'k', n => n > 0)) as number | null,
      x: bestOf(group, 'x', n => n > 0) as number | null,
      s: (has('s') ? group[0]!.s : bestOf(group, 's', n => n < 0)) as string | null,
      b: known.length === 0 ? null : known.some(({ b }) => b),
      i: (sumOf(group) + group.length) % 5,
      d: bestOf(group, 'd', n => n < 0) as Date | null,
    }
  })

const once = (rows: readonly TableRow[]) => groupsOf(rows, NAMES).map(([row]) => row!)

const stepped = (rows: readonly TableRow[], step: Step): readonly TableRow[] => {
  switch (step.step) {
    case 'where':
      return rows.filter(row => meaningOf(step.condition, row) === true)
    case 'compute':
      return rows
        .map(row => ({ ...row, x: meaningOf(step.x, row) as number | null }))
        .map(row => ({
          ...row,
          s: meaningOf(step.s, row) as string | null,
          b: meaningOf(step.b, row) as boolean | null,
        }))
    case 'select':
    case 'columns':
      return rows
    case 'distinct':
      return once(rows)
    case 'dropna':
      return rows.filter(({ x, k }) => x !== null && !Number.isNaN(x) && k !== null)
    case 'fillna':
      return rows.map(row => ({
        ...row,
        k: row.k ?? 0,
        x: row.x === null || Number.isNaN(row.x) ? 1.5 : row.x,
        s: row.s ?? 'none',
      }))
    case 'unionSelf':
      return [...rows, ...rows]
    case 'rename':
      return rows.filter(({ i }) => i >= 0)
    case 'explode':
      return rows.flatMap(row => [row, { ...row, i: 1 }])
    case 'ranked':
      return groupsOf(rows, ['k']).flatMap(group => {
        const best = Math.max(...group.map(({ i }) => i))
        return group.filter(({ i }) => i === best)
      })
    case 'union':
    case 'unionByName':
      return [...rows, ...rowsOf(step.other)]
    case 'intersect':
    case 'except': {
      const others = new Set(rowsOf(step.other).map(row => rowKey(row, NAMES)))
      return once(rows).filter(row => others.has(rowKey(row, NAMES)) === (step.step === 'intersect'))
    }
    case 'join':
      return joined(rows, step.how, step.by, rowsOf(step.other))
    case 'group':
      return grouped(rows, step.keys)
    case 'top': {
      const orders = [ordering(step.by, step.falling), ...NAMES.map(name => ordering(name))]
      const sorted = [...rows].sort((a, b) => orders.reduce((order, by) => order || by(a, b), 0))
      return sorted.slice(step.offset).slice(0, step.n)
    }
  }
}

const joined = (
  left: readonly TableRow[],
  how: JoinHow,
  by: 'name' | 'condition',
  right: readonly TableRow[],
): readonly TableRow[] => {
  const meets = (l: TableRow, r: TableRow) => l.k !== null && l.k === r.k && (by === 'name' || l.i <= r.i)
  if (how === 'semi' || how === 'anti')
    return left.filter(l => right.some(r => meets(l, r)) === (how === 'semi'))
  const both = left.flatMap(l => right.filter(r => meets(l, r)).map(r => ({ ...l, s: r.s, i: r.i })))
  const leftAlone = left.filter(l => !right.some(r => meets(l, r))).map(l => ({ ...l, s: null }))
  const rightAlone = right
    .filter(r => !left.some(l => meets(l, r)))
    .map(r => ({ k: r.k, x: null, s: r.s, b: null, i: r.i, d: null }))
  return [
    ...both,
    ...(how === 'left' || how === 'full' ? leftAlone : []),
    ...(how === 'right' || how === 'full' ? rightAlone : []),
  ]
}
