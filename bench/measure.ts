// Times contenders in turn, round by round, and prints minima and ratios.

import { inRounds } from '../src/bench/rounds.ts'

export interface Contender {
  readonly name: string
  /** Gives what is checked to be equal among contenders; its time is measured. */
  readonly run: () => Promise<unknown> | unknown
}

export interface Measured {
  readonly name: string
  readonly millis: number
}

export const wallMillis = () => performance.now()
/** Of all threads of this process. */
export const cpuMillis = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const shortened = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text)

/** The last contender is the baseline of the ratios. */
export const measure = async (
  title: string,
  contenders: readonly Contender[],
  {
    rounds = 5,
    unit = 1,
    unitName = 'run',
    clock = wallMillis,
  }: { rounds?: number; unit?: number; unitName?: string; clock?: () => number } = {},
): Promise<readonly Measured[]> => {
  const answers = new Set<string>()
  const turn = (run: Contender['run']) => async () => {
    const started = clock()
    const answer = await run()
    const millis = clock() - started
    answers.add(JSON.stringify(answer, (_, value) => (typeof value === 'bigint' ? `${value}n` : value)))
    if (answers.size > 1)
      throw new Error(`${title}: the contenders disagree: ${[...answers].map(shortened).join(' ≠ ')}`)
    return millis
  }
  const times = await inRounds(
    contenders.map(({ run }) => turn(run)),
    rounds,
  )
  const best = times.map(({ best }) => best)
  const baseline = best[best.length - 1]!
  console.log(`\n${title} (minimum of ${rounds} interleaved rounds)`)
  console.table(
    contenders.map(({ name }, index) => ({
      name,
      ms: Number(best[index]!.toFixed(1)),
      [`µs per ${unitName}`]: Number(((best[index]! * 1000) / unit).toPrecision(3)),
      ratio: Number((best[index]! / baseline).toFixed(2)),
    })),
  )
  return contenders.map(({ name }, index) => ({ name, millis: best[index]! }))
}
