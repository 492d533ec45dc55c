// Rows as a table on standard output.

const LONGEST = 20

export interface PrintedColumn {
  readonly title: string
  readonly right: boolean
}

/** Prints `n` rows at most, and says so where there are more. `truncate`: long values end in … */
export const printTable = async (
  columns: readonly PrintedColumn[],
  rows: readonly (readonly unknown[])[],
  n: number,
  truncate: boolean,
): Promise<void> => {
  const cut = truncate ? shortened : (text: string) => text
  const { Table } = await import('console-table-printer')
  const table = new Table({
    columns: columns.map(({ title, right }, i) => ({
      name: String(i),
      title,
      alignment: right ? 'right' : 'left',
    })),
    shouldDisableColors: true,
  })
  for (const row of rows.slice(0, n))
    table.addRow(Object.fromEntries(row.map((value, i) => [String(i), cut(cell(value))])))
  console.log(table.render())
  if (rows.length > n) console.log(`only the first ${n} ${n === 1 ? 'row' : 'rows'}`)
}

const shortened = (text: string): string => {
  const characters = [...text]
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : text
}

/** Control characters would break the table. */
const cell = (value: unknown): string => plain(value).replace(/\p{Cc}/gu, c => JSON.stringify(c).slice(1, -1))

const plain = (value: unknown): string => {
  if (value instanceof Date) {
    const text = value.toISOString()
    return text.endsWith('T00:00:00.000Z') ? text.slice(0, -14) : text
  }
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (Array.isArray(value)) return `[${value.map(plain).join(', ')}]`
  if (value instanceof Map) return `{${[...value].map(([k, v]) => `${plain(k)}: ${plain(v)}`).join(', ')}}`
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([name, field]) => `${name}: ${plain(field)}`)
      .join(', ')}}`
  return Object.is(value, -0) ? '-0' : String(value)
}
