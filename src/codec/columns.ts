// Columns ↔ bytes. Little-endian; counts come before what they count and are checked against the bytes left.

import { ByteReader, ByteWriter, damaged } from './bytes.ts'
import { type Column, DEEPEST_ROWS } from './column.ts'
import { ValueReader } from './read-value.ts'
import { WIDEST } from './rows.ts'
import type { Text } from './text.ts'
import { ValueWriter } from './write-value.ts'

/** `rows` is the length of every column. */
export interface Table {
  readonly rows: number
  readonly columns: readonly Column[]
}

const INT32 = 1
const FLOAT64 = 2
const BOOLEAN = 3
const LATIN1 = 4
const UTF16 = 5
const NULLABLE = 6
const ARRAYS = 7
const OBJECTS = 8
const ANY = 9

/** @throws PartitaError DATA naming the path of a value that would not arrive as it is */
export const encodeColumns = (columns: readonly Column[], rows: number): Uint8Array => {
  const out = new ByteWriter(256 + rows * 8 * columns.length)
  out.varint(rows)
  out.varint(columns.length)
  for (const column of columns) write(out, column)
  return out.finish()
}

const write = (out: ByteWriter, column: Column): void => {
  switch (column.type) {
    case 'int32':
      out.u8(INT32)
      return out.bytes(column.values)
    case 'float64':
      out.u8(FLOAT64)
      return out.bytes(column.values)
    case 'boolean':
      out.u8(BOOLEAN)
      return out.bytes(column.values)
    case 'latin1':
    case 'utf16':
      return writeText(out, column)
    case 'nullable':
      out.u8(NULLABLE)
      out.bytes(column.marks)
      return write(out, column.present)
    case 'rows':
      out.u8(column.keys === undefined ? ARRAYS : OBJECTS)
      out.varint(column.fields.length)
      for (const key of column.keys ?? []) out.text(key)
      for (const field of column.fields) write(out, field)
      return
    case 'any': {
      out.u8(ANY)
      const values = new ValueWriter(out)
      for (let i = 0; i < column.values.length; i++) values.record(column.values[i], i)
    }
  }
}

/** Lengths take as many bytes as the longest needs. */
const writeText = (out: ByteWriter, { type, units, starts }: Text): void => {
  const n = starts.length - 1
  let longest = 0
  for (let i = 0; i < n; i++) longest = Math.max(longest, starts[i + 1]! - starts[i]!)
  const lengths = longest < 0x100 ? new Uint8Array(n) : new Uint32Array(n)
  for (let i = 0; i < n; i++) lengths[i] = starts[i + 1]! - starts[i]!
  out.u8(type === 'latin1' ? LATIN1 : UTF16)
  out.u8(lengths.BYTES_PER_ELEMENT)
  out.bytes(lengths)
  out.bytes(units)
}

/** @throws PartitaError DATA where the bytes are not what `encodeColumns` wrote */
export const decodeColumns = (bytes: Uint8Array): Table => {
  const input = new ByteReader(bytes)
  const rows = input.varint()
  const width = input.count()
  const columns = Array.from({ length: width }, () => read(input, rows, 0))
  if (input.left > 0) throw damaged(`${input.left} bytes are left over`)
  return { rows, columns }
}

const read = (input: ByteReader, rows: number, depth: number): Column => {
  const type = input.u8()
  if (rows > input.left) throw damaged(`it promises ${rows} rows in ${input.left} bytes`)
  switch (type) {
    case INT32:
      return { type: 'int32', values: new Int32Array(input.buffer(rows * 4)) }
    case FLOAT64:
      return { type: 'float64', values: new Float64Array(input.buffer(rows * 8)) }
    case BOOLEAN:
      return { type: 'boolean', values: input.bytes(rows) }
    case LATIN1:
    case UTF16:
      return readText(input, rows, type)
    case NULLABLE: {
      const marks = input.bytes(rows)
      let present = 0
      for (const mark of marks) if (mark === 0) present++
      if (depth > DEEPEST_ROWS) throw damaged('columns are nested too deeply')
      return { type: 'nullable', marks, present: read(input, present, depth + 1) }
    }
    case ARRAYS:
    case OBJECTS: {
      const width = input.count()
      if (width === 0 || width > WIDEST || depth > DEEPEST_ROWS) throw damaged('a row has no such shape')
      const keys = type === OBJECTS ? Array.from({ length: width }, () => input.text()) : undefined
      const fields = Array.from({ length: width }, () => read(input, rows, depth + 1))
      return { type: 'rows', keys, fields }
    }
    case ANY: {
      const values = new ValueReader(input)
      return { type: 'any', values: Array.from({ length: rows }, () => values.record()) }
    }
    default:
      throw damaged(`there is no column of type ${type}`)
  }
}

const readText = (input: ByteReader, rows: number, type: number): Text => {
  const size = input.u8()
  if (size !== 1 && size !== 4) throw damaged('lengths take 1 or 4 bytes')
  const lengths = size === 1 ? input.bytes(rows) : new Uint32Array(input.buffer(rows * 4))
  const starts = new Int32Array(rows + 1)
  let n = 0
  for (let i = 0; i < rows; i++) {
    n += lengths[i]!
    if (n > input.left) throw damaged('a text is longer than the bytes left')
    starts[i + 1] = n
  }
  return type === LATIN1
    ? { type: 'latin1', units: input.bytes(n), starts }
    : { type: 'utf16', units: new Uint16Array(input.buffer(n * 2)), starts }
}
