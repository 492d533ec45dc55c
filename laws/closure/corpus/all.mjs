// The whole corpus by static imports, for tools that follow these.

import { writeFileSync } from 'node:fs'
import { dialect } from './dialect/dialect.ts'
import { failures, groups, refusals } from './index.ts'
import * as plain from './plain.mjs'
import { ship } from './ship.mjs'

export const run = async () => {
  const { folder, out } = JSON.parse(process.env.CORPUS)
  const all = { ...groups, dialect, ...plain.groups }
  writeFileSync(
    out,
    JSON.stringify(
      await ship({ groups: all, failures, refusals: [...refusals, ...plain.refusals] }, { folder }),
    ),
  )
}
