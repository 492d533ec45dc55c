// Every way of running TypeScript that the corpus is shipped from.

import assert from 'node:assert/strict'
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { createInstrumenter } from 'istanbul-lib-instrument'
import { root } from './place.ts'

/** What was wrong with each case, null where nothing was. */
export type Seen = Readonly<Record<string, string | null>>

export interface Environment {
  readonly name: string
  /** Part of every test run, not only of `npm run closures`. */
  readonly everyday?: true
  /** Groups that it cannot have, and why. */
  readonly lacks?: Readonly<Record<string, string>>
  readonly run: (place: string) => Promise<Seen>
}

const bin = (path: string): string => join(root, 'node_modules', path)
const tsx = bin('tsx/dist/cli.mjs')
const exec = promisify(execFile)
const nodes = join(root, 'laws/closure/nodes')

/** Other versions of Node, brought by npm when they are not there yet. */
export const installNodes = async (): Promise<void> => {
  if (!existsSync(join(nodes, 'node_modules'))) await exec('npm', ['ci', '--prefix', nodes])
}
const nodeOf = (version: number): string => join(nodes, `node_modules/node${version}/bin/node`)

interface Program {
  readonly folder: 'esm' | 'cjs' | 'esm-compiled' | 'cjs-compiled' | 'istanbul'
  readonly ext?: 'ts' | 'js'
  readonly how?: 'import' | 'require'
  readonly dialect?: false
}

interface Prepared {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly seen: () => Seen
}

const prepare = (place: string, { folder, ext = 'ts', how = 'import', dialect }: Program): Prepared => {
  const cwd = join(place, folder)
  const out = join(place, 'seen.json')
  rmSync(out, { force: true })
  const corpus = {
    how,
    folder: cwd,
    out,
    index: join(cwd, `index.${ext}`),
    dialect: dialect === false ? undefined : join(cwd, `dialect/dialect.${ext}`),
  }
  const { NODE_V8_COVERAGE: _, NODE_TEST_CONTEXT: __, NODE_OPTIONS: ___, ...env } = process.env
  return {
    cwd,
    env: { ...env, CORPUS: JSON.stringify(corpus) },
    seen: () => JSON.parse(readFileSync(out, 'utf8')) as Seen,
  }
}

/** Runs `node args`, by default of this version, in the program's folder. */
const started =
  (program: Program, args: readonly string[], node = () => process.execPath) =>
  async (place: string): Promise<Seen> => {
    const { cwd, env, seen } = prepare(place, program)
    try {
      await exec(node(), [...args], { cwd, env, timeout: 120_000 })
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string }
      throw new Error(`${args.join(' ')} failed:\n${stdout}\n${stderr}`, { cause: error })
    }
    return seen()
  }

const ESM = { folder: 'esm' } as const
const COMPILED = { folder: 'esm-compiled', ext: 'js' } as const

const bundled = async (place: string): Promise<Seen> => {
  const program = { folder: 'esm-compiled' } as const
  const folder = join(place, program.folder)
  await build({
    absWorkingDir: folder,
    entryPoints: ['in-bundle.mjs'],
    outfile: join(folder, 'bundle.mjs'),
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    logLevel: 'error',
  })
  return started(program, ['bundle.mjs'])(place)
}

const instrumented = async (place: string): Promise<Seen> => {
  const folder = join(place, 'istanbul')
  cpSync(join(place, 'esm-compiled'), folder, { recursive: true })
  for (const file of readdirSync(folder).filter(each => each.endsWith('.js'))) {
    const instrumenter = createInstrumenter({ esModules: true, produceSourceMap: true })
    const map = JSON.parse(readFileSync(join(folder, `${file}.map`), 'utf8'))
    const text = readFileSync(join(folder, file), 'utf8').replace(/\/\/# sourceMappingURL=.*/, '')
    const code = instrumenter.instrumentSync(text, join(folder, file), map)
    const data = Buffer.from(JSON.stringify(instrumenter.lastSourceMap())).toString('base64')
    writeFileSync(join(folder, file), `${code}\n//# sourceMappingURL=data:application/json;base64,${data}\n`)
  }
  return started({ folder: 'istanbul', ext: 'js' }, ['main.mjs'])(place)
}

const typed = async (place: string): Promise<Seen> => {
  const { cwd, env, seen } = prepare(place, ESM)
  await build({
    absWorkingDir: cwd,
    entryPoints: ['in-repl.mjs'],
    outfile: join(cwd, 'typed.js'),
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'iife',
    globalName: 'corpus',
    minifyWhitespace: true,
    target: 'node20',
    supported: { 'template-literal': false },
    logLevel: 'error',
  })
  const repl = spawn(process.execPath, ['-i'], { cwd, env, timeout: 120_000 })
  const output = textOf(repl)
  repl.stdin.write(readFileSync(join(cwd, 'typed.js'), 'utf8'))
  repl.stdin.write(`
import('./ship.mjs').then(async ({ ship }) => {
  const { dialect, groups, refusals } = corpus
  const seen = await ship({ groups: { ...groups, dialect }, failures: [], refusals })
  require('node:fs').writeFileSync(JSON.parse(process.env.CORPUS).out, JSON.stringify(seen))
  process.exit()
})
`)
  const [code] = await once(repl, 'exit')
  assert.equal(code, 0, await output)
  return seen()
}

const textOf = async ({ stdout, stderr }: ChildProcess): Promise<string> => {
  const pieces: string[] = []
  for (const stream of [stdout, stderr]) stream?.on('data', (piece: Buffer) => pieces.push(piece.toString()))
  await Promise.all([stdout, stderr].map(stream => stream && once(stream, 'close')))
  return pieces.join('')
}

const debugged = async (place: string): Promise<Seen> => {
  const { cwd, env, seen } = prepare(place, COMPILED)
  const debuggee = spawn(process.execPath, ['--inspect-brk=127.0.0.1:0', 'main.mjs'], { cwd, env })
  const address = await new Promise<string>(found => {
    debuggee.stderr.on('data', (piece: Buffer) => {
      const [match] = /ws:\S+/.exec(piece.toString()) ?? []
      if (match !== undefined) found(match)
    })
  })
  const [{ stdout }] = await Promise.all([
    exec(process.execPath, ['--experimental-websocket', 'attach.mjs', address], { cwd, timeout: 120_000 }),
    once(debuggee, 'exit'),
  ])
  assert.equal(stdout.trim(), '0', 'the client was stopped')
  return seen()
}

const vitest = (pool: string): Environment['run'] =>
  started(ESM, [bin('vitest/vitest.mjs'), 'run', `--pool=${pool}`, '--root=.', 'in-vitest'])

const STRIPPED = 'Node strips types only: no enums, namespaces, parameter properties or decorators'
const TYPED = 'cannot be typed into the REPL'

export const environments: readonly Environment[] = [
  { name: 'tsx, ES modules', everyday: true, run: started(ESM, [tsx, 'main.mjs']) },
  {
    name: 'tsx, CommonJS',
    everyday: true,
    run: started({ folder: 'cjs', how: 'require' }, [tsx, 'main.mjs']),
  },
  { name: 'node --import tsx', everyday: true, run: started(ESM, ['--import', 'tsx', 'main.mjs']) },
  { name: 'tsc, ES modules', everyday: true, run: started(COMPILED, ['main.mjs']) },
  {
    name: 'tsc, CommonJS',
    everyday: true,
    run: started({ folder: 'cjs-compiled', ext: 'js', how: 'require' }, ['main.mjs']),
  },
  { name: 'esbuild bundle', everyday: true, run: bundled },
  { name: 'node:test', run: started(ESM, ['--import', 'tsx', '--test', 'in-node-test.mjs']) },
  { name: 'vitest, forks', run: vitest('forks') },
  { name: 'vitest, threads', run: vitest('threads') },
  { name: 'c8', run: started(COMPILED, [bin('c8/bin/c8.js'), '--reporter=none', 'node', 'main.mjs']) },
  { name: 'istanbul', run: instrumented },
  {
    name: 'REPL',
    lacks: {
      'ES modules': TYPED,
      'sloppy scripts': TYPED,
      positions: 'what is typed has no file and no source map',
    },
    run: typed,
  },
  { name: '--inspect, attached', run: debugged },
  { name: 'in a worker', run: started(COMPILED, ['in-worker.mjs']) },
  ...[22, 24].flatMap((version): Environment[] => [
    { name: `Node ${version}, tsc`, run: started(COMPILED, ['main.mjs'], () => nodeOf(version)) },
    { name: `Node ${version}, tsx`, run: started(ESM, [tsx, 'main.mjs'], () => nodeOf(version)) },
    {
      name: `Node ${version}, types stripped`,
      lacks: { dialect: STRIPPED },
      run: started({ folder: 'esm-compiled', dialect: false }, ['main.mjs'], () => nodeOf(version)),
    },
  ]),
]
