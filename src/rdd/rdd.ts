// What a user writes: the typed façade over the lineage. Here is the interface alone, with what it asks of its
// session; `verbs/` holds one operation a file, data-last, and `fluent.ts` makes the methods out of them.
// Nothing of this room runs a task: actions hand a Job to the engine. Guarded by laws/types and laws/fp.

import type { Engine } from '../engine/engine.ts'
import type { Event } from '../event.ts'
import type { Group } from '../lineage/group.ts'
import type { Lineage, StorageLevel } from '../lineage/lineage.ts'
import type { Partitioner } from '../lineage/partitioner.ts'
import type { TaskInfo } from '../lineage/task-info.ts'
import type { KeyMap } from './key-map.ts'
import type {
  Approximate,
  CollectedValue,
  Combiner,
  CsvSaving,
  Drawing,
  Estimate,
  Estimating,
  Fractions,
  Grouped,
  Hint,
  Joining,
  Monoid,
  NumOr,
  Ord,
  Orderable,
  Pair,
  ParquetSaving,
  Partitions,
  Piping,
  Records,
  Running,
  Saving,
  Seeded,
  Showing,
  Sorting,
  Stats,
  Tree,
  Tuple,
  Ungrouped,
  Waiting,
  Wide,
  Zero,
} from './shape.ts'

/** What an RDD asks of its session. */
export interface Driver {
  readonly engine: Engine
  readonly defaultParallelism: number
  readonly seed: number
  readonly rdd: <T>(lineage: Lineage) => RDD<T>
  /** Of a persisted lineage, or one with a name. */
  readonly persisted: <T>(lineage: Lineage) => PersistedRDD<T>
  /** Tells the session's listeners. */
  readonly emit: (event: Event) => void
  /** Whether it has any. */
  readonly heard: () => boolean
  /** What the rooms above make of an RDD. */
  readonly toDF: (rdd: RDD<unknown>, schema?: unknown) => unknown
}

/** What the rooms above add to an RDD. */
// biome-ignore lint/suspicious/noEmptyInterface: they fill it in, by declaration
export interface RDDExtension {}

/**
 * A resilient distributed dataset: an immutable description of records in partitions. Transformations give a new
 * RDD at once; only actions run, and they return promises that reject with a `PartitaError`. An RDD is
 * async-iterable, one partition at a time.
 * @example
 * const counts = session.textFile('data/*.txt')
 *   .flatMap(line => line.split(' '))
 *   .map(word => [word, 1])
 *   .reduceByKey((a, b) => a + b)
 * console.table(await counts.top(10, { by: ([, n]) => n }))
 */
export interface RDD<out T> extends RDDExtension, AsyncIterable<T> {
  /** What it is computed from: frozen plain data and the user's functions. */
  readonly lineage: Lineage
  /** How the keys of its pairs are spread, where that is known. */
  readonly partitioner: Partitioner | undefined
  /** @internal */
  readonly driver: Driver

  // Elements

  /**
   * Applies `f` to each element.
   * @example session.parallelize([1, 2, 3, 4], 2).map(n => n * 2)
   */
  map<U extends Hint>(f: (element: T) => U): RDD<U>
  /**
   * Keeps the elements that satisfy `f`; a type guard narrows the type.
   * @example session.parallelize([1, 2, 3, 4], 2).filter(n => n % 2 === 0)
   */
  filter<U extends T>(f: (element: T) => element is U): RDD<U>
  filter(f: (element: T) => boolean): RDD<T>
  /**
   * Applies `f` to each element and joins the iterables that it gives. A string is refused: it would split into
   * characters.
   * @throws PartitaError TASK_FAILED for a function that gives a string: `session.parallelize(['ab']).flatMap(word => word)`
   * @example session.parallelize(['to be', 'or not'], 2).flatMap(line => line.split(' '))
   */
  flatMap<U extends Hint>(f: (element: T) => Iterable<U> & object): RDD<U>
  /**
   * Pairs each element with the key that `f` gives it.
   * @example session.parallelize(['a', 'to', 'be'], 2).keyBy(word => word.length)
   */
  keyBy<K extends Hint>(f: (element: T) => K): RDD<[K, T]>
  /**
   * As `map` with a function that may return a promise, `concurrency` (default 16) of them at once in each partition;
   * results in the order of the elements. After a failure no further call is begun. The signal that `f` gets is aborted
   * when its time is up, when another call has failed, or when the job is cancelled.
   * @throws PartitaError ARGUMENT for a concurrency that is no positive integer: `session.range(4).mapAsync(async n => n, { concurrency: 0 })`
   * @throws PartitaError TASK_TIMEOUT for a call that takes longer than its timeout: `session.range(0, 4, 1, 1).mapAsync(() => new Promise<number>(() => {}), { timeout: 10 })`
   * @example session.parallelize(['a', 'to', 'be'], 2).mapAsync(async word => word.length, { concurrency: 8, retry: 2 })
   */
  mapAsync<U extends Hint>(f: (element: T, signal: AbortSignal) => U | Promise<U>, options?: Waiting): RDD<U>
  /**
   * The elements that `f` gives the same key, together. Shuffles every element.
   * @example session.parallelize(['a', 'to', 'be'], 2).groupBy(word => word.length, { numPartitions: 2 })
   */
  groupBy<K extends Hint>(f: (element: T) => K, options?: Wide): RDD<[K, Group<T>]>
  /**
   * The elements of both, this RDD's partitions first; duplicates stay.
   * @example session.parallelize([1, 2], 1).union(session.parallelize([2, 3], 1))
   */
  union<U>(other: RDD<U>): RDD<T | U>
  /**
   * Pairs the elements of two RDDs by position. Both need the same number of partitions, with the same number of
   * elements in each.
   * @throws PartitaError ARGUMENT for other numbers of partitions: `session.range(0, 4, 1, 2).zip(session.range(0, 4, 1, 3))`
   * @throws PartitaError DATA for partitions of other lengths: `session.range(0, 4, 1, 2).zip(session.range(0, 5, 1, 2))`
   * @example session.parallelize(['ann', 'bob'], 2).zip(session.parallelize([31, 42], 2))
   */
  zip<U>(other: RDD<U>): RDD<[T, U]>
  /**
   * Each element with its index: partitions in their order, elements in theirs. Counts the partitions in a stage of its
   * own when an action runs, so the elements are computed twice.
   * @example session.parallelize(['a', 'b', 'c'], 2).zipWithIndex()
   */
  zipWithIndex(): RDD<[T, number]>
  /**
   * Each element with a number of its own: element k of partition i of n gets i + k·n. Counts nothing.
   * @example session.parallelize(['a', 'b', 'c'], 2).zipWithUniqueId()
   */
  zipWithUniqueId(): RDD<[T, number]>
  /**
   * Each element of this RDD with each of the other: p × q partitions, those of the left one outermost.
   * @example session.parallelize(['S', 'L'], 2).cartesian(session.parallelize(['red', 'blue'], 2))
   */
  cartesian<U>(other: RDD<U>): RDD<[T, U]>
  /**
   * The elements that both have, each once. Shuffles.
   * @example
   * session.parallelize([1, 2, 2, 3], 2).intersection(session.parallelize([2, 3, 4], 2), { numPartitions: 2 })
   */
  intersection(other: RDD<T>, options?: Wide): RDD<T>
  /**
   * The elements that the other lacks, as often as they are here. Shuffles.
   * @example session.parallelize([1, 1, 2, 3], 2).subtract(session.parallelize([2, 3, 4], 2), { numPartitions: 2 })
   */
  subtract(other: RDD<T>, options?: Wide): RDD<T>
  /**
   * Each element with probability `fraction`; with replacement, each `fraction` times on average. The same in every
   * run: draws from the seed, the place in the lineage and the partition's index.
   * @throws PartitaError ARGUMENT for a fraction outside of 0 to 1, or below 0 with replacement: `session.range(4).sample(2)`
   * @example session.range(0, 20, 1, 2).sample(0.3)
   */
  sample(fraction: number, options?: Drawing): RDD<T>
  /**
   * Puts each element into one of several RDDs, by chance in proportion to the weights.
   * @throws PartitaError ARGUMENT for weights that are negative or sum to 0: `session.range(4).randomSplit([0, 0])`
   * @example session.range(0, 10, 1, 2).randomSplit([0.8, 0.2])
   */
  randomSplit<const W extends readonly number[]>(
    weights: W,
    options?: Seeded,
  ): { -readonly [I in keyof W]: RDD<T> }
  /**
   * Each different element once (the first), or each element whose `by` is different. Shuffles.
   * @example session.parallelize([1, 2, 2, 1], 2).distinct({ numPartitions: 2 })
   */
  distinct(
    options?: Wide & {
      /** What must be different; default the element itself. */
      readonly by?: ((element: T) => unknown) | undefined
    },
  ): RDD<T>

  /**
   * The lines that a command writes for each partition, when it is given the elements one a line. Its input and its
   * output stream; there is no shell. Ends with the job, however that ends.
   * @throws PartitaError TASK_FAILED for another status than 0, with the end of its standard error: `session.parallelize(['b'], 1).pipe(['sh', '-c', 'echo no >&2; exit 3'])`
   * @throws PartitaError IO for a command that cannot be started: `session.parallelize(['b'], 1).pipe(['no-such-command'])`
   * @throws PartitaError DATA for an element that holds the separator: `session.parallelize(['a\nb'], 1).pipe(['cat'])`
   * @throws PartitaError ARGUMENT for a command that is no list of texts: `session.parallelize(['b']).pipe('sort -r' as never)`
   * @example session.parallelize(['b', 'c', 'a'], 1).pipe(['sort', '-r'])
   */
  pipe(
    this: RDD<string | number | bigint | boolean>,
    command: readonly [string, ...string[]],
    options?: Piping,
  ): RDD<string>
  /**
   * Applies `f` to the RDD itself, so that a chain goes on where a function of RDDs is wanted.
   * @example session.parallelize([1, 2, 3, 4], 2).transform(numbers => numbers.map(n => n * 2))
   */
  transform<R>(f: (rdd: RDD<T>) => R): R

  // Partitions

  /**
   * Applies `f` once to each partition: an iterator in, any iterable, async iterable or promise of an iterable out.
   * @example
   * session.parallelize([1, 2, 3, 4], 2).mapPartitions(function* (numbers) {
   *   let sum = 0
   *   for (const n of numbers) yield (sum += n)
   * })
   */
  mapPartitions<U extends Hint>(
    f: (elements: IterableIterator<T>, task: TaskInfo) => Records<U>,
    options?: Partitions,
  ): RDD<U>
  /**
   * `mapPartitions` with the partition's index first.
   * @example
   * session.parallelize([1, 2, 3, 4], 2).mapPartitionsWithIndex((index, numbers) => [[index, [...numbers].length]])
   */
  mapPartitionsWithIndex<U extends Hint>(
    f: (index: number, elements: IterableIterator<T>, task: TaskInfo) => Records<U>,
    options?: Partitions,
  ): RDD<U>
  /**
   * Each partition as one array.
   * @example session.parallelize([1, 2, 3, 4], 2).glom()
   */
  glom(): RDD<T[]>
  /**
   * Applies `f` to each partition and the other RDD's partition of the same index; both are held in memory. Both need
   * the same number of partitions, of any lengths.
   * @throws PartitaError ARGUMENT for other numbers of partitions: `session.range(0, 4, 1, 2).zipPartitions(session.range(0, 4, 1, 3), xs => xs)`
   * @example
   * const letters = session.parallelize(['a', 'b', 'c'], 2)
   * session.parallelize([1, 2, 3, 4], 2).zipPartitions(letters, (xs, ys) => [[...xs, ...ys].join(' ')])
   */
  zipPartitions<U, R extends Hint>(
    other: RDD<U>,
    f: (left: IterableIterator<T>, right: IterableIterator<U>, task: TaskInfo) => Records<R>,
  ): RDD<R>
  // Shape

  /**
   * At most `numPartitions` partitions, by joining neighbours; with `shuffle`, exactly that many.
   * @throws PartitaError ARGUMENT for a number of partitions that is no positive integer: `session.range(4).coalesce(0)`
   * @example session.parallelize([1, 2, 3, 4, 5, 6], 3).coalesce(2)
   */
  coalesce(
    numPartitions: number,
    options?: {
      /** Spread evenly, also over more partitions. Default false. */
      readonly shuffle?: boolean | undefined
    },
  ): RDD<T>
  /**
   * Spreads the elements evenly over `numPartitions` partitions, by position. Shuffles.
   * @throws PartitaError ARGUMENT for a number of partitions that is no positive integer: `session.range(4).repartition(0)`
   * @example session.parallelize([1, 2, 3, 4, 5, 6], 1).repartition(2)
   */
  repartition(numPartitions: number): RDD<T>
  /**
   * Sorts by the key that `f` gives each element; stable. Shuffles into ranges, so that the partitions in their
   * order are sorted too. Without `ord`, keys have the default order.
   * @throws PartitaError DATA for keys of mixed kinds: `session.parallelize([1, 'a']).sortBy(x => x)`
   * @example
   * session.parallelize(['be', 'three', 'a', 'four'], 2).sortBy(word => word.length, { ascending: false, numPartitions: 2 })
   */
  sortBy<K extends Orderable>(f: (element: T) => K, options?: Sorting): RDD<T>
  sortBy<K extends Hint>(f: (element: T) => K, options: Sorting & Ordered<K>): RDD<T>

  // Pairs

  /**
   * Applies `f` to the value of each pair; keys and their partitioner stay.
   * @example session.parallelize([['a', 3], ['b', 5], ['a', 4]], 2).mapValues(n => n * 10)
   */
  mapValues<P extends Pair, U extends Hint>(this: RDD<P>, f: (value: P[1]) => U): RDD<[P[0], U]>
  /**
   * Pairs the key with each of the values that `f` gives; keys and their partitioner stay.
   * @example session.parallelize([['a', 'to be'], ['b', 'or']], 2).flatMapValues(text => text.split(' '))
   */
  flatMapValues<P extends Pair, U extends Hint>(
    this: RDD<P>,
    f: (value: P[1]) => Iterable<U> & object,
  ): RDD<[P[0], U]>
  /**
   * The key of each pair.
   * @example session.parallelize([['a', 3], ['b', 5], ['a', 4]], 2).keys()
   */
  keys<P extends Pair>(this: RDD<P>): RDD<P[0]>
  /**
   * The value of each pair.
   * @example session.parallelize([['a', 3], ['b', 5], ['a', 4]], 2).values()
   */
  values<P extends Pair>(this: RDD<P>): RDD<P[1]>
  /**
   * Puts pairs of one key into one partition: by hash into `partitioner` partitions, or as another RDD's partitioner
   * does. What then combines or joins by key does not shuffle again. Already so: this very RDD. Shuffles.
   * @throws PartitaError ARGUMENT for a partitioner that is not by hash: `session.parallelize([['a', 1]]).partitionBy({ by: 'roundRobin', numPartitions: 2 })`
   * @example session.parallelize([[1, 'a'], [2, 'b'], [3, 'c'], [4, 'd']], 2).partitionBy(2)
   */
  partitionBy<P extends Pair>(this: RDD<P>, partitioner: number | Partitioner): RDD<P>
  /**
   * `partitionBy`, and each partition sorted by key; stable.
   * @example session.parallelize([[3, 'c'], [2, 'b'], [1, 'a'], [4, 'd']], 2).repartitionAndSortWithinPartitions(2)
   */
  repartitionAndSortWithinPartitions<P extends readonly [Orderable, unknown]>(
    this: RDD<P>,
    partitioner: number | Partitioner,
    options?: {
      /** Default true. */
      readonly ascending?: boolean | undefined
    },
  ): RDD<P>
  repartitionAndSortWithinPartitions<K, V>(
    this: RDD<readonly [K, V]>,
    partitioner: number | Partitioner,
    options: Ordered<K> & {
      /** Default true. */
      readonly ascending?: boolean | undefined
    },
  ): RDD<[K, V]>
  /**
   * Merges the values of each key with an associative function or a Semigroup. Shuffles, after merging within
   * each partition.
   * @throws PartitaError DATA for a key without value equality: `session.parallelize([1]).map(n => [() => n, n]).reduceByKey((a, b) => a + b)`
   * @example
   * session.parallelize(['a', 'a', 'b', 'a'], 2).map(word => [word, 1]).reduceByKey((a, b) => a + b, { numPartitions: 2 })
   */
  reduceByKey<P extends readonly [unknown, number]>(
    this: RDD<P>,
    f: Combiner<NumOr<P[1]>>,
    options?: Wide,
  ): RDD<[P[0], NumOr<P[1]>]>
  reduceByKey<K, V extends Hint>(this: RDD<readonly [K, V]>, f: Combiner<V>, options?: Wide): RDD<[K, V]>
  /**
   * Merges the values of each key from a neutral `zero`, which counts once for each key in each partition; or with a
   * Monoid. The zero is copied for each use, or made by a function.
   * @example
   * session.parallelize([['a', 3], ['b', 5], ['a', 4]], 2).foldByKey(0, (a, b) => a + b, { numPartitions: 2 })
   */
  foldByKey<P extends readonly [unknown, number]>(
    this: RDD<P>,
    zero: Zero<NumOr<P[1]>>,
    f: Combiner<NumOr<P[1]>>,
    options?: Wide,
  ): RDD<[P[0], NumOr<P[1]>]>
  foldByKey<K, V>(this: RDD<readonly [K, V]>, zero: Zero<V>, f: Combiner<V>, options?: Wide): RDD<[K, V]>
  foldByKey<K, V>(this: RDD<readonly [K, V]>, monoid: Monoid<V>, options?: Wide): RDD<[K, V]>
  /**
   * Folds the values of each key from `zero` with `seq`, and the results of partitions with `comb`. The zero is copied
   * for each key in each partition, or made by a function.
   * @example
   * session.parallelize([['a', 3], ['b', 5], ['a', 4]], 2).aggregateByKey(
   *   [0, 0],
   *   ([sum, count], n) => [sum + n, count + 1],
   *   ([s, c], [t, d]) => [s + t, c + d],
   *   { numPartitions: 2 },
   * )
   */
  aggregateByKey<K, V, A extends Tuple>(
    this: RDD<readonly [K, V]>,
    zero: Zero<A>,
    seq: (accumulator: A, value: V) => A,
    comb: Combiner<A>,
    options?: Wide,
  ): RDD<[K, A]>
  aggregateByKey<K, V, A>(
    this: RDD<readonly [K, V]>,
    zero: Zero<A>,
    seq: (accumulator: A, value: V) => A,
    comb: Combiner<A>,
    options?: Wide,
  ): RDD<[K, A]>
  /**
   * Folds the values of each key into an accumulator: `create` from the first value of a partition, `merge` with
   * each further one, `mergeCombiners` across partitions.
   * @example
   * session.parallelize([['a', 3], ['b', 5], ['a', 4]], 2).combineByKey(
   *   n => [n, 1],
   *   ([sum, count], n) => [sum + n, count + 1],
   *   ([s, c], [t, d]) => [s + t, c + d],
   *   { numPartitions: 2 },
   * )
   */
  combineByKey<K, V, A extends Hint>(
    this: RDD<readonly [K, V]>,
    create: (value: V) => A,
    merge: (accumulator: A, value: V) => A,
    mergeCombiners: Combiner<A>,
    options?: Wide,
  ): RDD<[K, A]>
  /**
   * All values of each key, in their order. Shuffles every value: where they are then folded, `reduceByKey` is
   * the better choice.
   * @example session.parallelize([['a', 3], ['b', 5], ['a', 4]], 2).groupByKey({ numPartitions: 2 })
   */
  groupByKey<P extends Pair>(this: RDD<P>, options?: Wide): RDD<[P[0], Group<P[1]>]>
  /**
   * For each key of any side, the values on this side and on each of the others.
   * @throws PartitaError ARGUMENT for an RDD of another session, or what is none: `session.parallelize([['a', 1]]).cogroup([3])`
   * @example
   * const users = session.parallelize([[1, 'ann'], [2, 'bob']], 2)
   * const orders = session.parallelize([[1, 'tea'], [1, 'ink'], [3, 'pen']], 2)
   * users.cogroup([orders], { numPartitions: 2 })
   */
  cogroup<K, V, Ws extends readonly unknown[]>(
    this: RDD<readonly [K, V]>,
    others: readonly [...{ [I in keyof Ws]: RDD<readonly [K, Ws[I]]> }],
    options?: Wide,
  ): RDD<[K, [Group<V>, ...{ [I in keyof Ws]: Group<Ws[I]> }]]>
  /**
   * Another name of `cogroup`.
   * @example
   * const users = session.parallelize([[1, 'ann'], [2, 'bob']], 2)
   * const orders = session.parallelize([[1, 'tea'], [1, 'ink'], [3, 'pen']], 2)
   * users.groupWith([orders], { numPartitions: 2 })
   */
  groupWith<K, V, Ws extends readonly unknown[]>(
    this: RDD<readonly [K, V]>,
    others: readonly [...{ [I in keyof Ws]: RDD<readonly [K, Ws[I]]> }],
    options?: Wide,
  ): RDD<[K, [Group<V>, ...{ [I in keyof Ws]: Group<Ws[I]> }]]>
  /**
   * Each pair of values that have the same key on both sides; keys are equal by value, null matches null.
   * In the order of hash partitions, then of each key's first arrival, the left side's values outermost; or, with
   * `strategy: 'broadcast'`, in the order and the partitions of the left side, which then does not move.
   * @throws PartitaError ARGUMENT for numPartitions beside `broadcast`: `session.parallelize([['a', 1]]).join(session.parallelize([['a', 2]]), { strategy: 'broadcast', numPartitions: 2 })`
   * @example
   * const users = session.parallelize([[1, 'ann'], [2, 'bob']], 2)
   * const orders = session.parallelize([[1, 'tea'], [1, 'ink'], [3, 'pen']], 2)
   * users.join(orders, { numPartitions: 2 })
   */
  join<K, V, W>(this: RDD<readonly [K, V]>, other: RDD<readonly [K, W]>, options?: Joining): RDD<[K, [V, W]]>
  /**
   * As `join`, and each value without a match is paired with `undefined`.
   * @example
   * const users = session.parallelize([[1, 'ann'], [2, 'bob']], 2)
   * const orders = session.parallelize([[1, 'tea'], [1, 'ink'], [3, 'pen']], 2)
   * users.leftOuterJoin(orders, { numPartitions: 2 })
   */
  leftOuterJoin<K, V, W>(
    this: RDD<readonly [K, V]>,
    other: RDD<readonly [K, W]>,
    options?: Joining,
  ): RDD<[K, [V, W | undefined]]>
  /**
   * As `join`, and each value of the other without a match is paired with `undefined`. Here `broadcast` keeps
   * the right side where it is.
   * @example
   * const users = session.parallelize([[1, 'ann'], [2, 'bob']], 2)
   * const orders = session.parallelize([[1, 'tea'], [1, 'ink'], [3, 'pen']], 2)
   * users.rightOuterJoin(orders, { numPartitions: 2 })
   */
  rightOuterJoin<K, V, W>(
    this: RDD<readonly [K, V]>,
    other: RDD<readonly [K, W]>,
    options?: Joining,
  ): RDD<[K, [V | undefined, W]]>
  /**
   * As `join`, and each value of either side without a match is paired with `undefined`.
   * @throws PartitaError ARGUMENT for the strategy `broadcast`: `session.parallelize([['a', 1]]).fullOuterJoin(session.parallelize([['a', 2]]), { strategy: 'broadcast' })`
   * @example
   * const users = session.parallelize([[1, 'ann'], [2, 'bob']], 2)
   * const orders = session.parallelize([[1, 'tea'], [1, 'ink'], [3, 'pen']], 2)
   * users.fullOuterJoin(orders, { numPartitions: 2 })
   */
  fullOuterJoin<K, V, W>(
    this: RDD<readonly [K, V]>,
    other: RDD<readonly [K, W]>,
    options?: Joining,
  ): RDD<[K, [V | undefined, W | undefined]]>
  /**
   * The pairs whose key the other lacks.
   * @example
   * const users = session.parallelize([[1, 'ann'], [2, 'bob']], 2)
   * const orders = session.parallelize([[1, 'tea'], [1, 'ink'], [3, 'pen']], 2)
   * users.subtractByKey(orders, { numPartitions: 2 })
   */
  subtractByKey<K, V>(
    this: RDD<readonly [K, V]>,
    other: RDD<readonly [K, unknown]>,
    options?: Wide,
  ): RDD<[K, V]>
  /**
   * Each pair with the probability that `fractions` gives its key; with replacement, each so many times on average. Moves
   * nothing; the same in every run.
   * @throws PartitaError ARGUMENT for a fraction outside of 0 to 1, or below 0 with replacement: `session.parallelize([['a', 1]]).sampleByKey([['a', 2]])`
   * @throws PartitaError DATA at a key without a fraction: `session.parallelize([['a', 1]]).sampleByKey([['b', 1]])`
   * @example
   * const kinds = session.range(0, 12, 1, 2).map(n => [n % 3 === 0 ? 'bot' : 'person', n])
   * kinds.sampleByKey(new Map([['bot', 0.25], ['person', 1]]))
   */
  sampleByKey<P extends Pair>(this: RDD<P>, fractions: Fractions<P[0]>, options?: Drawing): RDD<P>
  /**
   * As `sampleByKey`, and of n pairs of a key exactly ceil(n · fraction), without replacement. Moves a number for each
   * pair to find where the share of a key ends, and computes the elements twice.
   * @throws PartitaError ARGUMENT for a fraction outside of 0 to 1: `session.parallelize([['a', 1]]).sampleByKeyExact([['a', 2]])`
   * @throws PartitaError DATA at a key without a fraction: `session.parallelize([['a', 1]]).sampleByKeyExact([['b', 1]])`
   * @example
   * const kinds = session.range(0, 12, 1, 2).map(n => [n % 3 === 0 ? 'bot' : 'person', n])
   * kinds.sampleByKeyExact([['bot', 0.25], ['person', 0.5]])
   */
  sampleByKeyExact<P extends Pair>(this: RDD<P>, fractions: Fractions<P[0]>, options?: Seeded): RDD<P>
  /**
   * About how many different values each key has, by HyperLogLog. Shuffles one sketch for each key and partition.
   * @throws PartitaError ARGUMENT for a relativeError outside of 0.001 to 0.5: `session.parallelize([['a', 1]]).countApproxDistinctByKey({ relativeError: 0 })`
   * @example
   * const kinds = session.range(0, 12, 1, 2).map(n => [n % 3 === 0 ? 'bot' : 'person', n])
   * kinds.countApproxDistinctByKey({ numPartitions: 2 })
   */
  countApproxDistinctByKey<P extends Pair>(this: RDD<P>, options?: Wide & Approximate): RDD<[P[0], number]>
  /**
   * Sorts pairs by key, as `sortBy` does.
   * @example session.parallelize([['c', 3], ['a', 1], ['d', 4], ['b', 2]], 2).sortByKey({ numPartitions: 2 })
   */
  sortByKey<P extends readonly [Orderable, unknown]>(this: RDD<P>, options?: Sorting): RDD<P>
  sortByKey<K, V>(this: RDD<readonly [K, V]>, options: Sorting & Ordered<K>): RDD<[K, V]>
  /**
   * The pairs whose key lies from `lower` up to `upper`, both included; by the default order or by `ord`. What was
   * sorted by key (in that very order) reads only the partitions whose range meets the one asked.
   * @example
   * const sorted = session.parallelize([[5, 'e'], [1, 'a'], [3, 'c'], [2, 'b']], 2).sortByKey({ numPartitions: 4 })
   * sorted.filterByRange(2, 3)
   */
  filterByRange<P extends readonly [Orderable, unknown]>(this: RDD<P>, lower: P[0], upper: P[0]): RDD<P>
  filterByRange<K, V>(this: RDD<readonly [K, V]>, lower: K, upper: K, options: Ordered<K>): RDD<[K, V]>

  // Life

  /**
   * An RDD of the same records that keeps each partition, once it is computed, as an encoded block with a checksum; this
   * one is unaffected. `memory` (the default; `memorySerialized` is the same): when memory is short, whole partitions
   * go, the least recently used first, and are computed again when they are needed; `memoryAndDisk`: they go to files;
   * `disk`: files from the start. A copy that is lost or damaged is computed again.
   * @throws PartitaError ARGUMENT for another level: `session.range(3).persist('tape' as 'disk')`
   * @example
   * const seen = session.counter()
   * const kept = session.range(0, 4, 1, 2).map(n => (seen.add(1), n * 2)).persist('memoryAndDisk')
   * await kept.sum()
   * await kept.count()
   * seen.value
   */
  persist(level?: StorageLevel): PersistedRDD<T>
  /**
   * `persist` in memory.
   * @example
   * const seen = session.counter()
   * const kept = session.range(0, 4, 1, 2).map(n => (seen.add(1), n * 2)).cache()
   * await kept.sum()
   * await kept.count()
   * seen.value
   */
  cache(): PersistedRDD<T>
  /**
   * An RDD of the same records that reads the files of the new directory `dir`, which the first action that needs them
   * writes: once, whole or not at all, in checksummed blocks of data. Its lineage begins there; partitions, their order
   * and the partitioner are the same. `session.checkpointed(dir)` reads it in another session.
   * @throws PartitaError OUTPUT where `dir` exists: `await session.range(2).checkpoint('a').count(); await session.range(2).checkpoint('a').count()`
   * @throws PartitaError ARGUMENT for no path: `session.range(4).checkpoint('')`
   * @example
   * const seen = session.counter()
   * const squares = session.range(0, 4, 1, 2).map(n => (seen.add(1), n * n)).checkpoint('squares')
   * await squares.sum()
   * await squares.count()
   * seen.value
   */
  checkpoint(dir: string): RDD<T>
  /**
   * The same RDD under a name, which `toDebugString`, `explain` and `getRDDStorageInfo` show; this one keeps its own.
   * @throws PartitaError ARGUMENT for no name: `session.range(4).setName('')`
   * @example session.range(0, 4, 1, 2).map(n => n * 2).setName('doubles').toDebugString()
   */
  setName(name: string): this
  /**
   * How many partitions there are; looks at the files of its sources.
   * @example await session.range(0, 10, 1, 3).getNumPartitions()
   */
  getNumPartitions(): Promise<number>
  /**
   * The operations it is made of, one a line, indented at each shuffle; what is kept of the persisted ones.
   * @example session.parallelize(['a', 'b'], 2).map(word => [word, 1]).reduceByKey((a, b) => a + b, { numPartitions: 2 }).toDebugString()
   */
  toDebugString(): string
  /**
   * The stages that an action would run, and why each shuffle is there.
   * @example await session.parallelize(['a', 'b'], 2).map(word => [word, 1]).reduceByKey((a, b) => a + b, { numPartitions: 2 }).explain()
   */
  explain(): Promise<string>

  // Actions

  /**
   * All elements, in order; groups as arrays.
   * @example await session.parallelize([1, 2, 3, 4], 2).collect()
   */
  collect<A extends Grouped>(this: RDD<A>, options?: Running): Promise<Ungrouped<A>[]>
  collect(options?: Running): Promise<T[]>
  /**
   * The elements one by one, one partition in memory at a time.
   * @example for await (const n of session.parallelize([1, 2, 3, 4], 2).toLocalIterator()) console.log(n)
   */
  toLocalIterator<A extends Grouped>(this: RDD<A>, options?: Running): AsyncIterableIterator<Ungrouped<A>>
  toLocalIterator(options?: Running): AsyncIterableIterator<T>
  /**
   * The first `n` elements; evaluates no more partitions than it needs.
   * @throws PartitaError ARGUMENT for a number that is no integer: `await session.range(4).take(1.5)`
   * @example await session.range(0, 12, 1, 4).take(2)
   */
  take<A extends Grouped>(this: RDD<A>, n: number, options?: Running): Promise<Ungrouped<A>[]>
  take(n: number, options?: Running): Promise<T[]>
  /**
   * The first element.
   * @throws PartitaError DATA where there is no element: `await session.emptyRDD().first()`
   * @example await session.parallelize(['a', 'b'], 2).first()
   */
  first<A extends Grouped>(this: RDD<A>, options?: Running): Promise<Ungrouped<A>>
  first(options?: Running): Promise<T>
  /**
   * Prints the first `n` elements (default 20) as a table: fields of objects and places of arrays are columns. Evaluates no
   * more partitions than it needs.
   * @throws PartitaError ARGUMENT for what is no integer from 0: `await session.range(3).show(-1)`
   * @example await session.parallelize([['a', 1], ['b', 2]], 2).show()
   */
  show(n?: number, options?: Running & Showing): Promise<void>
  /**
   * Whether there is no element.
   * @example await session.range(0, 12, 1, 4).filter(n => n > 4).isEmpty()
   */
  isEmpty(options?: Running): Promise<boolean>
  /**
   * How many elements there are.
   * @example await session.parallelize([1, 2, 3, 4], 2).count()
   */
  count(options?: Running): Promise<number>
  /**
   * About how many elements there are: counted in some of the partitions, which are drawn by chance (the same ones in
   * every run), until `timeout` or so many `partitions`. The interval widens with how different the partitions are.
   * Rejects with ARGUMENT for a confidence that is not between 0 and 1.
   * @example await session.range(0, 1000, 1, 50).filter(n => n % 3 === 0).countApprox({ partitions: 10 })
   */
  countApprox(options?: Estimating): Promise<Estimate>
  /**
   * About the sum of the numbers, as `countApprox` finds it.
   * Rejects with ARGUMENT for a confidence that is not between 0 and 1.
   * @example await session.range(0, 1000, 1, 50).map(n => n % 7).sumApprox({ partitions: 10 })
   */
  sumApprox(this: RDD<number>, options?: Estimating): Promise<Estimate>
  /**
   * About the mean of the numbers, as `countApprox` finds it.
   * Rejects with ARGUMENT for a confidence that is not between 0 and 1.
   * @example await session.range(0, 1000, 1, 50).map(n => n % 7).meanApprox({ partitions: 10 })
   */
  meanApprox(this: RDD<number>, options?: Estimating): Promise<Estimate>
  /**
   * About how many different elements there are, equal by value, by HyperLogLog: one small sketch for each partition.
   * The same in every run.
   * @throws PartitaError ARGUMENT for a relativeError outside of 0.001 to 0.5: `await session.range(4).countApproxDistinct({ relativeError: 0 })`
   * @example await session.range(0, 1000, 1, 4).map(n => n % 100).countApproxDistinct({ relativeError: 0.01 })
   */
  countApproxDistinct(options?: Running & Approximate): Promise<number>
  /**
   * The `n` greatest elements, greatest first; by default order, by the key that `by` gives, or by `ord`.
   * @example await session.parallelize([['a', 3], ['b', 5], ['c', 1]], 2).top(2, { by: ([, n]) => n })
   */
  top<A extends Orderable>(this: RDD<A>, n: number, options?: Running): Promise<A[]>
  top(n: number, options: Running & Ranking<T>): Promise<T[]>
  /**
   * The `n` least elements, least first.
   * @example await session.parallelize([5, 3, 9, 1], 2).takeOrdered(2)
   */
  takeOrdered<A extends Orderable>(this: RDD<A>, n: number, options?: Running): Promise<A[]>
  takeOrdered(n: number, options: Running & Ranking<T>): Promise<T[]>
  /**
   * The greatest element, by default order, by the key that `by` gives, or by `ord`.
   * @throws PartitaError DATA where there is no element: `await session.emptyRDD().max()`
   * @example await session.parallelize([5, 3, 9, 1], 2).max()
   */
  max<A extends Orderable>(this: RDD<A>, options?: Running): Promise<A>
  max(options: Running & Ranking<T>): Promise<T>
  /**
   * The least element, by default order, by the key that `by` gives, or by `ord`.
   * @throws PartitaError DATA where there is no element: `await session.emptyRDD().min()`
   * @example await session.parallelize(['to', 'three', 'a'], 2).min({ by: word => word.length })
   */
  min<A extends Orderable>(this: RDD<A>, options?: Running): Promise<A>
  min(options: Running & Ranking<T>): Promise<T>
  /**
   * The sum of numbers, added within each partition and then across them; 0 where there is none.
   * @example await session.parallelize([1, 2, 3, 4], 2).sum()
   */
  sum(this: RDD<number>, options?: Running): Promise<number>
  /**
   * Merges all elements with an associative function or a Semigroup.
   * @throws PartitaError DATA where there is no element: `await session.emptyRDD().reduce((a, b) => a + b)`
   * @example await session.parallelize([1, 2, 3, 4], 2).reduce((a, b) => a * b)
   */
  reduce<A>(this: RDD<A>, f: Combiner<A>, options?: Running): Promise<A>
  /**
   * As `reduce`, from a neutral `zero`, which counts once in each partition and once at the end; or with a Monoid.
   * @example await session.parallelize([1, 2, 3, 4], 2).fold(0, (a, b) => a + b)
   */
  fold<A>(this: RDD<A>, zero: Zero<A>, f: Combiner<A>, options?: Running): Promise<A>
  fold<A>(this: RDD<A>, monoid: Monoid<A>, options?: Running): Promise<A>
  /**
   * Folds each partition from `zero` with `seq`, and the results with `comb`.
   * @example
   * await session.parallelize(['to', 'be', 'or'], 2).aggregate(0, (sum, word) => sum + word.length, (a, b) => a + b)
   */
  aggregate<A extends Tuple>(
    zero: Zero<A>,
    seq: (accumulator: A, element: T) => A,
    comb: Combiner<A>,
    options?: Running,
  ): Promise<A>
  aggregate<A>(
    zero: Zero<A>,
    seq: (accumulator: A, element: T) => A,
    comb: Combiner<A>,
    options?: Running,
  ): Promise<A>
  /**
   * As `reduce`, in levels: neighbouring partitions are merged in the workers until few are left for the driver.
   * @throws PartitaError ARGUMENT for a depth that is no positive integer: `await session.range(4).treeReduce((a, b) => a + b, { depth: 0 })`
   * @throws PartitaError DATA where there is no element: `await session.emptyRDD().treeReduce((a, b) => a + b)`
   * @example await session.range(0, 16, 1, 8).treeReduce((a, b) => a + b)
   */
  treeReduce<A>(this: RDD<A>, f: Combiner<A>, options?: Running & Tree): Promise<A>
  /**
   * As `aggregate`, in levels. Unlike Spark's it does not use the zero in the levels between.
   * @throws PartitaError ARGUMENT for a depth that is no positive integer: `await session.range(4).treeAggregate(0, (a, b) => a + b, (a, b) => a + b, { depth: 0 })`
   * @example
   * await session.range(0, 16, 1, 8).treeAggregate([0, 0], ([s, c], n) => [s + n, c + 1], ([s, c], [t, d]) => [s + t, c + d])
   */
  treeAggregate<A extends Tuple>(
    zero: Zero<A>,
    seq: (accumulator: A, element: T) => A,
    comb: Combiner<A>,
    options?: Running & Tree,
  ): Promise<A>
  treeAggregate<A>(
    zero: Zero<A>,
    seq: (accumulator: A, element: T) => A,
    comb: Combiner<A>,
    options?: Running & Tree,
  ): Promise<A>
  /**
   * `n` elements by chance, in random order: all of them where there are fewer; with replacement, always `n` unless
   * there is none. The same in every run.
   * @example await session.range(0, 20, 1, 2).takeSample(3)
   */
  takeSample<A extends Grouped>(this: RDD<A>, n: number, options?: Running & Drawing): Promise<Ungrouped<A>[]>
  takeSample(n: number, options?: Running & Drawing): Promise<T[]>
  /**
   * How often each element occurs, those equal by value together, in the order of first arrival.
   * @example await session.parallelize(['a', 'b', 'a'], 2).countByValue()
   */
  countByValue(options?: Running): Promise<KeyMap<T, number>>
  /**
   * How many pairs each key has, in the order of first arrival.
   * @example await session.parallelize([['a', 3], ['b', 5], ['a', 4]], 2).countByKey()
   */
  countByKey<P extends Pair>(this: RDD<P>, options?: Running): Promise<KeyMap<P[0], number>>
  /**
   * `reduceByKey`, brought back as one map, in the order of first arrival.
   * @example await session.parallelize([['a', 3], ['b', 5], ['a', 4]], 2).reduceByKeyLocally((a, b) => a + b)
   */
  reduceByKeyLocally<P extends readonly [unknown, number]>(
    this: RDD<P>,
    f: Combiner<NumOr<P[1]>>,
    options?: Running,
  ): Promise<KeyMap<P[0], NumOr<P[1]>>>
  reduceByKeyLocally<K, V extends Hint>(
    this: RDD<readonly [K, V]>,
    f: Combiner<V>,
    options?: Running,
  ): Promise<KeyMap<K, V>>
  /**
   * All pairs as one map; of pairs with equal keys the last.
   * @example await session.parallelize([['a', 3], ['b', 5], ['a', 4]], 2).collectAsMap()
   */
  collectAsMap<K, V>(this: RDD<readonly [K, V]>, options?: Running): Promise<KeyMap<K, CollectedValue<V>>>
  /**
   * The values of one key. Reads one partition where the keys are spread by hash.
   * @example await session.parallelize([['a', 3], ['b', 5], ['a', 4]], 2).partitionBy(4).lookup('a')
   */
  lookup<P extends Pair>(this: RDD<P>, key: P[0], options?: Running): Promise<CollectedValue<P[1]>[]>
  /**
   * The mean of numbers; 0 where there is none.
   * @example await session.parallelize([1, 2, 3, 4], 2).mean()
   */
  mean(this: RDD<number>, options?: Running): Promise<number>
  /**
   * Count, sum, mean, least, greatest, variance and standard deviation of numbers, in one pass.
   * @example await session.parallelize([1, 2, 3, 4], 2).stats()
   */
  stats(this: RDD<number>, options?: Running): Promise<Stats>
  /**
   * The variance of the numbers as a whole population; NaN where there is none.
   * @example await session.parallelize([1, 2, 3, 4], 2).variance()
   */
  variance(this: RDD<number>, options?: Running): Promise<number>
  /**
   * The standard deviation of the numbers as a whole population; NaN where there is none.
   * @example await session.parallelize([1, 2, 3, 4], 2).stdev()
   */
  stdev(this: RDD<number>, options?: Running): Promise<number>
  /**
   * The variance estimated from the numbers as a sample; NaN where there are fewer than two.
   * @example await session.parallelize([1, 2, 3, 4], 2).sampleVariance()
   */
  sampleVariance(this: RDD<number>, options?: Running): Promise<number>
  /**
   * The standard deviation estimated from the numbers as a sample; NaN where there are fewer than two.
   * @example await session.parallelize([1, 2, 3, 4], 2).sampleStdev()
   */
  sampleStdev(this: RDD<number>, options?: Running): Promise<number>
  /**
   * Counts numbers in buckets: so many of equal width from the least to the greatest, or those between the edges given.
   * A bucket has its lower edge, the last one both; what lies outside, and NaN, is not counted. One bucket where all
   * numbers are the same.
   * @throws PartitaError DATA where a number of buckets meets no element, or one that is not finite: `await session.emptyRDD().histogram(2)`
   * @throws PartitaError ARGUMENT for edges that do not ascend: `await session.range(4).histogram([2, 1])`
   * @example await session.parallelize([1, 4, 12, 18, 20], 2).histogram([0, 10, 20])
   */
  histogram(
    this: RDD<number>,
    buckets: number | readonly number[],
    options?: Running,
  ): Promise<[edges: number[], counts: number[]]>
  /**
   * Calls `f` with each element, in the workers; a promise is awaited before the next element.
   * @example
   * const seen = session.counter()
   * await session.range(0, 4, 1, 2).foreach(n => seen.add(n))
   * seen.value
   */
  foreach(f: (element: T) => unknown, options?: Running): Promise<void>
  /**
   * Calls `f` with each partition, in the workers; a promise is awaited.
   * @example
   * const lengths = session.counter()
   * await session.parallelize([1, 2, 3, 4], 2).foreachPartition(numbers => lengths.add([...numbers].length))
   * lengths.value
   */
  foreachPartition(
    f: (elements: IterableIterator<T>, task: TaskInfo) => unknown,
    options?: Running,
  ): Promise<void>
  /**
   * Writes each partition as a file of lines into the new directory `path`, which appears whole or not at all.
   * A line end within a string is written as it is.
   * @throws PartitaError OUTPUT where the directory exists: `const words = session.parallelize(['a']); await words.saveAsTextFile('out'); await words.saveAsTextFile('out')`
   * @example
   * import { readdir } from 'node:fs/promises'
   * await session.parallelize(['to', 'be', 'or'], 2).saveAsTextFile('words')
   * await readdir('words')
   */
  saveAsTextFile(this: RDD<string>, path: string, options?: Saving): Promise<void>
  /**
   * Writes rows (plain objects or arrays) as CSV files (RFC 4180) that `session.csv` reads back as they were: null and
   * the empty text apart, dates in ISO 8601.
   * @throws PartitaError DATA at a row of other fields, or a value that has no text: `await session.parallelize([{ a: 1 }, { b: 2 }], 1).saveAsCsv('out')`
   * @throws PartitaError OUTPUT where the directory exists: `const rows = session.parallelize([{ a: 1 }]); await rows.saveAsCsv('out'); await rows.saveAsCsv('out')`
   * @example
   * import { readFile } from 'node:fs/promises'
   * await session.parallelize([{ zone: 1, fare: 9.5 }, { zone: 4, fare: null }], 1).saveAsCsv('trips')
   * await readFile('trips/part-00000.csv', 'utf8')
   */
  saveAsCsv(this: RDD<object>, path: string, options?: CsvSaving): Promise<void>
  /**
   * Writes each record as a line of JSON. Dates become ISO texts. What JSON cannot hold is
   * refused with its path: undefined, NaN, bigints, Maps, instances of classes.
   * @throws PartitaError DATA at what JSON cannot hold: `await session.parallelize([Number.NaN], 1).saveAsJsonLines('out')`
   * @throws PartitaError OUTPUT where the directory exists: `const rows = session.parallelize([1]); await rows.saveAsJsonLines('out'); await rows.saveAsJsonLines('out')`
   * @example
   * import { readFile } from 'node:fs/promises'
   * await session.parallelize([{ user: 'ann', at: new Date(0) }, { user: 'bob', at: null }], 1).saveAsJsonLines('visits')
   * await readFile('visits/part-00000.jsonl', 'utf8')
   */
  saveAsJsonLines(path: string, options?: Saving): Promise<void>
  /**
   * Writes the records as Parquet files, one for each partition, by each worker's own DuckDB.
   * @throws PartitaError DATA at a record that does not fit the schema: `await session.parallelize([{ zone: 'one' }], 1).saveAsParquet('out', { schema: { zone: 'int32' } })`
   * @throws PartitaError OUTPUT where the directory exists: `const rows = session.parallelize([{ a: 1 }]); await rows.saveAsParquet('out', { schema: { a: 'int32' } }); await rows.saveAsParquet('out', { schema: { a: 'int32' } })`
   * @example
   * const rows = session.parallelize([{ zone: 1, fare: 9.5 }, { zone: 4, fare: null }], 1)
   * await rows.saveAsParquet('trips', { schema: { zone: 'int32', fare: 'float64?' } })
   * session.parquet('trips')
   */
  saveAsParquet(this: RDD<object>, path: string, options: ParquetSaving): Promise<void>
}

/** An order of one's own. */
export interface Ordered<K> {
  /** Compares two of them: an Ord of fp-ts, or an object with its method `compare`. */
  readonly ord: Ord<K>
}

/** By a key with a default order, or by an order of one's own. */
export type Ranking<T> =
  | {
      /** What elements are compared by. */
      readonly by: (element: T) => Orderable
      readonly ord?: undefined
    }
  | ({ readonly by?: undefined } & Ordered<T>)

/** An RDD whose partitions are kept once computed. */
export interface PersistedRDD<out T> extends RDD<T>, AsyncDisposable {
  // Life

  /**
   * Drops what is kept; the RDD stays usable and is computed anew.
   * @example
   * const kept = session.range(0, 4, 1, 2).map(n => n * 2).persist()
   * await kept.count()
   * await kept.unpersist()
   */
  unpersist(): Promise<void>
}
