// Plain JavaScript, the same in all environments.
import { createRequire } from 'node:module'
import { cases as esmOnly } from './esm-only.mjs'

export { refusals } from './esm-only.mjs'

// Past bundlers and test runners, which would make it strict.
const sloppy = createRequire(import.meta.url)('./sloppy.cjs')

export const groups = { 'ES modules': esmOnly, 'sloppy scripts': sloppy.cases }
