// Every program of these pages type-checks and runs, and fails with the text that follows it where one does.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { makeProject } from '../project.ts'

const PAGES = ['proving-pipelines', 'benchmarks']

const programsOf = (page: string) => {
  const text = readFileSync(new URL(`../../docs/${page}.md`, import.meta.url), 'utf8')
  const blocks = [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language, text = '']) => ({
    language,
    text,
  }))
  return blocks.flatMap(({ language, text }, i) => {
    const next = blocks[i + 1]
    const says = next?.language === 'text' && next.text.includes('Replay with') ? next.text : undefined
    return language === 'ts' ? [{ file: `${page}-${i}/pipeline.ts`, text, says }] : []
  })
}

const programs = PAGES.flatMap(programsOf)
const project = makeProject(['fast-check'])
after(project.remove)
for (const { file, text } of programs) project.write(file, text)

test('the pages have programs, some of which fail', () => {
  for (const page of PAGES) assert.ok(programs.some(({ file }) => file.startsWith(page)))
  assert.ok(programs.length >= 6)
  assert.ok(programs.filter(({ says }) => says !== undefined).length >= 3)
})

test('the programs type-check', () => assert.equal(project.typeErrors(programs.map(({ file }) => file)), ''))

for (const { file, says } of programs)
  test(`${file} ${says === undefined ? 'runs' : 'fails as told'}`, () => {
    const { status, stdout, stderr } = project.node('--import', import.meta.resolve('tsx'), file)
    const [told = ''] = says?.split(/\n\s*Replay/) ?? []
    assert.equal(status, says === undefined ? 0 : 1, stdout + stderr)
    const said = stderr.replaceAll(join(project.path, file.replace('pipeline.ts', '')), '')
    assert.ok(says === undefined || told.length > 100)
    assert.ok(said.includes(told), said)
  })
