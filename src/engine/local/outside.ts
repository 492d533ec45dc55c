// Rows that are made outside the lineage, as this engine holds them: read once, batch by batch into the block store,
// which goes to disk beyond its budget; shared by all jobs that ask, freed when nobody can ask any more. What fails or
// is cancelled is not remembered.

import { crc32 } from 'node:zlib'
import { type EncodedBatch, encodedBatch } from '../../codec/batch.ts'
import { PartitaError } from '../../fault.ts'
import type { Field } from '../../lineage/data-type.ts'
import type { OutsideRows } from '../../lineage/source.ts'
import type { BlockStore, Location } from '../../storage/store.ts'

export interface HeldRows {
  readonly fields: readonly Field[]
  readonly batches: readonly StoredBatch[]
}

export interface StoredBatch {
  readonly location: Location
  /** Of its bytes. */
  readonly checksum: number
}

interface Reading {
  readonly result: Promise<HeldRows>
  readonly stop: AbortController
  /** Jobs that wait for it; the last that leaves stops it. */
  waiting: number
}

export const outsideRows = (store: BlockStore, watch: (rows: OutsideRows, release: () => void) => void) => {
  const known = new WeakMap<OutsideRows, Reading>()
  const running = new Set<Reading>()

  const free = (batches: readonly StoredBatch[]) =>
    Promise.all(batches.map(({ location }) => store.free(location)))
  // Made here, where no scope holds the rows: a closure keeps alive what its neighbours name, too.
  const freeing = (result: Promise<HeldRows>) => () =>
    void result.then(
      ({ batches }) => free(batches),
      () => {},
    )

  const stored = async ({ length, into }: EncodedBatch): Promise<StoredBatch> => {
    let checksum = 0
    const location = await store.put({
      length,
      into: bytes => {
        into(bytes)
        checksum = crc32(bytes)
      },
    })
    return { location, checksum }
  }

  const read = async (rows: OutsideRows, { signal }: AbortController): Promise<HeldRows> => {
    const kept: StoredBatch[] = []
    try {
      const { fields, batches } = await rows.open(signal, true)
      for await (const batch of batches) {
        signal.throwIfAborted()
        kept.push(await stored(encodedBatch(fields, batch)))
      }
      signal.throwIfAborted()
      return { fields, batches: kept }
    } catch (error) {
      await free(kept)
      throw signal.aborted ? signal.reason : error
    }
  }

  const begin = (rows: OutsideRows): Reading => {
    const stop = new AbortController()
    const reading: Reading = { result: read(rows, stop), stop, waiting: 0 }
    known.set(rows, reading)
    running.add(reading)
    reading.result
      .then(
        () => watch(rows, freeing(reading.result)),
        () => forget(rows, reading),
      )
      .finally(() => running.delete(reading))
    return reading
  }

  const forget = (rows: OutsideRows, reading: Reading): void => {
    if (known.get(rows) === reading) known.delete(rows)
  }

  return {
    /** The rows, read by the first call. Rejects with CANCELLED when the signal aborts. */
    of: (rows: OutsideRows, signal: AbortSignal | undefined): Promise<HeldRows> => {
      if (signal?.aborted === true) return Promise.reject(cancelled(signal))
      const reading = known.get(rows) ?? begin(rows)
      reading.waiting++
      if (signal === undefined) return reading.result
      return new Promise((resolve, reject) => {
        const leave = () => {
          reject(cancelled(signal))
          if (--reading.waiting > 0) return
          forget(rows, reading)
          reading.stop.abort(cancelled(signal))
        }
        signal.addEventListener('abort', leave, { once: true })
        reading.result.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
      })
    },
    /** How many batches there are, if they were asked for already. */
    countIfKnown: (rows: OutsideRows): Promise<number | undefined> | undefined =>
      known.get(rows)?.result.then(
        ({ batches }) => batches.length,
        () => undefined,
      ),
    close: async (): Promise<void> => {
      const fault = new PartitaError('CLOSED', 'The session was closed while the job ran.')
      for (const { stop } of running) stop.abort(fault)
      await Promise.allSettled(Array.from(running, ({ result }) => result))
    },
  }
}

const cancelled = ({ reason }: AbortSignal): PartitaError =>
  new PartitaError('CANCELLED', 'The job was cancelled.', { cause: reason })
