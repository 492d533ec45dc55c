// The most memory that a process has held once a sort, a join and groups of tens of millions of rows went through it, far
// more than the quarter of `memory` that queries have: the rest spills. Each in a process of its own.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSession, type Session } from 'partita'

const MEMORY = '1g'
const hashes = (rows: number) => `SELECT range AS i, md5(range::VARCHAR) AS s FROM range(${rows})`

const works: Readonly<Record<string, (session: Session, folder: string) => Promise<unknown>>> = {
  'nothing but a session': session => session.sql('SELECT 1').collect(),
  '20M rows sorted, written': (session, folder) =>
    session.sql(hashes(20_000_000)).orderBy('s').write.parquet(join(folder, 'sorted')),
  '10M rows joined with 10M': session =>
    session.sql(`SELECT a.i FROM (${hashes(10_000_000)}) a JOIN (${hashes(10_000_000)}) b USING (s)`).count(),
  '20M groups': session => session.sql(`SELECT s, max(i) FROM (${hashes(20_000_000)}) GROUP BY s`).count(),
}

const [, , name] = process.argv
if (name === undefined)
  for (const work of Object.keys(works))
    spawnSync(process.execPath, ['--import', 'tsx', import.meta.filename, work], { stdio: 'inherit' })
else {
  const folder = mkdtempSync(join(tmpdir(), 'partita-spill-'))
  const session = await openSession({ master: 'local[2]', memory: MEMORY, progress: false })
  try {
    await works[name]!(session, folder)
  } finally {
    await session.close()
    rmSync(folder, { recursive: true })
  }
  const { user, system } = process.cpuUsage()
  console.log(
    `${name.padEnd(26)} memory ${MEMORY}, at most ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB, ` +
      `${((user + system) / 1e6).toFixed(1)} CPU s`,
  )
}
