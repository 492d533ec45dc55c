// Whatever starts the driver, what its functions answer in a plain worker is what they answer in the driver, and an
// error thrown there has the user's own file, line and column.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('../../', import.meta.url))
const corpus = join(root, 'laws/closure/corpus')
const tsx = join(root, 'node_modules/tsx/dist/cli.mjs')
const tsc = join(root, 'node_modules/typescript/bin/tsc')
const place = mkdtempSync(join(tmpdir(), 'partita-environments-'))
const run = promisify(execFile)

const put = (path: string, content: object): void => {
  writeFileSync(join(place, path), JSON.stringify(content))
}

/** Cases of which there is only the module. */
const PACKAGES = 'packages.mjs'

/** A folder with the cases, as a package of one module format. */
const folder = (name: string, type: 'module' | 'commonjs'): void => {
  mkdirSync(join(place, name))
  put(`${name}/package.json`, { type })
  cpSync(join(corpus, PACKAGES), join(place, name, PACKAGES))
  cpSync(join(corpus, 'esm-package'), join(place, name, 'node_modules/esm-package'), { recursive: true })
  for (const file of ['cases.ts', 'local.ts']) {
    const text = readFileSync(join(corpus, file), 'utf8')
    // Node itself, as a module, finds only the files of fp-ts.
    const known = name === 'esm-compiled' ? text.replace(/'fp-ts\/(\w+)'/g, "'fp-ts/lib/$1.js'") : text
    writeFileSync(join(place, name, file), known)
  }
}

const compiled = async (name: string): Promise<void> => {
  put(`${name}/tsconfig.json`, {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      noEmit: false,
      allowImportingTsExtensions: false,
      rewriteRelativeImportExtensions: true,
      erasableSyntaxOnly: false,
      verbatimModuleSyntax: false,
      sourceMap: true,
      rootDir: '.',
      outDir: '.',
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
    },
    include: ['.'],
  })
  await run(process.execPath, [tsc, '-p', join(place, name)])
}

before(async () => {
  symlinkSync(join(root, 'node_modules'), join(place, 'node_modules'))
  put('package.json', { type: 'module' })
  for (const file of ['run.mjs', 'worker.mjs']) cpSync(join(corpus, file), join(place, file))
  put('tsconfig.json', {
    extends: join(root, 'src/tsconfig.json'),
    compilerOptions: {
      rootDir: join(root, 'src'),
      outDir: join(place, 'built'),
      typeRoots: [join(root, 'node_modules/@types')],
    },
    include: [join(root, 'src/closure'), join(root, 'src/fault.ts')],
    exclude: [join(root, 'src/**/*.test.ts')],
  })
  await run(process.execPath, [tsc, '-p', place])
  for (const name of ['esm', 'esm-compiled']) folder(name, 'module')
  for (const name of ['cjs', 'cjs-compiled']) folder(name, 'commonjs')
  await compiled('esm-compiled')
  await compiled('cjs-compiled')
})

after(() => {
  rmSync(place, { recursive: true, force: true })
})

const ENVIRONMENTS = [
  { name: 'tsx, ES modules', node: [tsx], how: 'import', file: 'esm/cases.ts' },
  { name: 'node --import tsx', node: ['--import', 'tsx'], how: 'import', file: 'esm/cases.ts' },
  { name: 'tsx, CommonJS', node: [tsx], how: 'require', file: 'cjs/cases.ts' },
  { name: 'compiled, ES modules', node: [], how: 'import', file: 'esm-compiled/cases.js' },
  { name: 'compiled, CommonJS', node: [], how: 'require', file: 'cjs-compiled/cases.js' },
] as const

const ship = async (node: readonly string[], how: string, file: string): Promise<number> => {
  const original = join(place, file.replace(/\.js$/, '.ts'))
  const args = [...node, join(place, 'run.mjs'), how, `./${file}`, original]
  const { stdout } = await run(process.execPath, args, { cwd: place })
  const { ran, wrong } = JSON.parse(stdout) as { ran: number; wrong: string[] }
  assert.deepEqual(wrong, [], wrong.join('\n'))
  return ran
}

for (const { name, node, how, file } of ENVIRONMENTS)
  test(name, async () => {
    assert.ok((await ship(node, how, file)) > 50)
    if (how === 'import') assert.ok((await ship(node, how, join(dirname(file), PACKAGES))) > 10)
  })
