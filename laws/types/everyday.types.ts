// Everyday programs compile without a type annotation in sight. Checked by `npm run types`, never run.

import * as N from 'fp-ts/lib/number.js'
import * as S from 'fp-ts/lib/string.js'
import {
  type Group,
  type KeyMap,
  type Parsed,
  type RDD,
  type Row,
  type Session,
  type StandardSchema,
  type Stats,
  schema,
} from 'partita'
import { is } from './is.ts'

export const wordCount = async (session: Session) => {
  const counts = session
    .textFile('data/*.txt')
    .flatMap(line => line.toLowerCase().match(/\p{L}+/gu) ?? [])
    .map(word => [word, 1])
    .reduceByKey((a, b) => a + b)
  is<RDD<[string, number]>>().of(counts)
  is<[string, number][]>().of(await counts.top(10, { by: ([, n]) => n }))

  const asConst = session
    .textFile('data')
    .map(word => [word, 1] as const)
    .reduceByKey((a, b) => a + b)
  is<RDD<[string, number]>>().of(asConst)
  is<RDD<[string, number]>>().of(
    session
      .textFile('data')
      .map(word => [word, 1])
      .reduceByKey(N.SemigroupSum),
  )
  is<RDD<[string, number]>>().of(
    session
      .textFile('data')
      .flatMap(line => line.split(' ').map(word => [word, 1]))
      .reduceByKey(N.MonoidSum, { numPartitions: 4 }),
  )
  is<RDD<[string, string]>>().of(counts.map(([word, n]) => [word[0] ?? '', `${n}`]).reduceByKey(S.Semigroup))
  await counts.map(([word, n]) => `${word}\t${n}`).saveAsTextFile('out')
}

export const sessionsOfUsers = async (session: Session) => {
  const visits = session.parallelize([
    { user: 'ann', at: 3 },
    { user: 'bob', at: 1 },
  ])
  is<RDD<{ user: string; at: number }>>().of(visits)
  is<RDD<[[string, number], { user: string; at: number }]>>().of(visits.keyBy(({ user, at }) => [user, at]))
  const byUser = visits.keyBy(visit => visit.user).groupByKey()
  is<RDD<[string, Group<{ user: string; at: number }>]>>().of(byUser)
  is<RDD<[string, number]>>().of(byUser.mapValues(group => Math.max(...group.toArray().map(({ at }) => at))))
  is<[string, { user: string; at: number }[]][]>().of(await byUser.collect())
  is<[string, { user: string; at: number }[]]>().of(await byUser.first())
  for await (const [user, group] of byUser) {
    is<string>().of(user)
    is<number>().of(group.length)
  }
}

export const revenueByZone = async (session: Session) => {
  const trip = schema({ zone: 'int32', fare: 'float64', at: 'timestamp?', tags: text => text.split('|') })
  type Trip = {
    readonly zone: number
    readonly fare: number
    readonly at: Date | null
    readonly tags: string[]
  }
  is<Trip>().of({} as Row<typeof trip>)
  const trips = session.csv('trips.csv', { columns: trip })
  is<RDD<Trip>>().of(trips)
  const zones = session.csv(['zones.csv'], { columns: { id: 'int32', name: 'string' }, delimiter: ';' })
  const revenue = trips.map(t => [t.zone, t.fare]).reduceByKey((a, b) => a + b)
  const named = revenue.join(zones.map(z => [z.id, z.name]))
  is<RDD<[number, [number, string]]>>().of(named)
  is<RDD<[number, [number, string | undefined]]>>().of(revenue.leftOuterJoin(zones.map(z => [z.id, z.name])))
  is<RDD<[number, [number, string]]>>().of(named.sortBy(([, [fare]]) => fare, { ascending: false }))
  is<RDD<Readonly<Record<string, string>>>>().of(session.csv('raw.csv', { header: true }))
}

export const filesOfAllKinds = async (session: Session, mode: 'drop' | 'keep') => {
  is<RDD<[path: string, text: string]>>().of(session.wholeTextFiles('pages'))
  is<RDD<[path: string, bytes: Buffer]>>().of(session.binaryFiles(['a', 'b'], { maxFileBytes: 1e6 }))
  const visit = schema({ user: 'string', at: 'timestamp', tags: { list: 'string', nullable: true } })
  type Visit = { readonly user: string; readonly at: Date; readonly tags: readonly string[] | null }
  const rejected = session.counter()
  is<RDD<Visit>>().of(session.jsonLines('visits', { schema: visit, onBadRow: 'drop', rejected }))
  is<RDD<{ readonly n: number }>>().of(session.jsonLines('counts', { schema: { n: 'int32' } }))
  is<RDD<unknown>>().of(session.jsonLines('visits'))
  const visits = session.jsonLines('visits', { schema: visit, onBadRow: 'keep' })
  is<RDD<Parsed<Visit>>>().of(visits)
  is<RDD<Visit>>().of(visits.flatMap(row => (row.ok ? [row.value] : [])))
  is<RDD<string>>().of(visits.flatMap(row => (row.ok ? [] : [`${row.error.file}:${row.error.line}`])))
  is<RDD<Parsed<{ readonly n: number }> | { readonly n: number }>>().of(
    session.csv('counts.csv', { columns: { n: 'int32' }, onBadRow: mode }),
  )
  is<RDD<Parsed<Readonly<Record<string, string>>>>>().of(session.csv('raw.csv', { onBadRow: 'keep' }))
  is<RDD<Readonly<Record<string, string>>>>().of(session.csv('raw.csv', { onBadRow: 'fail' }))
  const positive: StandardSchema<{ n: number }> = {
    '~standard': { version: 1, vendor: 'mine', validate: value => ({ value: value as { n: number } }) },
  }
  is<RDD<{ n: number }>>().of(session.jsonLines('counts', { schema: positive }))
  is<RDD<Parsed<{ n: number }>>>().of(
    session.jsonLines('counts', { schema: () => positive, onBadRow: 'keep' }),
  )
  interface Trip {
    zone: number
    fare: number | null
  }
  const trips = session.parallelize<Trip>([{ zone: 1, fare: null }])
  await trips.saveAsCsv('out', { columns: ['zone', 'fare'], overwrite: true })
  await trips.map(({ zone }) => [zone, 'x']).saveAsCsv('out', { columns: { zone: 'int32', x: 'string' } })
  await trips.saveAsJsonLines('out', { compression: 'gzip' })
}

export const pageRank = (session: Session) => {
  const links = session
    .textFile('links')
    .map(line => line.split(' '))
    .map(([from = '', to = '']) => [from, to])
    .distinct()
    .groupByKey()
    .cache()
  let ranks = links.mapValues(() => 1)
  for (let i = 0; i < 10; i++)
    ranks = links
      .join(ranks)
      .values()
      .flatMap(([targets, rank]) => targets.toArray().map(target => [target, rank / targets.length]))
      .reduceByKey((a, b) => a + b)
      .mapValues(rank => 0.15 + 0.85 * rank)
  is<RDD<[string, number]>>().of(ranks)
}

export const kMeans = async (session: Session) => {
  const points = session.parallelize([
    [1, 2],
    [3, 4],
  ])
  is<RDD<[number, number]>>().of(points)
  const centres = points
    .map(([x, y]) => [x > y ? 1 : 0, [x, y, 1]])
    .reduceByKey(([x, y, n], [u, v, m]) => [x + u, y + v, n + m])
    .mapValues(([x, y, n]) => [x / n, y / n])
  is<RDD<[number, [number, number]]>>().of(centres)
  const means = centres.combineByKey(
    ([x]) => [x, 1],
    ([sum, n], [x]) => [sum + x, n + 1],
    ([s, n], [t, m]) => [s + t, n + m],
  )
  is<RDD<[number, [number, number]]>>().of(means)
}

export const modelPerPartition = async (session: Session) => {
  const scores = session.textFile('in').mapPartitions(function* (lines, { partition }) {
    for (const line of lines) yield [line, partition]
  })
  is<RDD<[string, number]>>().of(scores)
  const enriched = session.textFile('ids').mapPartitions(async function* (ids) {
    for (const id of ids) yield await fetch(`http://localhost/${id}`).then(response => response.status)
  })
  is<RDD<number>>().of(enriched)
  is<RDD<[number, number]>>().of(enriched.mapPartitionsWithIndex((index, it) => [[index, [...it].length]]))
  is<RDD<number[]>>().of(enriched.glom())
}

export const shapes = async (session: Session, unknowns: RDD<unknown>, mixed: RDD<string | undefined>) => {
  is<RDD<string>>().of(mixed.filter(x => x !== undefined))
  is<RDD<number>>().of(unknowns.filter((x): x is number => typeof x === 'number'))
  is<RDD<string | number>>().of(session.textFile('a').union(session.range(3)))
  is<RDD<string | number>>().of(session.union<string | number>([session.textFile('a'), session.range(3)]))
  is<RDD<[string, number]>>().of(session.textFile('a').zip(session.range(3)))
  is<RDD<string>>().of(session.textFile('a').coalesce(3, { shuffle: true }).repartition(4))
  const pairs = session.parallelize([
    ['a', 1],
    ['b', 2],
  ])
  is<RDD<[string, number]>>().of(pairs)
  is<RDD<string>>().of(pairs.keys())
  is<RDD<number>>().of(pairs.values())
  is<RDD<[string, string]>>().of(pairs.flatMapValues(n => [`${n}`, 'x']))
  is<RDD<[string, [Group<number>, Group<boolean>, Group<Date>]]>>().of(
    pairs.cogroup([pairs.mapValues(n => n > 1), pairs.mapValues(n => new Date(n))]),
  )
  is<[string, [number[], boolean[]]][]>().of(await pairs.cogroup([pairs.mapValues(n => n > 1)]).collect())
  is<RDD<[string, number]>>().of(pairs.sortByKey({ ascending: false }))
  is<RDD<[string, number]>>().of(pairs.sortByKey({ ord: S.Ord }))
  is<RDD<[string, number]>>().of(pairs.sortBy(([, n]) => ({ n }), { ord: { compare: (a, b) => a.n - b.n } }))
  is<RDD<[string, number]>>().of(pairs.distinct({ by: ([key]) => key }))
}

export const actions = async (session: Session) => {
  const { signal } = new AbortController()
  const numbers = session.range(10)
  is<number>().of(await numbers.reduce((a, b) => a + b))
  is<number>().of(await numbers.reduce(N.SemigroupSum, { signal }))
  is<number>().of(await numbers.fold(0, (a, b) => a + b))
  is<number>().of(await numbers.fold(N.MonoidSum))
  is<string[]>().of(
    await numbers.aggregate<string[]>(
      () => [],
      (all, n) => [...all, `${n}`],
      (a, b) => [...a, ...b],
    ),
  )
  is<[number, number]>().of(
    await numbers.aggregate(
      [0, 0],
      ([sum, count], n) => [sum + n, count + 1],
      ([s, c], [t, d]) => [s + t, c + d],
    ),
  )
  is<number[]>().of(await numbers.top(3))
  is<number[]>().of(await numbers.takeOrdered(3, { ord: N.Ord }))
  is<number>().of(await numbers.max())
  is<number>().of(
    await numbers
      .map(n => ({ n }))
      .max({ by: ({ n }) => n })
      .then(({ n }) => n),
  )
  is<number>().of(await numbers.sum())
  is<number[]>().of(await numbers.take(3))
  for await (const n of numbers) is<number>().of(n)
  for await (const n of numbers.toLocalIterator({ signal })) is<number>().of(n)
  await using kept = numbers.persist()
  is<RDD<number>>().of(kept.map(n => n + 1))
}

export const further = async (session: Session) => {
  const words = session.textFile('words')
  const pairs = words.map(word => [word, word.length])
  const literal = words.map(word => [word, 1] as const)
  is<RDD<[string, number]>>().of(pairs.foldByKey(0, (a, b) => a + b))
  is<RDD<[string, number]>>().of(literal.foldByKey(0, (a, b) => a + b))
  is<RDD<[string, number]>>().of(pairs.foldByKey(N.MonoidSum))
  is<RDD<[string, string[]]>>().of(
    pairs.aggregateByKey<string, number, string[]>(
      () => [],
      (all, n) => [...all, `${n}`],
      (a, b) => [...a, ...b],
    ),
  )
  is<RDD<[string, [number, number]]>>().of(
    pairs.aggregateByKey(
      [0, 0],
      ([sum, n], x) => [sum + x, n + 1],
      ([s, n], [t, m]) => [s + t, n + m],
    ),
  )
  is<RDD<[string, [number | undefined, Date]]>>().of(pairs.rightOuterJoin(pairs.mapValues(n => new Date(n))))
  is<RDD<[string, [number | undefined, Date | undefined]]>>().of(
    pairs.fullOuterJoin(pairs.mapValues(n => new Date(n))),
  )
  is<RDD<[string, number]>>().of(pairs.subtractByKey(pairs.mapValues(n => new Date(n))))
  is<RDD<[number, Group<string>]>>().of(words.groupBy(word => word.length))
  is<RDD<[string, number]>>().of(pairs.partitionBy(4).repartitionAndSortWithinPartitions(2))
  is<RDD<[[string, number], number]>>().of(pairs.zipWithIndex())
  is<RDD<[string, number]>>().of(words.zipWithUniqueId())
  is<RDD<[string, [string, number]]>>().of(words.cartesian(pairs))
  is<RDD<number>>().of(words.mapAsync(async word => word.length))
  is<RDD<number>>().of(words.zipPartitions(pairs, (a, b) => [[...a].length + [...b].length]))
  is<RDD<string>>().of(words.sample(0.5).intersection(words).subtract(words))
  const [train, test] = words.randomSplit([0.8, 0.2])
  is<RDD<string>>().of(train)
  is<RDD<string>>().of(test)
  is<KeyMap<string, number>>().of(await words.countByValue())
  is<KeyMap<string, number>>().of(await literal.countByKey())
  is<KeyMap<string, number>>().of(await literal.reduceByKeyLocally((a, b) => a + b))
  is<KeyMap<string, number[]>>().of(await pairs.groupByKey().collectAsMap())
  is<number[]>().of(await pairs.lookup('a'))
  is<number[][]>().of(await pairs.groupByKey().lookup('a'))
  is<[number, string[]][]>().of(await words.groupBy(word => word.length).takeSample(2))
  is<Stats>().of(await pairs.values().stats())
  is<[number[], number[]]>().of(await pairs.values().histogram([0, 1, 2]))
  is<string>().of(await words.treeReduce((a, b) => a + b))
  is<number>().of(
    await words.treeAggregate(
      0,
      (sum, word) => sum + word.length,
      (a, b) => a + b,
    ),
  )
}

/** Generic code of the user's own. */
export const countBy = <T, K extends string>(rdd: RDD<T>, key: (element: T) => K): RDD<[K, number]> =>
  rdd.map(element => [key(element), 1] as [K, number]).reduceByKey((a, b) => a + b)
export const collected = async <T>(rdd: RDD<T>): Promise<T[]> => rdd.collect()
export const swapped = <K, V>(rdd: RDD<readonly [K, V]>) => rdd.map(([k, v]) => [v, k] as [V, K])
export const covariant = (rdd: RDD<[string, 1]>): RDD<readonly [unknown, number]> => rdd
// biome-ignore lint/suspicious/noExplicitAny: what untyped code gives
export const untyped = (rdd: RDD<any>) => rdd.reduceByKey((a, b) => a + b).mapValues(v => v.x)
