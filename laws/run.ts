// Runs unit tests and laws: all of them, or those whose path contains one of the words given.
// --quick tries each law a few times only, LAWS_RUNS=10000 often; a failure prints the seed and path that replay it.

import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const quick = process.argv.includes('--quick')
const words = process.argv.slice(2).filter(word => word !== '--quick')
/** They start many processes: left to `npm test`. */
const SLOW = ['laws/closure/environments.law.ts', 'laws/closure/robustness.law.ts']
const files = ['src', 'laws']
  .flatMap(folder =>
    readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' }).map(file => `${folder}/${file}`),
  )
  .filter(file => /\.(test|law)\.ts$/.test(file))
  .filter(file => words.length === 0 || words.some(word => file.includes(word)))
  .filter(file => !quick || !SLOW.includes(file))
  .sort()
if (quick) console.log(`Quick: each law a few times, without ${SLOW.join(' and ')}.`)
if (files.length === 0) {
  console.error(`No test or law matches ${words.join(', ')}.`)
  process.exit(2)
}
const { status } = spawnSync(
  process.execPath,
  [
    '--import',
    'tsx',
    '--import',
    './laws/settings.ts',
    '--test',
    `--test-concurrency=${availableParallelism()}`,
    ...files,
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, ...(quick ? { LAWS_RUNS: '20' } : {}) } },
)
process.exit(status ?? 1)
