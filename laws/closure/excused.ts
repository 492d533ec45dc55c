// What does not work somewhere, and why. What is excused and works is as wrong as what is not excused and fails.

import type { Environment, Seen } from './environments.ts'

interface Excuse {
  readonly environments: RegExp
  readonly cases: RegExp
  readonly why: string
}

export const EXCUSES: readonly Excuse[] = [
  {
    environments: /^esbuild bundle$/,
    cases: /^refusals: class with a field whose key is computed$/,
    why: 'it travels: a direct eval somewhere in the one scope of the bundle makes V8 keep every variable',
  },
]

export const excuseOf = (environment: string, name: string): string | undefined =>
  EXCUSES.find(({ environments, cases }) => environments.test(environment) && cases.test(name))?.why

/** What is wrong with what was seen in an environment. */
export const faultsIn = ({ name: environment }: Environment, seen: Seen): readonly string[] =>
  Object.entries(seen).flatMap(([name, fault]) => {
    const why = excuseOf(environment, name)
    if (fault !== null) return why === undefined ? [`${name}: ${fault}`] : []
    return why === undefined ? [] : [`${name}: works, but is excused: ${why}`]
  })
