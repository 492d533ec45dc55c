// What all saves have in common: a room for the parts, one job that writes them, one commit.

import { openOutput } from '../io/output.ts'
import type { Part } from '../io/part-file.ts'
import { pathsRead } from '../lineage/paths-read.ts'
import type { Compression, SinkSpec } from '../lineage/sink.ts'
import { type Call, failure } from './call.ts'
import { checkOptions } from './check.ts'
import type { RDD } from './rdd.ts'
import { run, telling } from './run.ts'
import type { Saving } from './shape.ts'

/** Refuses what makes no sense at once; what is returned runs the job. */
export const saving = <T>(
  call: Call,
  path: string,
  options: Saving | undefined,
  sink: (compression: Compression | undefined) => SinkSpec,
  check?: (parts: readonly Part[]) => void,
): ((rdd: RDD<T>) => Promise<void>) => {
  return async rdd => {
    checkOptions(call, options)
    const { compression, overwrite = false } = options ?? {}
    if (typeof path !== 'string' || path === '')
      throw failure(call, 'ARGUMENT', 'takes the path of a directory.')
    if (compression !== undefined && compression !== 'gzip')
      throw failure(call, 'ARGUMENT', `takes the compression gzip, not ${String(compression)}.`)
    if (typeof overwrite !== 'boolean')
      throw failure(call, 'ARGUMENT', `takes overwrite as true or false, not ${String(overwrite)}.`)
    const spec = sink(compression)
    return telling(call, rdd, async () => {
      const output = await openOutput(path, { overwrite, reads: pathsRead(rdd.lineage) })
      try {
        const parts = await run<Part>(call, rdd, { kind: 'save', dir: output.dir, sink: spec }, options)
        check?.(parts)
        await output.commit(parts.map(({ file }) => file))
      } catch (error) {
        await output.abort()
        throw error
      }
    })
  }
}
