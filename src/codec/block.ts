// A block: the records that one map task sends to one reducer, or a partition that is kept, as bytes that say what they
// are. The checksum covers header and body, so that a swapped, cut or aged block is as visible as a flipped bit.
// Guarded by laws/shuffle/block.

import { crc32 } from 'node:zlib'
import { PartitaError } from '../fault.ts'

export interface BlockHeader {
  /** The shuffle's edge; or `rdd 7` for a partition that is kept of that RDD. */
  readonly shuffle: string | number
  readonly mapIndex: number
  readonly reducer: number
  readonly attempt: number
  /** Records in the body. */
  readonly rows: number
}

/** What the reader asked for; what it does not know it leaves out. */
export type ExpectedBlock = Partial<BlockHeader>

const MAGIC = 0x31545250 // 'PRT1'
const VERSION = 1
const CHECKSUM_AT = 4
const FIXED = 40

/** Layout: magic, checksum of all that follows, version, numbers, length of the shuffle's name, the name, the body. */
export const sealBlock = (header: BlockHeader, body: Uint8Array): Uint8Array => {
  const name = Buffer.from(JSON.stringify(header.shuffle))
  const bytes = new Uint8Array(FIXED + name.length + body.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, MAGIC, true)
  view.setUint32(8, VERSION, true)
  view.setUint32(12, header.mapIndex, true)
  view.setUint32(16, header.reducer, true)
  view.setUint32(20, header.attempt, true)
  view.setUint32(24, header.rows, true)
  view.setFloat64(28, body.length, true)
  view.setUint32(36, name.length, true)
  bytes.set(name, FIXED)
  bytes.set(body, FIXED + name.length)
  view.setUint32(CHECKSUM_AT, crc32(bytes.subarray(CHECKSUM_AT + 4)), true)
  return bytes
}

/**
 * The header, and the body in place. `what` begins the message of an error.
 * @throws PartitaError FETCH_FAILED saying what does not match
 */
export const openBlock = (
  bytes: Uint8Array,
  expected: ExpectedBlock,
  what = `A block of shuffle ${expected.shuffle ?? '?'} from map partition ${expected.mapIndex ?? '?'}`,
): { readonly header: BlockHeader; readonly body: Uint8Array } => {
  const lost = (why: string) => new PartitaError('FETCH_FAILED', `${what} cannot be used: ${why}.`)
  if (bytes.length < FIXED) throw lost(`it has ${bytes.length} bytes, less than a header`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getUint32(0, true) !== MAGIC) throw lost('it does not begin as a block does')
  if (view.getUint32(8, true) !== VERSION)
    throw lost(`its version is ${view.getUint32(8, true)}, not ${VERSION}`)
  const length = view.getFloat64(28, true)
  const start = FIXED + view.getUint32(36, true)
  if (start + length !== bytes.length)
    throw lost(`it has ${bytes.length} bytes and should have ${start + length}`)
  if (view.getUint32(CHECKSUM_AT, true) !== crc32(bytes.subarray(CHECKSUM_AT + 4)))
    throw lost('its checksum does not match its bytes')
  const header: BlockHeader = {
    shuffle: JSON.parse(Buffer.from(bytes.subarray(FIXED, start)).toString()),
    mapIndex: view.getUint32(12, true),
    reducer: view.getUint32(16, true),
    attempt: view.getUint32(20, true),
    rows: view.getUint32(24, true),
  }
  for (const field of FIELDS)
    if (expected[field] !== undefined && expected[field] !== header[field])
      throw lost(`its ${NAMES[field]} is ${header[field]}, not ${expected[field]}`)
  return { header, body: bytes.subarray(start) }
}

const NAMES: Record<keyof BlockHeader, string> = {
  shuffle: 'shuffle',
  mapIndex: 'map partition',
  reducer: 'reducer',
  attempt: 'attempt',
  rows: 'number of records',
}
const FIELDS = Object.keys(NAMES) as (keyof BlockHeader)[]
