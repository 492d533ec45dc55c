// Runs the benchmarks named (`npm run bench -- range-sum small-tasks`), or all, one after the other, each in a process
// of its own.

import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'

const PARTS = new Set([
  'run.ts',
  'measure.ts',
  'hand-written.ts',
  'zipf-text.ts',
  'taxi-csv.ts',
  'trip-table.ts',
])
const names = process.argv.slice(2)
const files = readdirSync(import.meta.dirname)
  .filter(file => file.endsWith('.ts') && !PARTS.has(file))
  .filter(file => names.length === 0 || names.includes(file.replace(/\.ts$/, '')))

console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}`)
for (const file of files) {
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', join(import.meta.dirname, file)], {
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(status ?? 1)
}
