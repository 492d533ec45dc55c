// Loads the corpus as CORPUS says, ships it, and writes what was seen.

import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import * as plain from './plain.mjs'
import { ship } from './ship.mjs'

const { how, index, dialect, folder, out } = JSON.parse(process.env.CORPUS)
const load = file =>
  how === 'require' ? createRequire(import.meta.url)(file) : import(pathToFileURL(file).href)

export const run = async () => {
  const { groups, failures, refusals } = await load(index)
  const extra = dialect === undefined ? {} : { dialect: (await load(dialect)).dialect }
  const all = { ...groups, ...extra, ...plain.groups }
  const seen = await ship({ groups: all, failures, refusals: [...refusals, ...plain.refusals] }, { folder })
  writeFileSync(out, JSON.stringify(seen))
}
if (process.env.NODE_TEST_CONTEXT === undefined) await run()
