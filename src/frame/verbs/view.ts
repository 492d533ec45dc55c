// Names for SQL.

import { calling } from '../../rdd/call.ts'
import type { Self } from '../relational.ts'

const naming =
  (operator: string, replace: boolean) =>
  ({ plan, relational }: Self, name: string): void =>
    relational.views.create(calling(operator), name, plan, replace)

export const createTempView = naming('createTempView', false)
export const createOrReplaceTempView = naming('createOrReplaceTempView', true)
