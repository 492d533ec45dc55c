// A folder outside the project where the corpus lives as users' programs do: beside a `node_modules` that has partita.

import { execFile } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export const root = fileURLToPath(new URL('../../', import.meta.url))
const corpus = join(root, 'laws/closure/corpus')
const tsc = join(root, 'node_modules/typescript/bin/tsc')
const run = promisify(execFile)

const put = (file: string, content: object): void => writeFileSync(file, JSON.stringify(content))

const installed = async (place: string): Promise<void> => {
  const modules = join(place, 'node_modules')
  mkdirSync(modules)
  for (const name of readdirSync(join(root, 'node_modules')))
    if (!name.startsWith('.') && name !== 'partita')
      symlinkSync(join(root, 'node_modules', name), join(modules, name))
  cpSync(join(corpus, 'esm-package'), join(modules, 'esm-package'), { recursive: true })
  mkdirSync(join(modules, 'partita'))
  cpSync(join(root, 'package.json'), join(modules, 'partita/package.json'))
  put(join(place, 'tsconfig.json'), {
    extends: join(root, 'src/tsconfig.json'),
    compilerOptions: {
      rootDir: join(root, 'src'),
      outDir: join(modules, 'partita/dist'),
      typeRoots: [join(root, 'node_modules/@types')],
    },
    include: [join(root, 'src')],
    exclude: [join(root, 'src/**/*.test.ts')],
  })
  await run(process.execPath, [tsc, '-p', place])
}

/** The corpus as a package of one module format; `plainNode` finds only the files of fp-ts, not its folders. */
const program = (place: string, name: string, type: 'module' | 'commonjs', plainNode: boolean): void => {
  const folder = join(place, name)
  cpSync(corpus, folder, { recursive: true })
  put(join(folder, 'package.json'), { type })
  put(join(folder, 'tsconfig.json'), {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      noEmit: false,
      allowImportingTsExtensions: false,
      rewriteRelativeImportExtensions: true,
      erasableSyntaxOnly: false,
      experimentalDecorators: true,
      verbatimModuleSyntax: false,
      sourceMap: true,
      rootDir: '.',
      outDir: '.',
      typeRoots: [join(root, 'node_modules/@types')],
    },
    include: ['*.ts', 'dialect'],
    exclude: [],
  })
  if (!plainNode) return
  for (const file of readdirSync(folder).filter(each => each.endsWith('.ts'))) {
    const text = readFileSync(join(folder, file), 'utf8')
    writeFileSync(join(folder, file), text.replace(/'fp-ts\/(\w+)'/g, "'fp-ts/lib/$1.js'"))
  }
}

/** Makes the place; the folders are `esm`, `cjs` as written and `esm-compiled`, `cjs-compiled` with JavaScript beside. */
export const makePlace = async (): Promise<string> => {
  const place = realpathSync(mkdtempSync(join(tmpdir(), 'partita-environments-')))
  await installed(place)
  program(place, 'esm', 'module', false)
  program(place, 'cjs', 'commonjs', false)
  program(place, 'esm-compiled', 'module', true)
  program(place, 'cjs-compiled', 'commonjs', false)
  for (const name of ['esm-compiled', 'cjs-compiled'])
    await run(process.execPath, [tsc, '-p', join(place, name)])
  return place
}
