// Every program of docs/proving-pipelines.md type-checks and runs, and fails with the text that follows it.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { makeProject } from '../project.ts'

const page = readFileSync(new URL('../../docs/proving-pipelines.md', import.meta.url), 'utf8')
const blocks = [...page.matchAll(/^```(ts|text)\n(.*?)^```$/gms)].map(([, language, text = '']) => ({
  language,
  text,
}))
const programs = blocks.flatMap(({ language, text }, i) => {
  const next = blocks[i + 1]
  return language === 'ts' ? [{ text, says: next?.language === 'text' ? next.text : undefined }] : []
})

const project = makeProject(['fast-check'])
after(project.remove)
const files = programs.map(({ text }, i) => {
  project.write(`${i}/pipeline.ts`, text)
  return `${i}/pipeline.ts`
})

test('the page has programs, some of which fail', () => {
  assert.ok(programs.length >= 5)
  assert.ok(programs.filter(({ says }) => says !== undefined).length >= 3)
})

test('the programs type-check', () => assert.equal(project.typeErrors(files), ''))

for (const [i, { says }] of programs.entries())
  test(`program ${i + 1} ${says === undefined ? 'runs' : 'fails as told'}`, () => {
    const { status, stdout, stderr } = project.node('--import', import.meta.resolve('tsx'), files[i]!)
    const [told = ''] = says?.split(/\n\s*Replay/) ?? []
    assert.equal(status, says === undefined ? 0 : 1, stdout + stderr)
    const said = stderr.replaceAll(join(project.path, `${i}`, '/'), '')
    assert.ok(says === undefined || told.length > 100)
    assert.ok(said.includes(told), said)
  })
