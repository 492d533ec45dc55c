// Where blocks live on the driver's side of the house: in slabs of shared memory that every executor reads without a
// copy, and, beyond the budget, in files. Blocks outlive the worker that wrote them.
// Slabs are reused: fresh SharedArrayBuffers are collected too late (400 × 8 MB, none kept, peaked at 2–3.4 GB).

import { mkdtemp, rm, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PartitaError } from '../fault.ts'
import { temporary } from '../temporary.ts'

export type Location =
  | { readonly in: 'memory'; readonly bytes: Uint8Array }
  | { readonly in: 'file'; readonly path: string; readonly length: number }

interface Slab {
  readonly memory: SharedArrayBuffer
  used: number
  live: number
}

const SLAB_BYTES = 4 * 1024 * 1024

export interface BlockStore {
  /** Takes a copy: the caller may reuse its bytes. */
  readonly put: (bytes: Uint8Array) => Promise<Location>
  readonly free: (location: Location) => Promise<void>
  /** Bytes held in memory, whole slabs counted. */
  readonly memoryBytes: () => number
  readonly close: () => Promise<void>
}

export const blockStore = (budget: number, tempDir: string): BlockStore => {
  const slabs = new Map<SharedArrayBuffer, Slab>()
  const idle: Slab[] = []
  let held = 0
  let open: Slab | undefined
  let files = 0
  let folder: Promise<string> | undefined
  let settle = () => {}

  const slabFor = (length: number): Slab | undefined => {
    if (open !== undefined && open.used + length <= open.memory.byteLength) return open
    const fits = idle.findIndex(
      slab => slab.memory.byteLength >= length && slab.memory.byteLength <= 2 * Math.max(length, SLAB_BYTES),
    )
    const slab = fits >= 0 ? idle.splice(fits, 1)[0] : fresh(length)
    if (slab !== undefined && slab.memory.byteLength - length >= SLAB_BYTES / 2) {
      if (open?.live === 0) idle.push(open)
      open = slab
    }
    return slab
  }

  const fresh = (length: number): Slab | undefined => {
    const size = Math.ceil(length / SLAB_BYTES) * SLAB_BYTES
    while (held + size > budget && idle.length > 0) held -= drop(idle.pop()!)
    if (held + size > budget) return undefined
    held += size
    const slab = { memory: new SharedArrayBuffer(size), used: 0, live: 0 }
    slabs.set(slab.memory, slab)
    return slab
  }

  const drop = (slab: Slab): number => {
    slabs.delete(slab.memory)
    return slab.memory.byteLength
  }

  const toFile = async (bytes: Uint8Array): Promise<Location> => {
    folder ??= mkdtemp(join(tempDir, 'partita-')).then(made => {
      settle = temporary(made)
      return made
    })
    const path = join(await folder, `block-${files++}`)
    try {
      await writeFile(path, bytes, { mode: 0o600 })
    } catch (cause) {
      throw new PartitaError(
        'SPILL_FAILED',
        `Could not write ${bytes.length} bytes to ${path}: ${(cause as Error).message}`,
        {
          cause,
          hint: `Blocks go to disk when they outgrow the ${budget} bytes that memory allows; set tempDir to a folder with space, or raise memory.`,
        },
      )
    }
    return { in: 'file', path, length: bytes.length }
  }

  return {
    put: bytes => {
      const slab = slabFor(bytes.length)
      if (slab === undefined) return toFile(bytes)
      const place = new Uint8Array(slab.memory, slab.used, bytes.length)
      place.set(bytes)
      // The next block begins where typed arrays may.
      slab.used += (bytes.length + 7) & ~7
      slab.live++
      return Promise.resolve({ in: 'memory', bytes: place })
    },
    free: async location => {
      if (location.in === 'file') return unlink(location.path).catch(() => {})
      const slab = slabs.get(location.bytes.buffer as SharedArrayBuffer)
      if (slab === undefined || --slab.live > 0) return
      slab.used = 0
      if (slab !== open) idle.push(slab)
    },
    memoryBytes: () => held,
    close: async () => {
      slabs.clear()
      idle.length = 0
      open = undefined
      if (folder !== undefined) await rm(await folder, { recursive: true, force: true })
      settle()
    },
  }
}
