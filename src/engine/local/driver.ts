// The driver's loop: carries out what the pure scheduler says, tells it what happened, and alone holds bytes. One event
// at a time; what a command causes is queued behind it.

import { decode } from '../../codec/codec.ts'
import type { Event, Listener } from '../../event.ts'
import { type Fault, fromFault } from '../../fault.ts'
import { applyUpdates, type Updates } from '../../lineage/shared.ts'
import type { Command, SchedulerEvent } from '../../scheduler/message.ts'
import { initial } from '../../scheduler/state.ts'
import { step } from '../../scheduler/step.ts'
import type { BlockStore, Location } from '../../storage/store.ts'
import type { TaskResult } from '../../worker/program.ts'
import { type CrewOptions, crew } from './crew.ts'
import { describeInputs, type Supplies } from './describe.ts'
import type { Ended } from './executor.ts'
import { asFault, type LossReason, lossFault } from './loss.ts'
import { type MapOutput, type StoredPartition, shelf } from './outputs.ts'
import type { PlannedStage } from './planner.ts'

export interface DriverOptions extends CrewOptions {
  readonly workers: number
  readonly maxFailures: number
  readonly maxResultBytes: number
  readonly store: BlockStore
}

export interface Submission {
  /** Parents first; the last one answers the action. */
  readonly stages: readonly PlannedStage[]
  readonly supplies: Supplies
  readonly action: string
}

/** One: a queued task would wait behind a slow one while another executor is idle; the gap between tasks is 20 µs. */
const SLOTS = 1

interface RunningJob {
  readonly stages: ReadonlyMap<number, PlannedStage>
  readonly supplies: Supplies
  readonly results: Map<number, Uint8Array>
  /** What tasks added to accumulators, by stage and partition: of a task that ran twice, once. */
  readonly updates: Map<string, TaskUpdates>
  resultBytes: number
  readonly end: (fault?: Fault) => void
}

interface TaskUpdates {
  readonly node: number
  readonly partition: number
  readonly updates: Updates
}

interface RunningTask {
  readonly jobId: number
  readonly stageId: number
  readonly partition: number
  readonly attempt: number
  readonly stage: PlannedStage
  readonly executor: number
}

/** A finished task's bytes, until the scheduler says whether they count. */
interface Arrival {
  readonly result: TaskResult
  readonly blobs: readonly Uint8Array[]
  readonly output: MapOutput | undefined
  readonly persisted: readonly {
    readonly id: number
    readonly partition: number
    readonly location: Location
  }[]
}

export const driver = (options: DriverOptions) => {
  const { maxFailures, maxResultBytes, clock, store } = options
  const outputs = shelf<string, MapOutput>(store)
  const persisted = shelf<number, StoredPartition>(store)
  const jobs = new Map<number, RunningJob>()
  const tasks = new Map<number, RunningTask>()
  const arrivals = new Map<number, Arrival>()
  const listeners = new Set<Listener>()
  const shares = new Map<number, Location>()
  /** Of map stages: kept for the next job that reads the same lineage, until their output is released. */
  const programs = new Map<string, number>()
  let state = initial({ slotsPerExecutor: SLOTS })
  let lastJob = 0
  let closing: Promise<void> | undefined
  let broken: Fault | undefined

  const emit = (event: Event): void => {
    for (const listener of listeners)
      try {
        listener(event)
      } catch (error) {
        // A listener's error is its owner's: it must not stop the jobs.
        queueMicrotask(() => {
          throw error
        })
      }
  }

  const queue: SchedulerEvent[] = []
  let draining = false
  const dispatch = (event: SchedulerEvent): void => {
    queue.push(event)
    if (draining) return
    draining = true
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [after, commands] = step(state, next)
      state = after
      for (const command of commands) perform(command)
    }
    draining = false
  }

  const perform = (command: Command): void => {
    switch (command.type) {
      case 'launch':
        return launch(command)
      case 'accept':
        return accept(command.task)
      case 'ignore':
        return ignore(command.task)
      case 'kill':
        return members.kill(command.executor, command.task)
      case 'replace':
        return members.start()
      case 'drop':
        return drop(command.output)
      case 'jobDone':
        return jobs.get(command.job)?.end()
      case 'jobFailed':
        return jobs.get(command.job)?.end(command.fault)
      case 'emit':
        return emit({ ...command.event, at: clock.now() } as Event)
    }
  }

  const members = crew(options, {
    joined: id => dispatch({ type: 'executorJoined', executor: id }),
    ended: frame => void ended(frame),
    lost: (id, reason, message, lost) => {
      const [running] = lost
      const fault = lossOf(reason, message, running)
      dispatch({ type: 'executorLost', executor: id, reason, fault, running })
      for (const task of lost) tasks.delete(task)
    },
    broken: fault => {
      broken = fault
      for (const job of [...jobs.keys()]) dispatch({ type: 'jobCancelled', job, fault })
    },
  })

  const lossOf = (reason: LossReason, message: string, running: number | undefined): Fault => {
    const task = running === undefined ? undefined : tasks.get(running)
    const site = task?.stage.planned.program.site
    return lossFault(reason, message, task && placeOf(task), site, options)
  }

  const launch = (command: Command & { type: 'launch' }): void => {
    const { task, job: jobId, stage: stageId, partition, attempt } = command
    const job = jobs.get(jobId)!
    const stage = job.stages.get(stageId)!
    tasks.set(task, { jobId, stageId, partition, attempt, stage, executor: command.executor })
    const [inputs, blobs] = describeInputs(stage.needs(partition), job.supplies, outputs, persisted)
    const { planned } = stage
    const wire = { task, program: planned.program.id, partition, attempt, inputs }
    const executor = members.get(command.executor)
    executor?.share(shares)
    executor?.launch(planned, wire, blobs)
  }

  const ended = async (frame: Ended): Promise<void> => {
    const { head, blobs } = frame
    const task = tasks.get(head.task)
    if (task === undefined) return
    if (head.type === 'failed') {
      tasks.delete(head.task)
      const { taskFault } = await import('./failure.ts')
      const fault = taskFault({ head, blobs }, placeOf(task))
      if (head.lost === undefined) return dispatch({ type: 'taskFailed', task: head.task, fault })
      return dispatch({
        type: 'fetchFailed',
        task: head.task,
        output: head.lost.edge,
        mapIndex: head.lost.mapIndex,
        fault,
      })
    }
    try {
      arrivals.set(head.task, await shelve(head.result, blobs, task))
      dispatch({ type: 'taskSucceeded', task: head.task, metrics: head.result.metrics })
    } catch (error) {
      tasks.delete(head.task)
      dispatch({ type: 'taskFailed', task: head.task, fault: { ...asFault(error), ...placeOf(task) } })
    }
  }

  const shelve = async (
    result: TaskResult,
    blobs: readonly Uint8Array[],
    task: RunningTask,
  ): Promise<Arrival> => {
    const { blocks } = result
    const output = blocks && { location: await store.put(blobs[blocks.blob]!), ranges: blocks.ranges }
    const kept = []
    for (const { node, partition, blob } of result.persisted)
      kept.push({
        id: task.stage.planned.origins[node]!.id,
        partition,
        location: await store.put(blobs[blob]!),
      })
    return { result, blobs, output, persisted: kept }
  }

  const drop = (output: string): void => {
    void outputs.drop(output)
    const program = programs.get(output)
    if (program !== undefined) members.forget(program)
    programs.delete(output)
  }

  const accept = (id: number): void => {
    const { result, blobs, output, persisted: kept } = arrivals.get(id)!
    const { jobId, partition, stage, executor } = tasks.get(id)!
    forget(id)
    for (const { id, partition, location } of kept) persisted.put(id, partition, { location, executor })
    if (output !== undefined) outputs.put(stage.spec.output!, partition, output)
    const job = jobs.get(jobId)
    if (job === undefined) return
    if (result.updates !== undefined) {
      const node = stage.stage.root.id
      const updates = decode(blobs[result.updates]!) as unknown as Updates
      job.updates.set(`${stage.spec.output ?? ''}:${partition}`, { node, partition, updates })
    }
    if (result.value === undefined) return
    const value = blobs[result.value]!
    job.results.set(partition, value)
    job.resultBytes += value.length
    if (job.resultBytes > maxResultBytes)
      dispatch({ type: 'jobCancelled', job: jobId, fault: tooMuch(job.resultBytes, maxResultBytes) })
  }

  const ignore = (id: number): void => {
    const arrival = arrivals.get(id)
    forget(id)
    if (arrival?.output !== undefined) void store.free(arrival.output.location)
    for (const { location } of arrival?.persisted ?? []) void store.free(location)
  }

  const forget = (id: number): void => {
    arrivals.delete(id)
    tasks.delete(id)
  }

  const submit = ({ stages, supplies, action }: Submission, signal: AbortSignal | undefined) =>
    new Promise<ReadonlyMap<number, Uint8Array>>((resolve, reject) => {
      const job = ++lastJob
      const results = new Map<number, Uint8Array>()
      const updates = new Map<string, TaskUpdates>()
      const cancel = () => dispatch({ type: 'jobCancelled', job, fault: cancelled(signal!.reason) })
      const end = (fault?: Fault) => {
        jobs.delete(job)
        signal?.removeEventListener('abort', cancel)
        const { program } = stages[stages.length - 1]!.planned
        members.forget(program.id)
        emit({ type: 'jobEnded', job, fault, at: clock.now() })
        if (fault === undefined) {
          applyUpdates([...updates.values()])
          resolve(results)
        } else reject(fromFault({ ...fault, jobId: job }))
      }
      for (const { spec, planned } of stages)
        if (spec.output !== undefined) programs.set(spec.output, planned.program.id)
      const byId = new Map(stages.map(stage => [stage.spec.id, stage]))
      jobs.set(job, { stages: byId, supplies, results, updates, resultBytes: 0, end })
      signal?.addEventListener('abort', cancel, { once: true })
      emit({ type: 'jobStarted', job, action, stages: stages.map(stageInfo), at: clock.now() })
      dispatch({ type: 'jobSubmitted', job, stages: stages.map(({ spec }) => spec), maxFailures })
      if (broken !== undefined) dispatch({ type: 'jobCancelled', job, fault: broken })
    })

  for (let i = 0; i < options.workers; i++) members.start()

  return {
    submit,
    emit,
    outputs,
    persisted,
    share: (id: number, location: Location): void => {
      shares.set(id, location)
    },
    unshare: (id: number, gone: string | undefined): void => {
      members.unshare(id, gone)
      // A task that runs may not have decoded its copy yet, so the place is freed with the session.
      if (gone !== undefined) shares.delete(id)
    },
    releaseOutput: (output: string) => dispatch({ type: 'outputReleased', output }),
    subscribe: (listener: Listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close: (): Promise<void> => {
      closing ??= (async () => {
        const fault: Fault = { code: 'CLOSED', message: 'The session was closed while the job ran.' }
        for (const job of [...jobs.keys()]) dispatch({ type: 'jobCancelled', job, fault })
        await members.close()
      })()
      return closing
    },
  }
}

export type Driver = ReturnType<typeof driver>

const placeOf = ({ jobId, stageId, partition, attempt }: RunningTask) => ({
  jobId,
  stageId,
  partition,
  attempt,
})

const stageInfo = ({ spec, stage }: PlannedStage) => ({
  stage: spec.id,
  name: [...new Set(stage.operators)].join(' '),
  tasks: spec.partitions.length,
  parents: spec.parents.map(parent => parent.stage),
})

const cancelled = (reason: unknown): Fault => ({
  code: 'CANCELLED',
  message: 'The job was cancelled.',
  cause: reason,
})

const tooMuch = (bytes: number, maxResultBytes: number): Fault => ({
  code: 'OUT_OF_MEMORY',
  message: `The results of this job outgrew maxResultBytes: ${bytes} bytes against ${maxResultBytes}.`,
  hint: 'Save the records (saveAsTextFile), aggregate them first, or raise maxResultBytes.',
})
