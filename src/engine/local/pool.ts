// Workers by workerpool: one pool of size 1 for each, since a pool has no affinity and an executor keeps programs.
// workerpool owns the life (spawn, crash, memory limit, terminate); tasks go over a port of our own, which costs 4 µs
// each against 57–82 by `exec`. The boot call stays pending as long as the worker lives, so that the crash of an idle
// one is seen.

import { MessageChannel, type Worker } from 'node:worker_threads'
import workerpool from 'workerpool'
import { ENTRY } from '../../worker/entry.ts'
import type { FromWorker, ToWorker } from '../../worker/program.ts'
import { portTransport } from '../../worker/transport.ts'
import type { LostWorker, SpawnWorker } from './world.ts'

/** After this a worker that was told to end is terminated; workerpool's own default blocks for seconds. */
const TERMINATE_MILLIS = 50

export const spawnThread: SpawnWorker = ({ heapMiB, filesMemory }) => {
  const pool = workerpool.pool(ENTRY, {
    maxWorkers: 1,
    workerType: 'thread',
    workerTerminateTimeout: TERMINATE_MILLIS,
    workerThreadOpts: { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: heapMiB } },
  })
  const { port1, port2 } = new MessageChannel()
  const boot = pool.exec('boot', [port2, filesMemory], { transfer: [port2] })
  const booted = new Promise<unknown>(resolve => port1.once('message', resolve))
  const lost = new Promise<LostWorker>(resolve => {
    boot.then(
      () => resolve({ reason: 'exit', message: 'The worker ended.' }),
      (error: unknown) => resolve(lossOf(error)),
    )
  })
  // Once only: a second call of workerpool's would take the end of the first away from it.
  let ending: Promise<void> | undefined
  const end = (): Promise<void> => {
    // Before its worker is up, workerpool would send the boot call, and with it the port, a second time.
    ending ??= Promise.race([booted, lost]).then(async () => {
      await pool.terminate(true)
    })
    return ending
  }
  // workerpool does not tell its Worker; without it, an open session keeps the process alive.
  const { workers } = pool as unknown as { readonly workers?: readonly { readonly worker?: Worker }[] }
  const ends = [port1, workers?.[0]?.worker]
  return {
    hold: held => {
      for (const end of ends)
        if (held) end?.ref()
        else end?.unref()
    },
    transport: portTransport<ToWorker, FromWorker>(port1),
    lost: lost.then(loss => {
      port1.close()
      return loss
    }),
    terminate: end,
  }
}

const lossOf = (error: unknown): LostWorker => {
  const message = error instanceof Error ? error.message : String(error)
  if (/memory limit|out of memory/i.test(message))
    return { reason: 'oom', message: 'it ran out of heap memory' }
  const code = /exitCode: `(\d+)`/.exec(message)?.[1]
  return { reason: 'exit', message: code === undefined ? message : `it exited with code ${code}` }
}
