// A binary min-heap of integers in a plain array.

export const push = (heap: number[], value: number): void => {
  let at = heap.length
  while (at > 0) {
    const up = (at - 1) >> 1
    if (heap[up]! <= value) break
    heap[at] = heap[up]!
    at = up
  }
  heap[at] = value
}

/** Removes the least value; the heap must not be empty. */
export const pop = (heap: number[]): number => {
  const least = heap[0]!
  const value = heap.pop()!
  if (heap.length === 0) return least
  let at = 0
  for (;;) {
    let down = 2 * at + 1
    if (down >= heap.length) break
    if (down + 1 < heap.length && heap[down + 1]! < heap[down]!) down++
    if (heap[down]! >= value) break
    heap[at] = heap[down]!
    at = down
  }
  heap[at] = value
  return least
}
