// The same everyday code as a `pipe`. Checked by `npm run types`, never run.

import { pipe } from 'fp-ts/lib/function.js'
import * as N from 'fp-ts/lib/number.js'
import * as S from 'fp-ts/lib/string.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Group, KeyMap, PartitaError, Session, Stats } from 'partita'
import * as RDD from 'partita/fp'
import { is } from './is.ts'

export const wordCount = (session: Session) => {
  const counts = pipe(
    session.textFile('data/*.txt'),
    RDD.flatMap(line => line.split(' ')),
    RDD.filter(word => word !== ''),
    RDD.map(word => [word, 1]),
    RDD.reduceByKey((a, b) => a + b),
  )
  is<RDD.RDD<[string, number]>>().of(counts)
  const best = pipe(counts, RDD.top(10, { by: ([, n]) => n }))
  is<TE.TaskEither<PartitaError, [string, number][]>>().of(best)
  is<TE.TaskEither<PartitaError, number>>().of(
    pipe(
      best,
      TE.map(top => top.length),
    ),
  )
}

export const byKey = (session: Session) => {
  const fares = pipe(
    session.csv('trips.csv', { columns: { zone: 'int32', fare: 'float64' } }),
    RDD.keyBy(trip => trip.zone),
    RDD.mapValues(trip => trip.fare),
  )
  is<RDD.RDD<[number, number]>>().of(fares)
  is<RDD.RDD<[number, number]>>().of(pipe(fares, RDD.reduceByKey(N.SemigroupSum, { numPartitions: 3 })))
  is<RDD.RDD<[number, [number, string]]>>().of(
    pipe(
      fares,
      RDD.mapValues(fare => [fare, 'EUR']),
    ),
  )
  is<RDD.RDD<[number, Group<number>]>>().of(pipe(fares, RDD.groupByKey()))
  is<RDD.Action<[number, number[]][]>>().of(pipe(fares, RDD.groupByKey(), RDD.collect()))
  is<RDD.RDD<[number, [number, number]]>>().of(pipe(fares, RDD.join(fares)))
  is<RDD.RDD<[number, [number, number | undefined]]>>().of(pipe(fares, RDD.leftOuterJoin(fares)))
  is<RDD.RDD<[number, [Group<number>, Group<number>]]>>().of(pipe(fares, RDD.cogroup([fares])))
  is<RDD.RDD<[number, [number, number]]>>().of(
    pipe(
      fares,
      RDD.combineByKey(
        fare => [fare, 1],
        ([sum, n], fare) => [sum + fare, n + 1],
        ([s, n], [t, m]) => [s + t, n + m],
      ),
    ),
  )
  is<RDD.RDD<[number, number]>>().of(
    pipe(
      fares,
      RDD.sortBy(([, fare]) => fare, { ascending: false }),
      RDD.sortByKey(),
      RDD.sortByKey({ ord: N.Ord }),
      RDD.distinct(),
      RDD.distinct({ by: ([zone]) => zone }),
      RDD.coalesce(2),
    ),
  )
  is<RDD.RDD<number>>().of(pipe(fares, RDD.union(fares), RDD.keys()))
  is<RDD.RDD<[number, string]>>().of(
    pipe(
      fares,
      RDD.flatMapValues(fare => [`${fare}`]),
    ),
  )
}

export const actions = (session: Session) => {
  const words = session.textFile('words')
  is<RDD.Action<string>>().of(pipe(words, RDD.reduce(S.Semigroup)))
  is<RDD.Action<string>>().of(pipe(words, RDD.fold(S.Monoid)))
  is<RDD.Action<number>>().of(
    pipe(
      words,
      RDD.aggregate(
        0,
        (sum, word) => sum + word.length,
        (a, b) => a + b,
      ),
    ),
  )
  is<RDD.Action<string>>().of(pipe(words, RDD.max()))
  is<RDD.Action<string>>().of(pipe(words, RDD.first()))
  is<RDD.Action<KeyMap<string, number>>>().of(pipe(words, RDD.countByValue()))
  is<RDD.Action<string>>().of(pipe(words, RDD.treeReduce(S.Semigroup, { depth: 3 })))
  is<RDD.Action<string[]>>().of(pipe(words, RDD.takeSample(3)))
  const lengths = pipe(
    words,
    RDD.map(word => [word, word.length]),
  )
  is<RDD.Action<number[]>>().of(pipe(lengths, RDD.lookup('a')))
  is<RDD.Action<KeyMap<string, number[]>>>().of(pipe(lengths, RDD.groupByKey(), RDD.collectAsMap()))
  is<RDD.Action<[number[], number[]]>>().of(pipe(lengths, RDD.values(), RDD.histogram(3)))
  is<RDD.Action<Stats>>().of(pipe(lengths, RDD.values(), RDD.stats()))
  is<RDD.RDD<[string, number]>>().of(
    pipe(
      lengths,
      RDD.partitionBy(3),
      RDD.foldByKey(N.MonoidSum),
      RDD.foldByKey(0, (a, b) => a + b),
      RDD.subtractByKey(lengths),
      RDD.repartitionAndSortWithinPartitions(3),
    ),
  )
  is<RDD.RDD<[string, [number | undefined, number | undefined]]>>().of(
    pipe(lengths, RDD.fullOuterJoin(lengths)),
  )
  const [some, others] = pipe(words, RDD.randomSplit([1, 2]))
  is<RDD.RDD<string>>().of(some)
  is<RDD.RDD<[string, string]>>().of(pipe(others, RDD.cartesian(some)))
}
