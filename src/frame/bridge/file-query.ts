// The SQL of a frame over the rows of its files, whichever of them these are.

import { lightDatabase } from '../../io/duckdb/light.ts'
import { hidesNumbers, ROWS_OF_FILES } from '../../io/parquet.ts'
import type { FrameQuery } from '../../lineage/source.ts'
import { columnsOf } from '../check/scope.ts'
import { parquetTable } from '../files/parquet.ts'
import type { ParquetFiles, Plan } from '../plan/plan.ts'
import { ofRows } from '../run/query.ts'
import { blaming } from '../run/sources.ts'
import { faultsOf } from '../run/tell.ts'
import { relation } from '../sql/block.ts'
import { compile } from '../sql/compile.ts'
import { identifier } from '../sql/identifier.ts'
import { pruned } from './pruned.ts'

export const fileQuery = (plan: Plan, leaf: ParquetFiles): Promise<FrameQuery> =>
  blaming(leaf, async () => {
    const asking = { database: lightDatabase(), options: {} }
    const table = await parquetTable(leaf, leaf.reading, asking)
    const { files, directories, fields, there, over } = table
    const inside = columnsOf(fields, leaf)
    const { sql, output } = compile(plan, {
      sent: () => undefined,
      output: () => inside,
      block: () => relation(over(ROWS_OF_FILES), inside),
    })
    ofRows(plan, output)
    const isNumbered = !hidesNumbers(there)
    return {
      files,
      read: isNumbered ? await pruned(plan, leaf, table, asking) : files,
      directories,
      sql,
      columns: output.map(({ name, sql }) => ({ name, sql: identifier(sql), nullable: true })),
      isNumbered,
      faults: faultsOf(plan),
    }
  })
