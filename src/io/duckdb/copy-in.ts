import duckdb, { type Vector as RawVector } from '@duckdb/node-bindings'

type View = ArrayBufferView

export const copyIn = (raw: RawVector, at: number, view: View): void => {
  if (view.byteLength === 0) return
  const { buffer, byteOffset, byteLength } = unshared(view)
  duckdb.copy_data_to_vector(raw, at, buffer, byteOffset, byteLength)
}

let own = new Uint8Array(0)

/** DuckDB's bindings take no shared memory: from there a copy, which is good until the next. */
export const unshared = (view: View): Uint8Array<ArrayBuffer> => {
  const { buffer, byteOffset, byteLength } = view
  if (buffer instanceof ArrayBuffer) return new Uint8Array(buffer, byteOffset, byteLength)
  if (own.length < byteLength) own = new Uint8Array(byteLength * 2)
  own.set(new Uint8Array(buffer, byteOffset, byteLength))
  return own.subarray(0, byteLength)
}
