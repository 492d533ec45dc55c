// How often each law is tried. Seeds are random, printed on failure, never pinned.

import fc from 'fast-check'

fc.configureGlobal({ numRuns: Number(process.env.LAWS_RUNS ?? 100) })
