// The entry of a worker: programs and tasks come over the port that the boot call brings; tasks run one after the
// other, in the order they came. Starts light: what only some programs need is imported when one of them comes.

import type { MessagePort } from 'node:worker_threads'
import workerpool from 'workerpool'
import { revive } from '../closure/revive.ts'
import { decode } from '../codec/codec.ts'
import { PartitaError, toFault } from '../fault.ts'
import { allowLightDatabase, haltLightDatabase, onLightDatabase } from '../io/duckdb/light.ts'
import { disposeHere, onFirstHeld } from '../lineage/held.ts'
import { provideShared, withdrawShared } from '../lineage/shared.ts'
import { inWords } from '../lineage/thrown.ts'
import { readBlock } from './block.ts'
import { thrownValue } from './faults.ts'
import { type Loaded, load, type Revived } from './loaded.ts'
import { offering } from './offers.ts'
import type { FromWorker, MapPlace, Program, StoredPlace, Task, ToWorker } from './program.ts'
import { runTask } from './run.ts'
import { type Frame, portTransport, type Transport } from './transport.ts'

type ToDriver = Transport<FromWorker, ToWorker>

const boot = (port: MessagePort, filesMemory: number): Promise<never> => {
  allowLightDatabase(filesMemory)
  let halted = false
  const { send, receive, close }: ToDriver = portTransport(port)
  const transport: ToDriver = {
    send: (head, blobs) => {
      if (!halted) send(head, blobs)
    },
    receive,
    close,
  }
  const programs = new Map<number, Promise<Loaded>>()
  const granted = offering(transport.send)
  onFirstHeld(() => transport.send({ type: 'holds' }))
  onLightDatabase(({ buffer }) => transport.send({ type: 'queries' }, [new Uint8Array(buffer)]))
  const running = new Map<number, AbortController>()
  let last = Promise.resolve()
  transport.receive(frame => {
    const { head } = frame
    if (head.type === 'program') programs.set(head.program.id, awaited(prepare(head)))
    else if (head.type === 'forget') programs.delete(head.program)
    else if (head.type === 'share')
      provideShared(
        head.id,
        decodedOnce(() => readBlock(head.block, frame.blobs)),
      )
    else if (head.type === 'unshare') withdraw(head.id, head.gone)
    else if (head.type === 'granted') granted(head.permit)
    else if (head.type === 'cancel') running.get(head.task)?.abort()
    else if (head.type === 'dispose') last = last.then(() => dispose(transport))
    else if (head.type === 'halt') {
      halted = true
      void haltLightDatabase()
    } else {
      const { task } = head
      const controller = new AbortController()
      running.set(task.task, controller)
      last = last
        .then(() => perform(programs.get(task.program)!, task, frame, transport, controller.signal))
        .then(() => void running.delete(task.task))
    }
  })
  transport.send({ type: 'ready' })
  return new Promise(() => {})
}

const dispose = async (transport: ToDriver): Promise<void> => {
  const failure = await disposeHere().then(() => undefined, inWords)
  transport.send({ type: 'disposed', failure })
}

/** A program that cannot be loaded is told by its first task, and does not end the worker before. */
const awaited = <T>(loading: Promise<T>): Promise<T> => {
  loading.catch(() => {})
  return loading
}

/** Decoded when it is first read. */
const decodedOnce = (read: () => Uint8Array): (() => unknown) => {
  let values: readonly unknown[] | undefined
  return () => {
    values ??= decode(read())
    return values[0]
  }
}

const withdraw = (id: number, gone: string | undefined): void => {
  if (gone === undefined) return withdrawShared(id)
  provideShared(id, () => {
    throw new PartitaError('ARGUMENT', gone)
  })
}

const prepare = async ({ program, shipments }: ToWorker & { type: 'program' }): Promise<Loaded> => {
  const revived = await Promise.all(
    shipments.map(async ({ id, graph, stateful }): Promise<[number, Revived]> => {
      return [id, { ...(await revive(graph)), stateful }]
    }),
  )
  return load(program as Program, new Map(revived))
}

const perform = async (
  loading: Promise<Loaded>,
  task: Task,
  { blobs }: Frame<ToWorker>,
  transport: ToDriver,
  signal: AbortSignal,
): Promise<void> => {
  try {
    const { result, blobs: out } = await runTask(await loading, task, blobs, signal)
    transport.send({ type: 'done', task: task.task, result }, out)
  } catch (error) {
    reportFailure(task.task, error, transport)
  }
}

const reportFailure = (task: number, error: unknown, transport: ToDriver): void => {
  const failure =
    error instanceof PartitaError ? error : new PartitaError('INTERNAL', String(error), { cause: error })
  const { cause, ...fault } = toFault(failure)
  if (failure.code === 'FETCH_FAILED') {
    transport.send({ type: 'failed', task, fault, lost: cause as MapPlace | StoredPlace })
  } else if ('cause' in failure) {
    const { bytes, stack } = thrownValue(cause)
    transport.send({ type: 'failed', task, fault, cause: 0, stack }, [bytes])
  } else transport.send({ type: 'failed', task, fault })
}

workerpool.worker({ boot })
