// The fp-ts instances, from the sources: fp-ts knows one RDD by the name partita/RDD, and in this program the sources
// declare it before the package does.

import { pipe } from 'fp-ts/lib/function.js'
import * as O from 'fp-ts/lib/Option.js'
import * as RDD from '../../src/fp.ts'
import { is } from './is.ts'

export const lengthsOf = (words: RDD.RDD<string>) => {
  const lengths: RDD.RDD<number> = RDD.Filterable.filterMap(words, word =>
    word === '' ? O.none : O.some(word.length),
  )
  is<RDD.Action<number>>().of(pipe(lengths, RDD.sum()))
}
