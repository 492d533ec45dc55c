// The statistics of `describe`, all of them in one pass.

import { refusing } from '../check/refusing.ts'
import { described } from '../check/summary.ts'
import { isNumeric } from '../check/typed.ts'
import { atom } from '../operations/operation.ts'
import type { Summarised } from '../plan/plan.ts'
import { type Block, blockText, type Item } from './block.ts'
import { identifier } from './identifier.ts'
import { sqlLiteral } from './literal.ts'
import type { Step } from './render.ts'

export const summary = ({ node, block, input, output }: Step<Summarised>): Block => {
  const names = sqlLiteral(['count', 'mean', 'stddev', 'min', 'max'])
  const columns = described(node, input, refusing(node)).map(({ sql, type }) => {
    const name = identifier(sql)
    const ofNumbers = (aggregate: string) =>
      type !== undefined && isNumeric(type) ? `${aggregate}(${name})` : 'NULL'
    const values = [
      `count(${name})`,
      ofNumbers('avg'),
      ofNumbers('stddev_samp'),
      `min(${name})`,
      `max(${name})`,
    ]
    return `[${values.map(value => `CAST(${value} AS VARCHAR)`).join(', ')}]`
  })
  const items = [names, ...columns].map(
    (list, i): Item => ({ sql: output[i]!.sql, piece: atom(`unnest(${list})`), plain: false }),
  )
  return {
    from: `(${blockText(block)})`,
    items,
    star: false,
    where: [],
    closed: true,
    depth: block.depth + 1,
  }
}
