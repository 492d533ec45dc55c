// How driver and worker speak: frames of bytes. A frame is a small head (any plain data) and blobs that need no
// encoding: shuffle blocks, results. Threads use a MessagePort (blobs in shared memory are not copied, others are
// handed over); a pipe to a process would carry the same frames.

import { deserialize, serialize } from 'node:v8'
import type { MessagePort } from 'node:worker_threads'

export interface Frame<Head> {
  readonly head: Head
  readonly blobs: readonly Uint8Array[]
}

/** Sends heads of type `Out`, receives heads of type `In`. */
export interface Transport<Out, In> {
  /** Blobs that own their whole ArrayBuffer are handed over: the sender must not use them again. */
  readonly send: (head: Out, blobs?: readonly Uint8Array[]) => void
  readonly receive: (listener: (frame: Frame<In>) => void) => void
  readonly close: () => void
}

export const portTransport = <Out, In>(port: MessagePort): Transport<Out, In> => ({
  send: (head, blobs = []) => {
    const owned = blobs.filter(ownsBuffer).map(blob => blob.buffer as ArrayBuffer)
    port.postMessage([serialize(head), ...blobs], [...new Set(owned)])
  },
  receive: listener => {
    port.on('message', ([head, ...blobs]: [Uint8Array, ...Uint8Array[]]) =>
      listener({ head: deserialize(head) as In, blobs }),
    )
  },
  close: () => port.close(),
})

/** Small Buffers live in Node's pool, and shared memory cannot be handed over: both stay with the sender. */
const ownsBuffer = (blob: Uint8Array): boolean =>
  blob.buffer instanceof ArrayBuffer && blob.byteLength === blob.buffer.byteLength && blob.byteLength > 0
