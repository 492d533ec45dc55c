// From a program to an RDD of any session, and from an ending to what the action gives.

import type { RDD, Session } from 'partita'
import { functionOf } from './expression.ts'
import type { Ending, KeyKind, Origin, Program, Step } from './program.ts'

type Key = number | string | null | readonly [number, string] | { readonly id: number; readonly tag: string }
type KeyedRDD = RDD<readonly [Key, number]>

/** What a program has made so far. */
type Made =
  | { readonly records: 'numbers'; readonly rdd: RDD<number> }
  | { readonly records: 'pairs'; readonly rdd: KeyedRDD }

export const build = (session: Session, { origin, steps }: Program): RDD<unknown> =>
  made(session, { origin, steps }).rdd

const made = (session: Session, { origin, steps }: Program): Made =>
  steps.reduce<Made>((so, step) => after(session, so, step), {
    records: 'numbers',
    rdd: begin(session, origin),
  })

const begin = (session: Session, origin: Origin): RDD<number> =>
  origin.from === 'items'
    ? session.parallelize(origin.items, origin.partitions)
    : session.range(origin.start, origin.end, origin.step, origin.partitions)

const numbers = ({ records, rdd }: Made): RDD<number> => (records === 'numbers' ? rdd : rdd.values())
const pairs = ({ records, rdd }: Made): KeyedRDD =>
  records === 'pairs' ? rdd : rdd.keyBy((x): Key => Math.trunc(x) % 4)
const ofNumbers = (rdd: RDD<number>): Made => ({ records: 'numbers', rdd })
const ofPairs = (rdd: KeyedRDD): Made => ({ records: 'pairs', rdd })

/** On whatever the records are. */
const either = (so: Made, f: <T extends number | readonly [Key, number]>(rdd: RDD<T>) => RDD<T>): Made =>
  so.records === 'numbers' ? ofNumbers(f(so.rdd)) : ofPairs(f(so.rdd))

const dress = (kind: KeyKind): ((x: number) => Key) => {
  switch (kind) {
    case 'number':
      return x => x
    case 'text':
      return x => `key ${x}`
    case 'tuple':
      return x => [x, x < 0 ? 'below' : 'above']
    case 'object':
      return x => (x < 0 ? { id: x, tag: 'a' } : { tag: 'b', id: x })
    case 'null':
      return x => (x < 0 ? null : x)
  }
}

const bare = (key: Key): number => {
  if (typeof key === 'number') return key
  if (typeof key === 'string') return Number(key.slice('key '.length))
  if (key === null) return -1
  return 'id' in key ? key.id : key[0]
}

/** Neither associative nor commutative: it tells every order of folding from every other. */
const mix = (a: number, b: number): number => a * 0.5 + b

const after = (session: Session, so: Made, step: Step): Made => {
  switch (step.step) {
    case 'map': {
      const f = functionOf(step.f)
      return ofNumbers(numbers(so).map(x => f(x)))
    }
    case 'filter': {
      const f = functionOf(step.f)
      return so.records === 'numbers'
        ? ofNumbers(so.rdd.filter(x => f(x) > 0))
        : ofPairs(so.rdd.filter(([, v]) => f(v) > 0))
    }
    case 'mapValues': {
      const f = functionOf(step.f)
      return ofPairs(pairs(so).mapValues(v => f(v)))
    }
    case 'keyBy': {
      const f = functionOf(step.f)
      const dressed = dress(step.keys)
      return ofPairs(numbers(so).keyBy(x => dressed(Math.trunc(f(x)) % 5)))
    }
    case 'flatMap': {
      const f = functionOf(step.f)
      const { times } = step
      return ofNumbers(capped(numbers(so).flatMap(x => Array.from({ length: times }, (_, i) => f(x) + i))))
    }
    case 'mapPartitions':
      return ofNumbers(partitionwise(numbers(so), step.how))
    case 'indexed':
      return ofPairs(
        numbers(so).mapPartitionsWithIndex((index, it) => Array.from(it, (x): [Key, number] => [index, x])),
      )
    case 'glom':
      return ofNumbers(
        numbers(so)
          .glom()
          .map(all => all.reduce(mix, all.length)),
      )
    case 'keys':
      return ofNumbers(pairs(so).keys().map(bare))
    case 'values':
      return ofNumbers(pairs(so).values())
    case 'persist':
      return either(so, rdd => rdd.persist(step.level))
    case 'setName':
      return either(so, rdd => rdd.setName('so far'))
    case 'unionSelf':
      return either(so, rdd => rdd.union(rdd))
    case 'zipSelf': {
      const rdd = numbers(so)
      return ofNumbers(rdd.zip(rdd.map(x => x + 1)).map(([a, b]) => mix(a, b)))
    }
    case 'zipWithIndex':
      return ofNumbers(
        numbers(so)
          .zipWithIndex()
          .map(([x, i]) => mix(x, i)),
      )
    case 'zipWithUniqueId':
      return ofNumbers(
        numbers(so)
          .zipWithUniqueId()
          .map(([x, i]) => mix(x, i)),
      )
    case 'sample':
      return either(so, rdd => rdd.sample(0.6))
    case 'sampleByKeyExact':
      return ofPairs(
        pairs(so)
          .map(([key, v]): [boolean, readonly [Key, number]] => [v < 0, [key, v]])
          .sampleByKeyExact([
            [true, 0.3],
            [false, 0.8],
          ])
          .values(),
      )
    case 'countApproxDistinctByKey':
      return ofPairs(pairs(so).countApproxDistinctByKey())
    case 'crossSelf': {
      const rdd = numbers(so)
      const crossed = rdd.cartesian(rdd.coalesce(1)).map(([a, b]) => mix(a, b))
      return ofNumbers(capped(crossed))
    }
    case 'distinctHere':
      return ofPairs(pairs(so).partitionBy(3).distinct())
    case 'partitionBy':
      return ofPairs(pairs(so).partitionBy(step.n))
    case 'sortWithin':
      return ofPairs(
        pairs(so)
          .map(([key, v]): [number, number] => [bare(key), v])
          .repartitionAndSortWithinPartitions(step.n),
      )
    case 'coalesce':
      return either(so, rdd => rdd.coalesce(step.n))
    case 'repartition':
      return either(so, rdd => rdd.repartition(step.n))
    case 'reduceByKey':
      return ofPairs(pairs(so).reduceByKey<Key, number>(mix, { numPartitions: step.n }))
    case 'foldByKey':
      return ofPairs(pairs(so).foldByKey<Key, number>(0.25, mix))
    case 'combineByKey':
      return ofPairs(
        pairs(so)
          .combineByKey(
            (v): number[] => [v],
            (values, v) => {
              values.push(v)
              return values
            },
            (a, b) => [...a, -0.5, ...b],
            { numPartitions: step.n },
          )
          .mapValues(values => values.reduce(mix)),
      )
    case 'groupByKey':
      return ofPairs(
        pairs(so)
          .groupByKey({ numPartitions: step.n })
          .mapValues(group => group.toArray().reduce(mix)),
      )
    case 'distinct':
      return either(so, rdd => rdd.distinct({ numPartitions: step.n }))
    case 'distinctBy':
      return ofNumbers(numbers(so).distinct({ numPartitions: step.n, by: x => [Math.trunc(x) % 3] }))
    case 'sortBy': {
      const f = functionOf(step.f)
      const options = { ascending: step.ascending, numPartitions: step.n }
      return ofNumbers(numbers(so).sortBy(x => f(x), options))
    }
    case 'sortByKey': {
      const options = { ascending: step.ascending, numPartitions: step.n }
      return ofPairs(
        pairs(so)
          .map(([key, v]): [number, number] => [bare(key), v])
          .sortByKey(options),
      )
    }
    case 'rangeOfSorted': {
      const sorted = pairs(so)
        .map(([key, v]): [number, number] => [bare(key), v])
        .sortByKey({ ascending: step.ascending, numPartitions: step.n })
      return ofPairs(sorted.mapValues(v => v / 2).filterByRange(-1, 2))
    }
    case 'union':
      return ofNumbers(numbers(so).union(numbers(made(session, step.other))))
    case 'join':
      return ofPairs(
        capped(pairs(so).join(pairs(made(session, step.other)), { numPartitions: step.n })).mapValues(
          ([v, w]) => mix(v, w),
        ),
      )
    case 'broadcastJoin': {
      const other = pairs(made(session, step.other))
      return ofPairs(
        capped(pairs(so).rightOuterJoin(other, { strategy: 'broadcast' })).mapValues(([v = 0.25, w]) =>
          mix(v, w),
        ),
      )
    }
    case 'leftOuterJoin':
      return ofPairs(
        capped(
          pairs(so).leftOuterJoin(pairs(made(session, step.other)), { numPartitions: step.n }),
        ).mapValues(([v, w]) => (w === undefined ? -v : mix(v, w))),
      )
    case 'fullOuterJoin':
      return ofPairs(
        capped(
          pairs(so).fullOuterJoin(pairs(made(session, step.other)), { numPartitions: step.n }),
        ).mapValues(([v, w]) => (v === undefined ? (w ?? 0.75) : w === undefined ? -v : mix(v, w))),
      )
    case 'subtractByKey':
      return ofPairs(pairs(so).subtractByKey(pairs(made(session, step.other)), { numPartitions: step.n }))
    case 'cartesian':
      return ofNumbers(
        capped(
          numbers(so)
            .cartesian(numbers(made(session, step.other)))
            .map(([a, b]) => mix(a, b)),
        ).coalesce(6),
      )
    case 'cogroup':
      return cogrouped(pairs(so), pairs(made(session, step.other)), step.n)
    case 'cogroupSelf': {
      const rdd = pairs(so)
      return cogrouped(rdd.reduceByKey<Key, number>(mix, { numPartitions: step.n }), rdd, step.n)
    }
  }
}

/** A few records of each partition: joins of joins explode. Stops reading when it has them. */
const capped = <T extends number | readonly [Key, number | [number | undefined, number | undefined]]>(
  rdd: RDD<T>,
): RDD<T> =>
  rdd.mapPartitions(function* (it) {
    let n = 0
    for (const record of it) {
      yield record
      if (++n === 40) return
    }
  })

const cogrouped = (left: KeyedRDD, right: KeyedRDD, numPartitions: number): Made =>
  ofPairs(
    left.cogroup<Key, number, [number]>([right], { numPartitions }).mapValues(([vs, ws]) => {
      const all = [...vs, vs.length, ...ws, ws.length]
      return all.reduce(mix)
    }),
  )

const partitionwise = (rdd: RDD<number>, how: (Step & { step: 'mapPartitions' })['how']): RDD<number> => {
  switch (how) {
    case 'running':
      return rdd.mapPartitions(function* (it, { partition }) {
        let sum = partition
        for (const x of it) {
          sum = mix(sum, x)
          yield sum
        }
      })
    case 'promised':
      return rdd.mapPartitions(async it => [...it].reverse())
    case 'async':
      return rdd.mapPartitions(async function* (it) {
        for (const x of it) yield x
        yield await Promise.resolve(0.25)
      })
    case 'whole':
      return rdd.mapPartitions(it => [[...it].reduce(mix, 0)])
  }
}

/** What the action gives. `collect` tells where partitions begin and end. */
export const finish = async (rdd: RDD<unknown>, ending: Ending): Promise<unknown> => {
  switch (ending.ending) {
    case 'collect':
      return rdd.mapPartitionsWithIndex((index, it) => [[index, [...it]]]).collect()
    case 'count':
      return rdd.count()
    case 'first':
      return rdd.first()
    case 'take':
      return rdd.take(ending.n)
    case 'iterate': {
      const all: unknown[] = []
      for await (const record of rdd) all.push(record)
      return all
    }
    case 'reduce':
      return rdd.map(numberIn).reduce(mix)
    case 'fold':
      return rdd.map(numberIn).fold(0.5, mix)
    case 'aggregate':
      return rdd.aggregate(
        [0, 0],
        ([n, sum], record) => [n + 1, mix(sum, numberIn(record))],
        (a, b) => [a[0] + b[0], mix(a[1], b[1])],
      )
    case 'top':
      return rdd.map(numberIn).top(ending.n)
    case 'topBy':
      return rdd.top(ending.n, { by: numberIn })
  }
}

const numberIn = (record: unknown): number => (Array.isArray(record) ? record[1] : record) as number
