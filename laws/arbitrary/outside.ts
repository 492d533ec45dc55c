// RDDs of rows that are made outside the lineage, as the bridges from queries make them.

import type { RDD, Session } from 'partita'
import { node } from '../../dist/lineage/lineage.js'
import type { ColumnBatch } from '../../src/lineage/batch.ts'
import { NO_CALL_SITE } from '../../src/lineage/call-site.ts'
import type { Field } from '../../src/lineage/data-type.ts'
import type { OutsideRows, RowForm } from '../../src/lineage/source.ts'

export const outside = <T>(session: Session, rows: OutsideRows, as: RowForm = 'rows'): RDD<T> =>
  session.range(1).driver.rdd(
    node({
      kind: 'source',
      operator: 'outside',
      callSite: NO_CALL_SITE,
      from: { from: 'batches', rows, as },
    }),
  )

/** `opened`: each time that somebody makes the rows. */
export const rowsOfBatches = (
  fields: readonly Field[],
  batches: readonly ColumnBatch[],
  opened: () => void = () => {},
): OutsideRows =>
  Object.freeze({
    open: async () => {
      opened()
      return {
        fields,
        batches: (async function* () {
          yield* batches
        })(),
      }
    },
    describe: async () => 'rows of a law',
    paths: () => [],
  })
