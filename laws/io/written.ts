import { openPart } from '../../src/io/part.ts'
import type { Part } from '../../src/io/part-file.ts'
import type { SinkSpec } from '../../src/lineage/sink.ts'

/** A whole part at once. */
export const written = async (
  dir: string,
  partition: number,
  attempt: number,
  records: Iterable<unknown>,
  sink: SinkSpec = { to: 'text' },
): Promise<Part> => {
  const part = await openPart(dir, partition, attempt, sink)
  try {
    for (const record of records) part.write(record)
    return await part.close()
  } catch (error) {
    part.abort()
    throw error
  }
}
