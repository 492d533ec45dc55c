// `npm run reference`: writes docs/reference anew, and the list of benchmarks.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { benchmarksPage, PAGE } from './benchmarks.ts'
import { FOLDER, pages } from './pages.ts'

const made = await pages('local[2]')
rmSync(FOLDER, { recursive: true, force: true })
mkdirSync(new URL('session/', FOLDER), { recursive: true })
for (const [file, text] of made) writeFileSync(new URL(file, FOLDER), text)
writeFileSync(PAGE, benchmarksPage())
console.log(`${made.size} pages in ${fileURLToPath(FOLDER)}`)
