// Combinators of sketches.

import type { Callable } from '../callable.ts'
import { addToSketch, estimateOf, mergeSketches, type Sketch } from '../distinct-count.ts'

export const SKETCHES = {
  sketch: (precision: () => number) => {
    const bits = precision()
    return (sketch: Sketch, value: unknown) => addToSketch(sketch, value, bits)
  },
  mergeSketches: (precision: () => number) => {
    const bits = precision()
    return (a: Sketch, b: Sketch) => mergeSketches(a, b, bits)
  },
  estimate: (precision: () => number) => {
    const bits = precision()
    return (sketch: Sketch) => estimateOf(sketch, bits)
  },
} satisfies Record<string, (...args: never[]) => Callable>
