// DuckDB's chunks are freed when V8 collects their handles, and V8 does not see what they weigh: a stream that is left
// alone grows to a gigabyte. A minor collection now and then holds it down, and is faster than paging.

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

type Collect = (options: { readonly type: 'minor' }) => void

let collect: Collect | undefined

const minor = (): void => {
  if (collect === undefined) {
    setFlagsFromString('--expose-gc')
    collect = runInNewContext('gc') as Collect
  }
  collect({ type: 'minor' })
}

const CHUNKS = 256

/** To be called for each chunk. */
export const chunkCounter = (): (() => void) => {
  let chunks = 0
  return () => {
    if (++chunks % CHUNKS === 0) minor()
  }
}
