// Rows → the values of each field, as they are. Generated once per list of names, so that V8 reads each field in place.

import { PartitaError } from '../fault.ts'

export type TakeValues = (rows: readonly unknown[], firstRecord: number) => unknown[][]

let made = 0

/** A longer function is not optimised any more. */
const WIDEST = 200

export const valuesTaker = (names: readonly string[]): TakeValues => {
  const parts: TakeOne[] = []
  for (let i = 0; i < names.length; i += WIDEST) parts.push(generated(names.slice(i, i + WIDEST)))
  return (rows, firstRecord) => {
    const bad = rows.findIndex(row => typeof row !== 'object' || row === null)
    if (bad >= 0)
      throw new PartitaError('DATA', `Record ${firstRecord + bad} is no object with fields.`, {
        recordIndex: firstRecord + bad,
        hint: 'a row is an object; of other values make one first: map(x => ({ value: x }))',
      })
    return parts.flatMap(take => take(rows))
  }
}

type TakeOne = (rows: readonly unknown[]) => unknown[][]

const generated = (names: readonly string[]): TakeOne => {
  const text = `return rows => {
const length = rows.length
${names.map((_, c) => `const c${c} = new Array(length)`).join('\n')}
for (let i = 0; i < length; i++) {
const row = rows[i]
${names.map((name, c) => `c${c}[i] = ${taken(name)}`).join('\n')}
}
return [${names.map((_, c) => `c${c}`).join(', ')}]
}
//# sourceURL=partita:values-${++made}`
  return new Function('hasOwn', text)(Object.hasOwn)
}

/** A name that every object has is a field only where the row itself has it. */
const taken = (name: string): string => {
  const field = `row[${JSON.stringify(name)}]`
  return name in Object.prototype ? `hasOwn(row, ${JSON.stringify(name)}) ? ${field} : undefined` : field
}
