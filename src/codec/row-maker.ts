// Columns → plain objects of one hidden class: the function that makes them is generated once per list of names, as an
// object literal that reads its fields in place.

type Columns = readonly ArrayLike<unknown>[]

/** Rows whose fields are the values of the columns, in the order of the names. Names are unique. */
export type MakeRows = (length: number, columns: Columns) => object[]

/** A wider literal takes V8 seconds to compile, and its rows have no hidden class anyway. */
const WIDEST = 1000

let made = 0

export const rowMaker = (names: readonly string[]): MakeRows => {
  if (names.length > WIDEST)
    return (length, columns) =>
      Array.from({ length }, (_, i) => Object.fromEntries(names.map((name, c) => [name, columns[c]![i]])))
  const properties = names.map((name, c) => `${propertyName(name)}: c${c}[i]`)
  // A text of its own: V8 shares what it learns of a function's types among functions of equal text.
  const text = `return (length, columns) => {
const rows = new Array(length)
${names.map((_, c) => `const c${c} = columns[${c}]`).join('\n')}
for (let i = 0; i < length; i++) rows[i] = { ${properties.join(', ')} }
return rows
}
//# sourceURL=partita:rows-${++made}`
  return new Function(text)()
}

/** Brackets make `__proto__` an ordinary property; elsewhere they would only cost time. */
const propertyName = (name: string): string => (name === '__proto__' ? '["__proto__"]' : JSON.stringify(name))
