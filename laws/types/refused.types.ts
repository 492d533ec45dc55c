// What must not compile. Checked by `npm run types`, never run: an expected error that is missing is an error.

import { type RDD, type Session, schema } from 'partita'

export const refused = (session: Session, lines: RDD<string>, unknowns: RDD<unknown>) => {
  const pairs = session.parallelize([['a', 1]])
  const byNumber = session.parallelize([[1, 'x']])
  const objects = session.parallelize([{ n: 1 }])

  // @ts-expect-error pair verbs need pairs
  lines.reduceByKey((a, b) => a + b)
  // @ts-expect-error a string is not a list of values
  lines.flatMap(line => line.trim())
  // @ts-expect-error neither is a string value
  pairs.flatMapValues(() => 'text')
  // @ts-expect-error a string key never meets a number key
  pairs.join(byNumber)
  // @ts-expect-error nor in a cogroup
  pairs.cogroup([byNumber])
  // @ts-expect-error the combiner gives the values' type
  pairs.reduceByKey((a, b) => `${a}${b}`)
  // @ts-expect-error nor may reduce leave the type
  lines.reduce((a, b) => a.length + b.length)
  // @ts-expect-error a promise is not a condition
  lines.filter(async line => line !== '')
  // @ts-expect-error objects have no default order
  objects.top(3)
  // @ts-expect-error nor as keys to sort by
  objects.sortBy(x => x)
  // @ts-expect-error by or ord, not both
  objects.top(3, { by: x => x.n, ord: { compare: () => 0 } })
  // @ts-expect-error only strings are lines
  objects.saveAsTextFile('out')
  // @ts-expect-error only numbers have a sum
  lines.sum()
  // @ts-expect-error nor a mean
  lines.mean()
  // @ts-expect-error only pairs have keys to look up
  lines.lookup('a')
  // @ts-expect-error and the key is of their type
  pairs.lookup(1)
  // @ts-expect-error other elements are never met
  lines.subtract(pairs)
  // @ts-expect-error a map that comes back is read
  pairs.collectAsMap().then(map => map.set('a', 1))
  // @ts-expect-error unknown is not yet a number
  unknowns.map(x => x + 1)
  // @ts-expect-error options travel in an object
  pairs.reduceByKey((a, b) => a + b, 10)
  // @ts-expect-error a filter that narrows tells the truth
  lines.filter((x): x is number => typeof x === 'number')
  const groups = pairs.groupByKey().first()
  // @ts-expect-error groups are arrays once collected
  groups.then(([, group]) => group.toArray())
  // @ts-expect-error an RDD does not change
  lines.lineage = pairs.lineage
  // @ts-expect-error only what is persisted can be dropped
  lines.unpersist()
  // @ts-expect-error an RDD of strings is not one of numbers
  session.union<number>([lines])
  // @ts-expect-error a string is not a list of items
  session.parallelize('text')
  // @ts-expect-error no such type
  schema({ zone: 'int31' })
  // @ts-expect-error no such column
  session.csv('a.csv', { columns: { zone: 'int32' } }).map(row => row.fare)
  // @ts-expect-error null until shown otherwise
  session.csv('a.csv', { columns: { zone: 'int32?' } }).map(row => row.zone + 1)
  // @ts-expect-error null and undefined are different
  session.csv('a.csv', { columns: { zone: 'int32', zones: undefined } })
}
