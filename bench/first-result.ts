// Process start to the answer of a trivial job, beside a bare `node`, both as whole processes.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { measure } from './measure.ts'

const folder = mkdtempSync(join(import.meta.dirname, 'first-result-'))
const script = join(folder, 'trivial.mjs')
writeFileSync(
  script,
  `import { openSession } from 'partita'
const session = await openSession({ master: 'local[2]' })
if ((await session.parallelize([1, 2, 3], 2).map(x => x + 1).reduce((a, b) => a + b)) !== 9) throw new Error()
await session.close()`,
)
const node = (...args: string[]) => {
  execFileSync(process.execPath, args, { cwd: folder })
}

try {
  const [partita, bare] = await measure(
    'process start to the answer',
    [
      { name: 'partita, local[2]', run: () => node(script) },
      { name: 'bare node', run: () => node('-e', '0') },
    ],
    { rounds: 10 },
  )
  console.log(`partita adds ${(partita!.millis - bare!.millis).toFixed(0)} ms`)
} finally {
  rmSync(folder, { recursive: true })
}
