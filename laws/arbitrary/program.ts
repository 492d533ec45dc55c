// Whole pipelines. A program is data, a list of steps: any list is a program, so that it shrinks by dropping steps.
// Records are numbers or [key, number]; a step for pairs keys numbers first, a step for numbers takes the values.

import fc from 'fast-check'
import type { StorageLevel } from 'partita'
import { type Expression, expression } from './expression.ts'

export type KeyKind = 'number' | 'text' | 'tuple' | 'object' | 'null'

export type Step =
  | {
      readonly step: 'map' | 'filter' | 'mapValues' | 'keyBy'
      readonly f: Expression
      readonly keys: KeyKind
    }
  | { readonly step: 'flatMap'; readonly f: Expression; readonly times: number }
  | { readonly step: 'mapPartitions'; readonly how: 'running' | 'promised' | 'async' | 'whole' }
  | {
      readonly step:
        | 'indexed'
        | 'glom'
        | 'keys'
        | 'values'
        | 'unionSelf'
        | 'setName'
        | 'zipSelf'
        | 'zipWithIndex'
        | 'zipWithUniqueId'
        | 'sample'
        | 'sampleByKeyExact'
        | 'countApproxDistinctByKey'
        | 'crossSelf'
        | 'distinctHere'
    }
  | { readonly step: 'persist'; readonly level: StorageLevel }
  | { readonly step: 'coalesce' | 'repartition' | 'partitionBy' | 'sortWithin'; readonly n: number }
  | {
      readonly step:
        | 'reduceByKey'
        | 'foldByKey'
        | 'combineByKey'
        | 'groupByKey'
        | 'distinct'
        | 'distinctBy'
        | 'cogroupSelf'
      readonly n: number
    }
  | { readonly step: 'sortBy'; readonly f: Expression; readonly ascending: boolean; readonly n: number }
  | { readonly step: 'sortByKey' | 'rangeOfSorted'; readonly ascending: boolean; readonly n: number }
  | {
      readonly step:
        | 'union'
        | 'join'
        | 'leftOuterJoin'
        | 'fullOuterJoin'
        | 'subtractByKey'
        | 'broadcastJoin'
        | 'cogroup'
        | 'cartesian'
      readonly other: Program
      readonly n: number
    }

export type Origin =
  | { readonly from: 'items'; readonly items: readonly number[]; readonly partitions: number }
  | {
      readonly from: 'range'
      readonly start: number
      readonly end: number
      readonly step: number
      readonly partitions: number
    }

export interface Program {
  readonly origin: Origin
  readonly steps: readonly Step[]
}

export type Ending =
  | { readonly ending: 'collect' | 'count' | 'reduce' | 'fold' | 'aggregate' | 'iterate' | 'first' }
  | { readonly ending: 'take' | 'top' | 'topBy'; readonly n: number }

export const float = fc.oneof(
  fc.integer({ min: -20, max: 20 }),
  fc.double(),
  fc.constantFrom(0.1, 0.2, 0.3, -0, Number.NaN, 1e16, 2 ** 31),
)
export const partitions = fc.integer({ min: 1, max: 5 })

const origin: fc.Arbitrary<Origin> = fc.oneof(
  fc.record({ from: fc.constant('items' as const), items: fc.array(float, { maxLength: 24 }), partitions }),
  fc.record({
    from: fc.constant('range' as const),
    start: fc.integer({ min: -9, max: 9 }),
    end: fc.integer({ min: -9, max: 40 }),
    step: fc.constantFrom(1, 2, 0.3, -1),
    partitions,
  }),
)

const one = <S extends string>(...names: readonly S[]): fc.Arbitrary<S> => fc.constantFrom(...names)

const plainStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    step: one('map', 'filter', 'mapValues', 'keyBy'),
    f: expression,
    keys: one<KeyKind>('number', 'text', 'tuple', 'object', 'null'),
  }),
  fc.record({ step: one('flatMap'), f: expression, times: fc.nat(3) }),
  fc.record({ step: one('mapPartitions'), how: one('running', 'promised', 'async', 'whole') }),
  fc.record({ step: one('indexed', 'glom', 'keys', 'values', 'unionSelf', 'setName', 'zipSelf') }),
  fc.record({
    step: one('persist'),
    level: one<StorageLevel>('memory', 'memorySerialized', 'disk', 'memoryAndDisk'),
  }),
  fc.record({ step: one('zipWithIndex', 'zipWithUniqueId', 'sample', 'crossSelf', 'distinctHere') }),
  fc.record({ step: one('sampleByKeyExact', 'countApproxDistinctByKey') }),
  fc.record({ step: one('coalesce', 'repartition', 'partitionBy', 'sortWithin'), n: partitions }),
  fc.record({
    step: one(
      'reduceByKey',
      'foldByKey',
      'combineByKey',
      'groupByKey',
      'distinct',
      'distinctBy',
      'cogroupSelf',
    ),
    n: partitions,
  }),
  fc.record({ step: one('sortBy'), f: expression, ascending: fc.boolean(), n: partitions }),
  fc.record({ step: one('sortByKey', 'rangeOfSorted'), ascending: fc.boolean(), n: partitions }),
)

export const program: fc.Arbitrary<Program> = fc.letrec<{ program: Program; step: Step }>(tie => ({
  step: fc.oneof(
    { maxDepth: 1, withCrossShrink: true },
    plainStep,
    fc.record({
      step: one(
        'union',
        'join',
        'broadcastJoin',
        'leftOuterJoin',
        'fullOuterJoin',
        'subtractByKey',
        'cogroup',
        'cartesian',
      ),
      other: tie('program'),
      n: partitions,
    }),
  ),
  program: fc.record({ origin, steps: fc.array(tie('step'), { maxLength: 7 }) }),
})).program

export const ending: fc.Arbitrary<Ending> = fc.oneof(
  { arbitrary: fc.record({ ending: one('collect') }), weight: 3 },
  fc.record({ ending: one('count', 'reduce', 'fold', 'aggregate', 'iterate', 'first') }),
  fc.record({ ending: one('take', 'top', 'topBy'), n: fc.nat(12) }),
)
