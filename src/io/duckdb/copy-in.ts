import duckdb, { type Vector as RawVector } from '@duckdb/node-bindings'

type View = ArrayBufferView

/** DuckDB's bindings take no shared memory: from there by way of a buffer of our own. */
export const copyIn = (raw: RawVector, at: number, view: View): void => {
  if (view.byteLength === 0) return
  const { buffer, byteOffset, byteLength } = view
  if (buffer instanceof ArrayBuffer) duckdb.copy_data_to_vector(raw, at, buffer, byteOffset, byteLength)
  else {
    const own = new Uint8Array(new Uint8Array(buffer, byteOffset, byteLength))
    duckdb.copy_data_to_vector(raw, at, own.buffer, 0, byteLength)
  }
}
