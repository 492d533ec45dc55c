// Objects → the values of each field, as they are. Generated once per list of names, so that V8 reads each field in place.

export type TakeValues = (rows: readonly unknown[]) => unknown[][]

let made = 0

/** A longer function is not optimised any more. */
const WIDEST = 200

export const valuesTaker = (names: readonly string[]): TakeValues => {
  const parts: TakeValues[] = []
  for (let i = 0; i < names.length; i += WIDEST) parts.push(generated(names.slice(i, i + WIDEST)))
  return rows => parts.flatMap(take => take(rows))
}

const generated = (names: readonly string[]): TakeValues => {
  const text = `return rows => {
const length = rows.length
${names.map((_, c) => `const c${c} = new Array(length)`).join('\n')}
for (let i = 0; i < length; i++) {
const row = rows[i]
${names.map((name, c) => `c${c}[i] = ${ownField(name)}`).join('\n')}
}
return [${names.map((_, c) => `c${c}`).join(', ')}]
}
//# sourceURL=partita:values-${++made}`
  return new Function('hasOwn', text)(Object.hasOwn)
}

/** Text of a field of `row`. A name that every object has is a field only where the row itself has it. */
export const ownField = (name: string): string => {
  const field = `row[${JSON.stringify(name)}]`
  return name in Object.prototype ? `hasOwn(row, ${JSON.stringify(name)}) ? ${field} : undefined` : field
}
