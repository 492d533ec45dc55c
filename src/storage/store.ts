// Where blocks live on the driver's side of the house: in memory, and, beyond the budget, in files. Blocks outlive the
// worker that wrote them. Who reads one holds it: its memory or file is not given away under a reader.

import { rm, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PartitaError } from '../fault.ts'
import { type TemporaryFolder, temporaryFolder } from '../temporary.ts'
import { slabsWithin } from './slabs.ts'

export type Location =
  | { readonly in: 'memory'; readonly bytes: Uint8Array }
  | { readonly in: 'file'; readonly path: string; readonly length: number }

/** Gives memory back that can be spared; false where there is none. */
export type Relief = () => Promise<boolean>

/** A block that is written where it will lie. */
export interface Unwritten {
  readonly length: number
  /** Called once; what stood there is anything. */
  readonly into: (bytes: Uint8Array) => void
}

/** Each `put` takes a copy: the caller may reuse its bytes. */
export interface BlockStore {
  /** In memory, or in a file where no relief makes room. */
  readonly put: (block: Uint8Array | Unwritten) => Promise<Location>
  /** Undefined where no relief makes room. */
  readonly putInMemory: (bytes: Uint8Array) => Promise<Location | undefined>
  readonly putInFile: (bytes: Uint8Array) => Promise<Location>
  /** Once there is no use for it; those who hold it may go on reading. */
  readonly free: (location: Location) => Promise<void>
  /** Returns what ends the hold. */
  readonly hold: (location: Location) => () => void
  /** Asked again and again while memory is short. */
  readonly relieveBy: (relief: Relief) => void
  /** Bytes held in memory, whole slabs counted. */
  readonly memoryBytes: () => number
  readonly close: () => Promise<void>
}

const bytesOf = ({ length, into }: Unwritten): Uint8Array => {
  const bytes = new Uint8Array(length)
  into(bytes)
  return bytes
}

export const blockStore = (budget: number, tempDir: string): BlockStore => {
  const slabs = slabsWithin(budget)
  const users = new Map<Location, number>()
  const writing = new Set<Promise<unknown>>()
  let relief: Relief = () => Promise.resolve(false)
  let files = 0
  let folder: TemporaryFolder | undefined
  let closed = false

  const used = (location: Location): Location => {
    users.set(location, 1)
    return location
  }

  const leave = async (location: Location): Promise<void> => {
    const count = users.get(location) ?? 0
    if (count > 1) return void users.set(location, count - 1)
    if (!users.delete(location)) return
    if (location.in === 'memory') slabs.release(location.bytes)
    else await unlink(location.path).catch(() => {})
  }

  const putInMemory = async (block: Uint8Array | Unwritten): Promise<Location | undefined> => {
    for (;;) {
      const place = slabs.allocate(block.length)
      if (place !== undefined) {
        if ('into' in block) block.into(place)
        else place.set(block)
        return used({ in: 'memory', bytes: place })
      }
      if (!slabs.canHold(block.length) || !(await relief())) return undefined
    }
  }

  const write = async (bytes: Uint8Array): Promise<Location> => {
    let path = tempDir
    try {
      folder ??= temporaryFolder(join(tempDir, 'partita-'))
      path = join(folder.path, `block-${files++}`)
      await writeFile(path, bytes, { mode: 0o600 })
      return used({ in: 'file', path, length: bytes.length })
    } catch (cause) {
      if (path !== tempDir) await unlink(path).catch(() => {})
      throw new PartitaError(
        'SPILL_FAILED',
        `Could not write ${bytes.length} bytes to ${path}: ${(cause as Error).message}`,
        {
          cause,
          hint: `Blocks go to disk when they outgrow the ${budget} bytes that memory allows; set tempDir to a folder with space, or raise memory.`,
        },
      )
    }
  }

  const putInFile = async (bytes: Uint8Array): Promise<Location> => {
    if (closed) throw new PartitaError('CLOSED', 'The session was closed before a block was written.')
    const written = write(bytes)
    const settled = written.catch(() => {})
    writing.add(settled)
    await settled
    writing.delete(settled)
    return written
  }

  return {
    put: async block => (await putInMemory(block)) ?? putInFile('into' in block ? bytesOf(block) : block),
    putInMemory,
    putInFile,
    free: leave,
    hold: location => {
      const count = users.get(location)
      if (count === undefined) return () => {}
      users.set(location, count + 1)
      return () => void leave(location)
    },
    relieveBy: given => {
      relief = given
    },
    memoryBytes: slabs.heldBytes,
    close: async () => {
      closed = true
      await Promise.all(writing)
      users.clear()
      slabs.close()
      if (folder === undefined) return
      await rm(folder.path, { recursive: true, force: true })
      folder.settle()
    },
  }
}
