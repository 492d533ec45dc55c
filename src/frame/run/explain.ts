// What will run, or did: the plan, its SQL, and the database's own plan.

import { rowReader } from '../../codec/batch-rows.ts'
import type { Call } from '../../rdd/call.ts'
import { checkOptions } from '../../rdd/check.ts'
import type { Running } from '../../rdd/shape.ts'
import { placeOf } from '../check/scope.ts'
import { leavesOf } from '../plan/plan.ts'
import { planLines } from '../plan/show.ts'
import type { Self } from '../relational.ts'
import { compiled } from './query.ts'
import { telling } from './tell.ts'

export const explain = (
  call: Call,
  self: Self,
  options?: Running & { readonly analyze?: boolean | undefined },
): Promise<string> => {
  checkOptions(call, options)
  return telling(call, self.plan, async () => {
    const asked = { signal: options?.signal, dry: options?.analyze !== true }
    const runnable = await compiled(self.plan, self.relational, asked, call)
    const { sql, parameters, steps, asking, free } = runnable
    const texts: string[] = []
    try {
      await asking(async () => {
        const { fields, batches } = await self.relational.database.query(
          `EXPLAIN ${options?.analyze === true ? 'ANALYZE ' : ''}${sql}`,
          parameters,
          { ...runnable.options, wrote: undefined },
        )
        const read = rowReader(fields)
        for await (const batch of batches)
          for (const row of read(batch)) texts.push(String(row.explain_value).trimEnd())
      })
    } finally {
      free()
    }
    const title = options?.analyze === true ? 'Measured' : 'Physical plan'
    const functions = steps.length === 0 ? [] : ['== Functions, on the workers', ...steps, '']
    const parts = [
      '== Plan',
      ...planLines(self.plan),
      '',
      ...functions,
      '== SQL',
      sql,
      '',
      `== ${title}`,
      ...texts,
    ]
    for (const leaf of leavesOf(self.plan))
      if (leaf.kind === 'records')
        parts.push(
          '',
          `== RDD of ${placeOf(leaf)}`,
          await self.relational.driver.engine.explain(leaf.lineage),
        )
    return parts.join('\n')
  })
}
