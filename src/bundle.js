// The last step of a build: `tsc` has written a file for each file of `src`; those that are loaded together are gathered
// in one, since to load a module costs as much as a hundred lines do. Each keeps its file, which hands on all that it
// exports: so closures name what they use of partita, and what is loaded later meets the same objects.

import { rmSync } from 'node:fs'
import { isAbsolute, join, relative } from 'node:path'
import { build } from 'rolldown'

const SRC = import.meta.dirname
const DIST = join(SRC, '../dist')
const at = file => join(SRC, file)
const WORKER = at('worker/main.ts')

/** What closures name, so that workers load it. */
const NAMED = ['rdd/accumulator.ts', 'rdd/broadcast.ts', 'rdd/per-worker.ts'].map(at)

/** What is loaded at one time, by the modules that bring it along. */
const TIMES = {
  driver: [at('index.ts'), at('engine/local/engine.ts')],
  session: [at('rdd/session.ts'), at('frame/session.ts')],
  planner: [at('engine/local/planner.ts')],
  worker: [WORKER, ...NAMED],
  files: ['csv', 'json-lines', 'json-row', 'parquet', 'parquet-writer'].map(name => at(`io/${name}.ts`)),
  duckdb: ['instance', 'running', 'query'].map(name => at(`io/duckdb/${name}.ts`)),
  query: [at('frame/run/actions.ts')],
}
const OF_WORKERS = new Set(['worker', 'files'])
const starts = Object.values(TIMES).flat()

const loadedBy = (starts, graph) => {
  const loaded = new Set()
  const visit = id => {
    if (loaded.has(id) || !id.startsWith(SRC)) return
    loaded.add(id)
    graph.getModuleInfo(id).importedIds.forEach(visit)
  }
  starts.forEach(visit)
  return loaded
}

/** By file: the first that loads it; `both` is what drivers and workers load, who need little else of each other. */
const chunks = new Map()
const divide = graph => {
  for (const [name, starts] of Object.entries(TIMES))
    for (const id of loadedBy(starts, graph)) {
      const first = chunks.get(id)
      // Workers open DuckDB too.
      const apart = name === 'duckdb' || OF_WORKERS.has(first) !== OF_WORKERS.has(name)
      chunks.set(id, first === undefined ? name : apart ? 'both' : first)
    }
  // It acts when it is loaded, and the driver may need other files of the worker.
  chunks.delete(WORKER)
}

const builtFile = id => relative(SRC, id).replaceAll('\\', '/').replace(/\.ts$/, '.js')

await build({
  input: Object.fromEntries(starts.map(start => [builtFile(start), start])),
  external: id => !id.startsWith('.') && !isAbsolute(id),
  platform: 'node',
  transform: { target: 'es2022' },
  plugins: [
    {
      name: 'gather',
      async resolveId(source, importer, { kind }) {
        if (kind !== 'dynamic-import') return null
        const { id, external } = await this.resolve(source, importer)
        return external ? null : { id: id.replace(/\.ts$/, '.js'), external: 'relative' }
      },
      moduleParsed({ id, isEntry }) {
        rmSync(join(DIST, `${builtFile(id)}.map`), { force: true })
        if (!isEntry)
          this.emitFile({ type: 'chunk', id, fileName: builtFile(id), preserveSignature: 'strict' })
      },
      buildEnd() {
        divide(this)
      },
    },
  ],
  output: {
    dir: DIST,
    entryFileNames: '[name]',
    chunkFileNames: 'start/[name].js',
    sourcemap: true,
    minifyInternalExports: false,
    // In this order: each takes along what its files import, as far as none before it has.
    codeSplitting: {
      groups: ['both', ...Object.keys(TIMES)].map(name => ({ name, test: id => chunks.get(id) === name })),
    },
  },
})
