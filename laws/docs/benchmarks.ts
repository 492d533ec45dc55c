// The last table of docs/benchmarks.md: every benchmark, in the words of its own first sentence.

import { readdirSync, readFileSync } from 'node:fs'

export const PAGE = new URL('../../docs/benchmarks.md', import.meta.url)

const read = (file: string): string => readFileSync(new URL(`../../bench/${file}`, import.meta.url), 'utf8')

/** Files that are no benchmark alone, as `bench/run.ts` knows them. */
const PARTS = new Set(/PARTS = new Set\(\[(.*?)\]/s.exec(read('run.ts'))?.[1]?.match(/[\w-]+\.ts/g))

const benchmarks = (): readonly string[] =>
  readdirSync(new URL('../../bench', import.meta.url)).filter(
    file => file.endsWith('.ts') && !PARTS.has(file),
  )

const firstSentence = (file: string): string => {
  const header =
    /^(?:\/\/.*\n)+/
      .exec(read(file))?.[0]
      .replaceAll(/(?:^|\n)\/\/ /g, ' ')
      .trim() ?? ''
  return /^.*?\.(?=\s|$)/.exec(header)?.[0].slice(0, -1) ?? header
}

/** The page, its table made anew. */
export const benchmarksPage = (): string => {
  const page = readFileSync(PAGE, 'utf8')
  const rows = benchmarks().map(file => `| \`${file.replace('.ts', '')}\` | ${firstSentence(file)} |\n`)
  return page.slice(0, page.lastIndexOf('| --- | --- |\n')) + '| --- | --- |\n' + rows.join('')
}
