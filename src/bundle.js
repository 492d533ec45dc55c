// The last step of a build: `tsc` has written a file for each file of `src`; those that every start loads are gathered
// in a few, since to load a module costs as much as a hundred lines do. Each keeps its file, which hands on all that it
// exports: so closures name what they use of partita, and what is loaded later meets the same objects.

import { rmSync } from 'node:fs'
import { relative } from 'node:path'
import { build } from 'rolldown'

const src = `${import.meta.dirname}/`
const dist = `${import.meta.dirname}/../dist/`

/** What closures name, so that workers load it. */
const NAMED = ['rdd/accumulator.ts', 'rdd/broadcast.ts', 'rdd/per-worker.ts']

/** What is loaded at one time, by the modules that bring it along. */
const TIMES = {
  driver: ['index.ts', 'engine/local/engine.ts'],
  frame: ['frame/session.ts'],
  planner: ['engine/local/planner.ts'],
  worker: ['worker/main.ts', ...NAMED],
}

const loadedBy = (starts, graph) => {
  const loaded = new Set()
  const visit = id => {
    if (loaded.has(id) || !id.startsWith(src)) return
    loaded.add(id)
    graph.getModuleInfo(id).importedIds.forEach(visit)
  }
  for (const start of starts) visit(src + start)
  return loaded
}

let times
/** The earliest that loads it; `both` is what drivers and workers load, who need little else of each other. */
const chunkOf = (id, graph) => {
  if (id === `${src}worker/main.ts`) return null
  times ??= Object.entries(TIMES).map(([name, starts]) => [name, loadedBy(starts, graph)])
  const [first, ...others] = times.flatMap(([name, loaded]) => (loaded.has(id) ? [name] : []))
  return others.includes('worker') ? 'both' : first
}

const builtFile = id => relative(src, id).replace(/\.ts$/, '.js')

const starts = Object.values(TIMES).flat()

await build({
  input: Object.fromEntries(starts.map(start => [builtFile(src + start), src + start])),
  external: /^[^./]/,
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
        rmSync(`${dist}${builtFile(id)}.map`)
        if (!isEntry)
          this.emitFile({ type: 'chunk', id, fileName: builtFile(id), preserveSignature: 'strict' })
      },
    },
  ],
  output: {
    dir: dist,
    entryFileNames: '[name]',
    chunkFileNames: 'start/[name].js',
    sourcemap: true,
    minifyInternalExports: false,
    codeSplitting: { groups: [{ debugName: 'start', name: chunkOf }] },
  },
})
