// What a source is called after FROM.

import type { Leaf, Rows } from '../plan/plan.ts'
import { sqlLiteral } from './literal.ts'

export const leafSql = (leaf: Leaf): string => (leaf.kind === 'scan' ? leaf.table : rowsSql(leaf))

export const rowsSql = (leaf: Rows): string => `partita_batches(${sqlLiteral(leaf.table)})`
