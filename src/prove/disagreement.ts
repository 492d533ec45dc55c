// What went wrong with a pipeline, told: what was changed, both inputs and results, the lineage, advice.

import { toDebugString } from '../lineage/show.ts'
import { Counterexample, indent, show } from './counterexample.ts'
import { type Build, type Outcome, play } from './place.ts'
import { type Equals, sameBag, sameList, upToRounding } from './same.ts'
import type { Change, Played } from './setting.ts'

const LINEAGE_LINES = 20

/** The same result: of an RDD its records, of an action its value. */
export const agreement =
  (equals: Equals<unknown>, ordered: boolean): Equals<Outcome> =>
  (x, y) => {
    if ('error' in x || 'error' in y) return false
    if (!x.isRDD) return equals(x.value, y.value)
    return (ordered ? sameList : sameBag)(equals)(recordsOf(x), recordsOf(y))
  }

const recordsOf = ({ value }: { readonly value: unknown }): readonly unknown[] => value as readonly unknown[]

/** Two settings that give different results, or one that gives different results twice. */
export const disagreement = async <A>(
  a: Played<A>,
  b: Played<A>,
  build: Build<A>,
  agree: Equals<Outcome>,
): Promise<Counterexample> => {
  for (const played of [a, b]) {
    const again = { ...played, outcome: await play(played.place, played.parts, build) }
    if (!agree(played.outcome, again.outcome)) return unstable(played, again)
  }
  const rounding = 'value' in a.outcome && 'value' in b.outcome && nearly(a.outcome.value, b.outcome.value)
  const advice = rounding ? ROUNDING : WORDS[b.changed].advice
  return difference(`The result depends on ${WORDS[b.changed].cause}.`, ['A', a], ['B', b], advice)
}

export const difference = <A>(
  headline: string,
  [a, first]: readonly [name: string, Pick<Played<A>, 'place' | 'parts' | 'outcome'>],
  [b, second]: readonly [name: string, Pick<Played<A>, 'place' | 'parts' | 'outcome'>],
  advice: string,
): Counterexample => {
  const same = first.parts === second.parts
  return new Counterexample([
    headline,
    ...told(`${a}: `, first),
    ...(same ? [`    ${b} gives`, ...result(second.outcome)] : told(`${b}: `, second)),
    ...lineageOf(second.outcome),
    '',
    `  ${advice}`,
  ])
}

const unstable = <A>(first: Played<A>, second: Played<A>): Counterexample =>
  difference(
    'The result changes from run to run, with the same partitions on the same engine.',
    ['first run', first],
    ['second run', second],
    'checkDeterminism tells what it depends on: the clock, chance, or what earlier runs left behind.',
  )

export const failure = <A>(played: Played<A>, error: unknown): Counterexample =>
  new Counterexample(
    [
      `The pipeline fails ${WORDS[played.changed].when}: ${error instanceof Error ? error.message : show(error)}`,
      ...told('', played),
      ...lineageOf(played.outcome),
    ],
    error,
  )

export const modelDisagrees = <A>(played: Played<A>, value: unknown): Counterexample =>
  new Counterexample([
    'The result is not what the model says.',
    ...told('pipeline: ', played),
    '    the model gives',
    ...result({ value }),
    ...lineageOf(played.outcome),
  ])

const nearly: Equals<unknown> = upToRounding()

const ROUNDING =
  'The results differ by rounding only: floating-point addition is not associative. Pass { equals: upToRounding() }.'

const WORDS: Readonly<
  Record<Change, { readonly cause: string; readonly when: string; readonly advice: string }>
> = {
  nothing: { cause: 'nothing', when: 'on this input', advice: '' },
  partitions: {
    cause: 'how the input is cut into partitions',
    when: 'when its input is cut into partitions',
    advice:
      'Partial results of partitions are combined too: checkCombiner tells whether a function can do that.\n  State in a closure begins anew in each partition.',
  },
  order: {
    cause: 'the order in which records arrive',
    when: 'when its records arrive in another order',
    advice:
      "Sort, or combine in a way that does not see order; where the order of the input is meant, pass { arrival: 'given' }.",
  },
  engine: {
    cause: 'the engine',
    when: 'on this engine',
    advice: 'A closure sees more than its record: a global variable, the process, a module with state.',
  },
  workers: {
    cause: 'the number of workers',
    when: 'on this number of workers',
    advice: 'A closure sees what workers do not share: a global variable, a module with state.',
  },
}

const told = <A>(name: string, { place, parts, outcome }: Pick<Played<A>, 'place' | 'parts' | 'outcome'>) => [
  '',
  `  ${name}${place.name}, ${counted(parts.flat().length, 'record')} in ${counted(parts.length, 'partition')}`,
  ...parts.map(part => indent(show(part), '      ')),
  ...('value' in outcome ? ['    gives', ...result(outcome)] : []),
]

const result = (outcome: object): readonly string[] =>
  'value' in outcome ? [indent(show(outcome.value), '      ')] : []

const lineageOf = ({ lineage }: Outcome): readonly string[] => {
  if (lineage === undefined) return []
  const lines = toDebugString(lineage).split('\n')
  const left = lines.length - LINEAGE_LINES
  const shown = lines.slice(0, LINEAGE_LINES).map(line => `      ${line}`)
  return ['', '  lineage', ...shown, ...(left > 0 ? [`      … ${left} more`] : [])]
}

const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`
