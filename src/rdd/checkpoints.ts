// Checkpoints are written by the first action that needs them, by a job of their own, and read by all: no record is
// computed twice, and no engine looks above them.

import type { Engine } from '../engine/engine.ts'
import { PartitaError } from '../fault.ts'
import { MANIFEST, manifestText } from '../io/checkpoint.ts'
import { openOutput } from '../io/output.ts'
import type { Part } from '../io/part-file.ts'
import { foldWith } from '../lineage/fold.ts'
import type { Lineage, Source } from '../lineage/lineage.ts'
import { numPartitionsOf } from '../lineage/partitions.ts'
import { toDebugString } from '../lineage/show.ts'

/** A source that an action writes before it is read. */
type Pending = Source & { readonly of: Lineage }

/** The engine, for lineages that hold checkpoints. */
export const withCheckpoints = (engine: Engine): Engine => {
  const written = new WeakMap<Pending, Promise<void>>()
  const done = new WeakSet<Pending>()

  const pendingIn = (lineage: Lineage): readonly Pending[] => {
    const found: Pending[] = []
    foldWith<void>(node => {
      if (node.kind === 'source' && node.of !== undefined && !done.has(node as Pending))
        found.push(node as Pending)
    })(lineage)
    return found
  }

  const writeAll = async (lineage: Lineage, signal: AbortSignal | undefined): Promise<void> => {
    for (const source of pendingIn(lineage)) await ensure(source, signal)
  }

  /** Who finds it being written waits; where that was cancelled by another, it writes itself. */
  const ensure = async (source: Pending, signal: AbortSignal | undefined): Promise<void> => {
    for (let known = written.get(source); known !== undefined; known = written.get(source))
      try {
        return await known
      } catch (error) {
        if (!(error instanceof PartitaError) || error.code !== 'CANCELLED') throw error
      }
    const own = write(source, signal).catch(error => {
      written.delete(source)
      throw error
    })
    written.set(source, own)
    return own
  }

  const write = async (source: Pending, signal: AbortSignal | undefined): Promise<void> => {
    const { of: lineage, operator, callSite, partitioner } = source
    await writeAll(lineage, signal)
    const output = await openOutput(directoryOf(source)).catch(error =>
      Promise.reject(located(error, source)),
    )
    try {
      const action = { kind: 'save', dir: output.dir, sink: { to: 'blocks' } } as const
      const parts = (await engine.run({ lineage, action, operator, callSite, signal })) as readonly Part[]
      const manifest = manifestText(parts, partitioner?.by === 'hash' ? partitioner : undefined)
      await output.commit(
        parts.map(({ file }) => file),
        new Map([[MANIFEST, manifest]]),
      )
      done.add(source)
    } catch (error) {
      await output.abort()
      throw located(error, source)
    }
  }

  /** Counts without writing. */
  const counted = async (lineage: Lineage, signal: AbortSignal | undefined): Promise<number> => {
    if (pendingIn(lineage).length === 0) return engine.numPartitions(lineage, signal)
    const sizes = new Map<Source, number>()
    for (const source of sourcesIn(lineage)) {
      const isPending = source.of !== undefined && !done.has(source as Pending)
      sizes.set(
        source,
        isPending ? await counted(source.of, signal) : await engine.numPartitions(source, signal),
      )
    }
    return numPartitionsOf(lineage, source => sizes.get(source)!)
  }

  const explained = async (lineage: Lineage): Promise<string> => {
    const pending = pendingIn(lineage)
    if (pending.length === 0) return engine.explain(lineage)
    const before = await Promise.all(
      pending.map(
        async source => `The first action writes ${directoryOf(source)}:\n${await explained(source.of)}`,
      ),
    )
    return [...before, 'and reads from there:', toDebugString(lineage)].join('\n')
  }

  return {
    ...engine,
    run: async job => {
      await writeAll(job.lineage, job.signal)
      return engine.run(job)
    },
    numPartitions: counted,
    explain: explained,
  }
}

const sourcesIn = (lineage: Lineage): readonly Source[] => {
  const sources: Source[] = []
  foldWith<void>(node => {
    if (node.kind === 'source') sources.push(node)
  })(lineage)
  return sources
}

const directoryOf = ({ from }: Source): string => (from.from === 'checkpoint' ? from.paths[0] : '')

const located = (error: unknown, { operator, callSite }: Source): unknown => {
  if (!(error instanceof PartitaError) || error.operator !== undefined) return error
  const { code, message, cause } = error
  const hint =
    code === 'OUTPUT'
      ? 'Choose a new directory; a complete checkpoint is read by session.checkpointed.'
      : error.hint
  return new PartitaError(code, message, { operator, callSite: callSite.position, hint, cause })
}
