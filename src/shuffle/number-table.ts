// Numbers → entries. Open addressing over pairs (key, entry + 1) in one typed array, so that a probe reads one line of
// the cache. Integers of 32 bits and other numbers keep to tables of their own: the former take half the memory.

export class NumberTable {
  #slots: Int32Array | Float64Array
  #mask = 255
  #size = 0
  #nan = -1

  constructor(Slots: Int32ArrayConstructor | Float64ArrayConstructor) {
    this.#slots = new Slots(2 * 256)
  }

  /** The entry of the number (NaN is itself, −0 is 0): `fresh` if it was not there before, and then it is. */
  index(key: number, fresh: number): number {
    if (Number.isNaN(key)) return this.#indexNaN(fresh)
    const slots = this.#slots
    const mask = this.#mask
    let slot = slotOf(key) & mask
    for (;;) {
      const entry = slots[2 * slot + 1]!
      if (entry === 0) break
      if (slots[2 * slot] === key) return entry - 1
      slot = (slot + 1) & mask
    }
    slots[2 * slot] = key
    slots[2 * slot + 1] = fresh + 1
    if (++this.#size * 2 > mask) this.#rehash()
    return fresh
  }

  #indexNaN(fresh: number): number {
    if (this.#nan < 0) this.#nan = fresh
    return this.#nan
  }

  #rehash(): void {
    const old = this.#slots
    const mask = this.#mask * 2 + 1
    const slots = new (old.constructor as Float64ArrayConstructor)(2 * (mask + 1))
    for (let i = 0; i < old.length; i += 2) {
      if (old[i + 1] === 0) continue
      let slot = slotOf(old[i]!) & mask
      while (slots[2 * slot + 1] !== 0) slot = (slot + 1) & mask
      slots[2 * slot] = old[i]!
      slots[2 * slot + 1] = old[i + 1]!
    }
    this.#slots = slots
    this.#mask = mask
  }
}

const float = new Float64Array(1)
const halves = new Int32Array(float.buffer)

/** Fibonacci hashing, its upper bits folded into the lower: a reducer's keys are often all equal modulo something. */
const slotOf = (key: number): number => {
  const int = key | 0
  if (int === key) {
    const h = Math.imul(int, 0x9e3779b1)
    return h ^ (h >>> 15)
  }
  float[0] = key
  const h = Math.imul(halves[0]! ^ Math.imul(halves[1]!, 0x85ebca6b), 0x9e3779b1)
  return h ^ (h >>> 15)
}
