// The table of case and environment, as a page of the documentation.

import type { Environment, Seen } from './environments.ts'
import { excuseOf } from './excused.ts'

const groupOf = (name: string): string => name.slice(0, name.indexOf(': '))
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

export const corpusTable = (environments: readonly Environment[], all: ReadonlyMap<string, Seen>): string => {
  const names = [...new Set(environments.flatMap(({ name }) => Object.keys(all.get(name) ?? {})))]
  const groups = [...new Set(names.map(groupOf))]
  const notes: string[] = []
  const note = (why: string): string => {
    if (!notes.includes(why)) notes.push(why)
    return `[${notes.indexOf(why) + 1}](#notes)`
  }
  const cell = (environment: Environment, name: string): string => {
    const seen = all.get(environment.name)
    if (seen === undefined) return '?'
    const fault = seen[name]
    if (fault === null) return '✓'
    const lacks = environment.lacks?.[groupOf(name)]
    if (fault === undefined) return lacks === undefined ? '?' : note(lacks)
    const why = excuseOf(environment.name, name)
    return why === undefined ? '✗' : note(why)
  }
  const tables = groups.map(group => {
    const title = `## ${group[0]?.toUpperCase()}${group.slice(1)}`
    const rows = names
      .filter(name => groupOf(name) === group)
      .map(name =>
        row([
          name.slice(group.length + 2).replace(/\|/g, '\\|'),
          ...environments.map(each => cell(each, name)),
        ]),
      )
    const head = row(['case', ...environments.map((_, i) => String(i + 1))])
    return [title, '', head, row(['---', ...environments.map(() => ':-:')]), ...rows].join('\n')
  })
  return [
    '# Closures: what was seen to travel',
    '',
    'Written by `npm run closures`, never by hand. Each case is a function as users write it, shipped through a session',
    'from a program that was started in that way, to plain workers; ✓ means that the workers answered what the driver',
    'answers, refused what is to be refused, or told the place of an error in the user’s own file.',
    '',
    `${names.length} cases in ${environments.length} environments:`,
    '',
    ...environments.map(({ name }, i) => `${i + 1}. ${name}`),
    '',
    tables.join('\n\n'),
    '',
    '## Notes',
    '',
    ...notes.map((why, i) => `${i + 1}. ${why}`),
    '',
  ].join('\n')
}
