// One executor: a worker, the programs it was sent, and the tasks queued on it. The head of the queue is the task
// that runs; its time is what `taskTimeout` limits.

import { callsUnderWay, haltCalls, type UnderWay } from '../../io/duckdb/under-way.ts'
import type { Permits } from '../../lineage/permits.ts'
import type { Location } from '../../storage/store.ts'
import type { FromWorker, Task } from '../../worker/program.ts'
import type { Frame } from '../../worker/transport.ts'
import { asksOf } from './asks.ts'
import { emptyCargo, referAll } from './outputs.ts'
import type { PlannedProgram } from './program-of.ts'
import type { Clock, LostWorker, WorkerHandle } from './world.ts'

export interface Executor {
  readonly id: number
  readonly launch: (planned: PlannedProgram, task: Task, blobs: readonly Uint8Array[]) => void
  /** Sends the broadcasts that it does not hold. */
  readonly share: (shares: ReadonlyMap<number, Location>) => void
  readonly unshare: (id: number, gone: string | undefined) => void
  readonly forget: (program: number) => void
  /** Its tasks, the one that runs first. */
  readonly queued: () => readonly number[]
  /** A task that nobody wants any more may end by itself. */
  readonly cancel: (task: number) => void
  readonly terminate: () => Promise<void>
  /** `terminate`, once what it holds is disposed of. Gives what that threw. */
  readonly close: () => Promise<string | undefined>
  readonly hold: (held: boolean) => void
}

/** How long an executor that is to end may dispose of what it holds. */
const DISPOSE_MILLIS = 5000

/** How long DuckDB may take to stop in an executor that is to end, and how often it is looked at. */
const HALT_MILLIS = 10_000
const HALT_STEP_MILLIS = 5

/** A task's end, as its worker tells it. */
export type Ended = Frame<FromWorker & { readonly type: 'done' | 'failed' }>

export interface ExecutorEvents {
  readonly ready: () => void
  readonly ended: (frame: Ended) => void
  readonly overdue: () => void
  readonly lost: (loss: LostWorker) => void
}

export const executor = (
  id: number,
  worker: WorkerHandle,
  clock: Clock,
  taskTimeout: number | undefined,
  permits: Permits,
  on: ExecutorEvents,
): Executor => {
  const sent = new Set<number>()
  const shared = new Set<number>()
  const queue: number[] = []
  const asks = asksOf(permits, head => worker.transport.send(head))
  let holds = false
  let disposed = (_failure?: string): void => {}
  let queries: UnderWay | undefined
  let lost = false
  let stopTimer = () => {}
  const watch = () => {
    stopTimer()
    stopTimer =
      taskTimeout === undefined || queue.length === 0 ? () => {} : clock.after(taskTimeout, on.overdue)
  }
  worker.transport.receive(frame => {
    const { head } = frame
    switch (head.type) {
      case 'ready':
        return on.ready()
      case 'ask':
      case 'give':
      case 'process':
        return asks.answer(head)
      case 'holds':
        holds = true
        return
      case 'disposed':
        return disposed(head.failure)
      case 'queries':
        queries = new Int32Array(frame.blobs[0]!.buffer as SharedArrayBuffer)
        return
    }
    queue.splice(queue.indexOf(head.task), 1)
    watch()
    on.ended({ head, blobs: frame.blobs })
  })
  void worker.lost.then(loss => {
    stopTimer()
    asks.end()
    disposed()
    lost = true
    on.lost(loss)
  })
  /** Where user code keeps the worker busy DuckDB is not at work, and nothing is waited for. */
  const terminate = async (): Promise<void> => {
    if (queries !== undefined) {
      haltCalls(queries)
      worker.transport.send({ type: 'halt' })
      for (
        let waited = 0;
        callsUnderWay(queries) && !lost && waited < HALT_MILLIS;
        waited += HALT_STEP_MILLIS
      )
        await new Promise<void>(resolve => clock.after(HALT_STEP_MILLIS, resolve))
    }
    await worker.terminate()
  }
  return {
    id,
    launch: ({ program, shipments }, task, blobs) => {
      if (!sent.has(program.id)) {
        sent.add(program.id)
        worker.transport.send({
          type: 'program',
          program,
          shipments: shipments.map(({ id, graph, stateful }) => ({ id, graph, stateful })),
        })
      }
      worker.transport.send({ type: 'task', task }, blobs)
      if (queue.push(task.task) === 1) watch()
    },
    share: shares => {
      for (const [id, location] of shares) {
        if (shared.has(id)) continue
        shared.add(id)
        const cargo = emptyCargo()
        worker.transport.send({ type: 'share', id, block: referAll(location, cargo) }, cargo.blobs)
      }
    },
    unshare: (id, gone) => {
      if (shared.delete(id)) worker.transport.send({ type: 'unshare', id, gone })
    },
    forget: program => {
      if (sent.delete(program)) worker.transport.send({ type: 'forget', program })
    },
    queued: () => queue,
    cancel: task => worker.transport.send({ type: 'cancel', task }),
    terminate,
    close: async () => {
      const failure = holds
        ? await new Promise<string | undefined>(resolve => {
            const stop = clock.after(DISPOSE_MILLIS, () => resolve('it took too long'))
            disposed = failure => {
              stop()
              resolve(failure)
            }
            worker.transport.send({ type: 'dispose' })
          })
        : undefined
      await terminate()
      return failure
    },
    hold: worker.hold,
  }
}
