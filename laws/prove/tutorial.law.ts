// Every program of docs/proving-pipelines.md type-checks and runs, and fails with the text that follows it.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const page = readFileSync(join(root, 'docs/proving-pipelines.md'), 'utf8')
const blocks = [...page.matchAll(/^```(ts|text)\n(.*?)^```$/gms)].map(([, language, text = '']) => ({
  language,
  text,
}))
const programs = blocks.flatMap(({ language, text }, i) => {
  const next = blocks[i + 1]
  return language === 'ts' ? [{ text, says: next?.language === 'text' ? next.text : undefined }] : []
})

/** A project of somebody who installed partita and fast-check; each program has a folder of its own. */
const project = mkdtempSync(join(tmpdir(), 'partita-tutorial-'))
after(() => rmSync(project, { recursive: true }))
mkdirSync(join(project, 'node_modules'))
for (const [name, target] of [
  ['partita', root],
  ['fast-check', join(root, 'node_modules/fast-check')],
  ['@types', join(root, 'node_modules/@types')],
] as const)
  symlinkSync(target, join(project, 'node_modules', name))
writeFileSync(join(project, 'package.json'), '{ "type": "module" }')
const files = programs.map(({ text }, i) => {
  mkdirSync(join(project, `${i}`))
  writeFileSync(join(project, `${i}`, 'pipeline.ts'), text)
  return `${i}/pipeline.ts`
})

const node = (...args: readonly string[]) =>
  spawnSync(process.execPath, args, {
    cwd: project,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  })

test('the page has programs, some of which fail', () => {
  assert.ok(programs.length >= 5)
  assert.ok(programs.filter(({ says }) => says !== undefined).length >= 3)
})

test('the programs type-check', () => {
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const options = '--noEmit --strict --target es2023 --module nodenext --types node'.split(' ')
  const { status, stdout } = node(tsc, ...options, ...files)
  assert.equal(status, 0, stdout)
})

for (const [i, { says }] of programs.entries())
  test(`program ${i + 1} ${says === undefined ? 'runs' : 'fails as told'}`, () => {
    const { status, stdout, stderr } = node('--import', import.meta.resolve('tsx'), files[i]!)
    const [told = ''] = says?.split(/\n\s*Replay/) ?? []
    assert.equal(status, says === undefined ? 0 : 1, stdout + stderr)
    const said = stderr.replaceAll(join(project, `${i}`, '/'), '')
    assert.ok(says === undefined || told.length > 100)
    assert.ok(said.includes(told), said)
  })
