import { run } from './all.mjs'

await run()
