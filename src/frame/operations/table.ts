// Every operation by its name: what a call in an expression may be.

import { AGGREGATES } from './aggregates.ts'
import { NESTED } from './nested.ts'
import { NUMBERS } from './numbers.ts'
import type { Operation, Operations } from './operation.ts'
import { OPERATORS } from './operators.ts'
import { TEXT } from './text.ts'
import { TIME } from './time.ts'

const OPERATIONS: Operations = { ...OPERATORS, ...TEXT, ...NUMBERS, ...TIME, ...NESTED, ...AGGREGATES }

export const operationOf = (name: string): Operation => OPERATIONS[name]!
