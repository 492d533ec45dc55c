// The file that a worker runs. `../worker`, since this one may be built into a chunk in another folder of `dist`.

import { fileURLToPath } from 'node:url'

export const ENTRY = fileURLToPath(new URL('../worker/main.js', import.meta.url))
