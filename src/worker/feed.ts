// What feeds a loop, and how a leaf of the program becomes it.

import type { RangeSplit, TextSplit } from '../io/split.ts'
import { textChunks } from '../io/text.ts'
import type { Entry } from './loop.ts'
import type { Site } from './program.ts'

export interface Feed {
  readonly entry: Entry
  /** Units of the entry's kind; for `iterable` and `asyncIterable` the records themselves. */
  readonly units: Iterable<unknown> | AsyncIterable<unknown>
  readonly site: Site
  /** Where units come with time: the same feed, for those who cannot wait between units. */
  readonly gather?: () => Promise<Feed>
}

export const batches = (units: Iterable<readonly unknown[]>, site: Site): Feed => ({
  entry: 'batch',
  units,
  site,
})

export const rangeFeed = (split: RangeSplit, site: Site): Feed => ({
  entry: split.step === 1 ? 'range' : 'steps',
  units: rangeUnits(split),
  site,
})

export const textFeed = (split: TextSplit, site: Site, counter: { bytes: number }): Feed => ({
  entry: 'text',
  units: textChunks(split, counter),
  site,
})

/** Records to a unit: enough that calls cost nothing, few enough that V8 optimises the loop soon. */
const UNIT = 65_536

function* rangeUnits({ start, step, count }: RangeSplit) {
  for (let first = 0; first < count; first += UNIT) {
    const size = Math.min(UNIT, count - first)
    // Counted from the split's own start, so that a fractional step rounds as in one long loop.
    yield step === 1 ? { start: start + first, count: size } : { start, step, first, count: size }
  }
}
