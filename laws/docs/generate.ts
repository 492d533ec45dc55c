// `npm run reference`: writes docs/reference anew.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { FOLDER, pages } from './pages.ts'

const made = await pages('local[2]')
rmSync(FOLDER, { recursive: true, force: true })
mkdirSync(new URL('session/', FOLDER), { recursive: true })
for (const [file, text] of made) writeFileSync(new URL(file, FOLDER), text)
console.log(`${made.size} pages in ${fileURLToPath(FOLDER)}`)
