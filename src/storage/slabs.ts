// Memory for blocks: slabs of shared memory that every executor reads without a copy. Slabs are used again: fresh
// SharedArrayBuffers are collected too late (400 × 8 MB, none kept, peaked at 2–3.4 GB).

interface Gap {
  start: number
  end: number
}

interface Slab {
  readonly memory: SharedArrayBuffer
  /** What is free, in order; no two touch. */
  readonly gaps: Gap[]
}

export interface Slabs {
  /** Undefined where the budget leaves no room. */
  readonly allocate: (length: number) => Uint8Array | undefined
  readonly release: (bytes: Uint8Array) => void
  /** Whether so many bytes fit if all else goes. */
  readonly canHold: (length: number) => boolean
  /** Whole slabs counted. */
  readonly heldBytes: () => number
  readonly close: () => void
}

const SLAB_BYTES = 4 * 1024 * 1024
/** A small budget is cut into at least so many. */
const FEWEST_SLABS = 8
/** Columns are read in place. */
const ALIGNMENT = 8

const aligned = (length: number): number => Math.ceil(length / ALIGNMENT) * ALIGNMENT

export const slabsWithin = (budget: number): Slabs => {
  const slabBytes = Math.max(ALIGNMENT, Math.min(SLAB_BYTES, aligned(budget / FEWEST_SLABS)))
  const slabs = new Map<ArrayBufferLike, Slab>()
  let held = 0

  const sizeFor = (length: number): number => Math.ceil(length / slabBytes) * slabBytes

  const isEmpty = ({ memory, gaps: [gap] }: Slab): boolean =>
    gap !== undefined && gap.end - gap.start === memory.byteLength

  const fresh = (length: number): Slab | undefined => {
    const size = sizeFor(length)
    for (const slab of slabs.values())
      if (held + size > budget && isEmpty(slab)) {
        slabs.delete(slab.memory)
        held -= slab.memory.byteLength
      }
    if (held + size > budget) return undefined
    held += size
    const slab: Slab = { memory: new SharedArrayBuffer(size), gaps: [{ start: 0, end: size }] }
    slabs.set(slab.memory, slab)
    return slab
  }

  const take = ({ memory, gaps }: Slab, length: number): Uint8Array | undefined => {
    const size = aligned(length)
    const at = gaps.findIndex(gap => gap.end - gap.start >= size)
    if (at < 0) return undefined
    const gap = gaps[at]!
    const bytes = new Uint8Array(memory, gap.start, length)
    gap.start += size
    if (gap.start === gap.end) gaps.splice(at, 1)
    return bytes
  }

  return {
    allocate: length => {
      if (length === 0) return new Uint8Array(0)
      for (const slab of slabs.values()) {
        const bytes = take(slab, length)
        if (bytes !== undefined) return bytes
      }
      const slab = fresh(length)
      return slab && take(slab, length)
    },
    release: ({ buffer, byteOffset, length }) => {
      const gaps = slabs.get(buffer)?.gaps
      if (gaps === undefined) return
      const made: Gap = { start: byteOffset, end: byteOffset + aligned(length) }
      const behind = gaps.findIndex(gap => gap.start > made.start)
      const at = behind < 0 ? gaps.length : behind
      const [before, after] = [gaps[at - 1], gaps[at]]
      if (after?.start === made.end) {
        made.end = after.end
        gaps.splice(at, 1)
      }
      if (before?.end === made.start) before.end = made.end
      else gaps.splice(at, 0, made)
    },
    canHold: length => sizeFor(length) <= budget,
    heldBytes: () => held,
    close: () => slabs.clear(),
  }
}
