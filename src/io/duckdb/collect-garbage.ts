// DuckDB's chunks are freed when V8 collects their handles, and V8 does not see what they weigh: a stream that is left
// alone grows to a gigabyte. What it sees are the bytes that are copied out of them: beyond a few megabytes it marks its
// whole heap, again and again, for arrays that are dead anyway. A minor collection now and then holds both down.

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

type Collect = (options: { readonly type: 'minor' }) => void

let collect: Collect | undefined

const minor = (): void => {
  if (collect === undefined) {
    setFlagsFromString('--expose-gc')
    collect = runInNewContext('gc') as Collect
  }
  // At once: V8 looks right afterwards whether there is reason to mark.
  setFlagsFromString('--no-concurrent-array-buffer-sweeping')
  collect({ type: 'minor' })
  setFlagsFromString('--concurrent-array-buffer-sweeping')
}

const CHUNKS = 256
const BYTES = 3 * 2 ** 20

/** To be called for each chunk, with the bytes that were copied out of it. */
export const chunkCounter = (): ((bytes: number) => void) => {
  let chunks = 0
  let bytes = 0
  return more => {
    chunks++
    bytes += more
    if (chunks < CHUNKS && bytes < BYTES) return
    minor()
    chunks = 0
    bytes = 0
  }
}
