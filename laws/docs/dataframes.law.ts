// Every program of docs/dataframes.md type-checks, runs, and prints the text that follows it.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { makeProject } from '../project.ts'

const page = readFileSync(new URL('../../docs/dataframes.md', import.meta.url), 'utf8')
const programs = [...page.matchAll(/^```ts\n(.*?)^```\n\n```text\n(.*?)^```$/gms)].map(
  ([, program = '', prints = ''], i) => ({ file: `${i + 1}.ts`, program, prints }),
)
const project = makeProject()
after(project.remove)
for (const { file, program } of programs) project.write(file, program)

test('the page has programs, and each says what it prints', () => {
  assert.ok(programs.length >= 5)
  assert.equal(page.match(/^```ts$/gm)?.length, programs.length)
})

test('the programs type-check', () => assert.equal(project.typeErrors(programs.map(({ file }) => file)), ''))

for (const { file, prints } of programs)
  test(`program ${file} prints what the page says`, () => {
    const { status, stdout, stderr } = project.node('--import', import.meta.resolve('tsx'), file)
    assert.equal(status, 0, stderr)
    assert.equal(stdout, prints)
  })
