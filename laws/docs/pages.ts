// All pages: each example and each refusal is type-checked as written and played on an engine.

import { readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { openSession, type PartitaError, type Session } from 'partita'
import { makeProject, type Project } from '../project.ts'
import { contentsOf } from './contents.ts'
import { differencesOf, inSpark } from './differences.ts'
import { exampleOf, refusalOf } from './example.ts'
import { pageOf, type Told } from './page.ts'
import { play, refused } from './play.ts'
import { placeless } from './shown.ts'
import { type Operation, type Refusal, readSurface, type Surface } from './surface.ts'

export const FOLDER = new URL('../../docs/reference/', import.meta.url)

export const fileOf = ({ name, owner }: Pick<Operation, 'name' | 'owner'>): string =>
  `${owner === 'Session' ? 'session/' : ''}${name}`

/** What stands in the folder now: `map.md`, `session/range.md` … */
export const written = (): readonly string[] =>
  readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .map(file => file.replaceAll('\\', '/'))
    .filter(file => file.endsWith('.md'))
    .sort()

/** An operation without a section, an example or a program for a refusal is an error that names it. */
export const complete = (surface: Surface): readonly Operation[] =>
  surface.operations.map(operation => {
    const lacks = (what: string) =>
      new Error(`The TSDoc of ${operation.owner}.${operation.name} lacks ${what}.`)
    if (operation.section === '') throw lacks('a section (a line such as `// Elements` above it)')
    if (operation.summary === '') throw lacks('a sentence')
    if (operation.example === '') throw lacks('an @example')
    const option = operation.options.find(({ meaning }) => meaning === '')
    if (option !== undefined) throw lacks(`a sentence on its option ${option.name}`)
    if (operation.throws.some(({ code, program }) => code === '' || program === ''))
      throw lacks('a program: @throws PartitaError CODE for a reason: `program`')
    return operation
  })

/** What the compiler says about the examples as written. */
export const typeErrors = (operations: readonly Operation[]): string => {
  const project = makeProject()
  try {
    const files = operations.map(operation => {
      const file = `${fileOf(operation)}.ts`
      project.write(file, exampleOf(operation, operation.example).plain)
      return file
    })
    return project.typeErrors(files)
  } finally {
    project.remove()
  }
}

/** File → text. */
export const pages = async (master: string): Promise<ReadonlyMap<string, string>> => {
  const surface = readSurface()
  const operations = complete(surface)
  const project = makeProject(['@duckdb'])
  const session = await openSession({ master, progress: false })
  const made = new Map<string, string>()
  const faults: string[] = []
  try {
    for (const operation of operations)
      try {
        made.set(`${fileOf(operation)}.md`, await pageIn(session, project, operation))
      } catch (error) {
        faults.push(`${operation.owner}.${operation.name}: ${error}`)
      }
    if (faults.length > 0) throw new Error(`Examples that fail:\n  ${faults.join('\n  ')}`)
  } finally {
    await session.close()
    project.remove()
  }
  return made.set('README.md', contentsOf(surface))
}

const pageIn = async (session: Session, project: Project, operation: Operation): Promise<string> => {
  const file = fileOf(operation)
  const { watched } = exampleOf(operation, operation.example)
  const at = project.write(`${file}/${operation.name}.ts`, watched)
  const played = await play(session, at)
  const refusals: Told[] = []
  for (const [i, refusal] of operation.throws.entries()) {
    const at = project.write(`${file}-${i}/refused.ts`, refusalOf(refusal.program))
    const message = saying(refusal, await refused(session, at))
    refusals.push({ ...refusal, message: placeless(message, dirname(at)) })
  }
  const [spark, differences] = [inSpark(operation), differencesOf(operation)]
  return placeless(pageOf({ operation, played, refusals, spark, differences }), dirname(at))
}

const saying = ({ code, program }: Refusal, error: PartitaError | undefined): string => {
  if (error?.code !== code)
    throw new Error(`@throws says ${code}, but ${program} gives ${error?.code ?? 'no error'}.`)
  return error.message.split('\n')[0]!
}
