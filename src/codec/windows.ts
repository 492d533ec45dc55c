// Which part of each buffer a record's views look at: only that travels, so that a small view of a large buffer stays
// small, and views that shared a buffer share one again.

export interface Window {
  readonly start: number
  readonly end: number
}

/** Thrown where a view looks at more than was written already: the window has grown, the record is begun again. */
export const WIDER = Symbol('a wider window')

/** Views of 8-byte numbers must stay aligned. */
const ALIGNMENT = 8

export class Windows {
  readonly #windows = new Map<ArrayBuffer, Window>()

  clear(): void {
    if (this.#windows.size > 0) this.#windows.clear()
  }

  of(buffer: ArrayBuffer): Window {
    return this.#windows.get(buffer)!
  }

  widen(buffer: ArrayBuffer, { start, end }: Window): void {
    const known = this.#windows.get(buffer)
    if (known === undefined) this.#windows.set(buffer, { start: start - (start % ALIGNMENT), end })
    else if (start < known.start || end > known.end) {
      // More than asked, so that many views cost one new beginning and not one each.
      this.#windows.set(buffer, { start: 0, end: buffer.byteLength })
      throw WIDER
    }
  }
}
