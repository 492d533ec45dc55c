// Times contenders in turn, round by round, so that the machine's drift hits all of them alike; of the rounds the
// minimum counts: whatever else ran can only have made the others longer.

/** One turn of a contender: how long it took, in milliseconds. */
export type Turn = () => number | Promise<number>

export interface Timed {
  /** The shortest turn, in milliseconds. */
  readonly best: number
  readonly median: number
}

export const inRounds = async (turns: readonly Turn[], rounds: number): Promise<readonly Timed[]> => {
  const times = turns.map((): number[] => [])
  for (let round = 0; round < rounds; round++)
    for (const [index, turn] of turns.entries()) times[index]!.push(await turn())
  return times.map(each => {
    const sorted = each.toSorted((a, b) => a - b)
    return { best: sorted[0]!, median: sorted[Math.floor(sorted.length / 2)]! }
  })
}
