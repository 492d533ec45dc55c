// The driver's loop: carries out what the pure scheduler says, tells it what happened, and alone holds bytes. One event
// at a time; what a command causes is queued behind it.

import { audience, type Event } from '../../event.ts'
import { type Fault, fromFault } from '../../fault.ts'
import { applyUpdates } from '../../lineage/shared.ts'
import type { Command, SchedulerEvent } from '../../scheduler/message.ts'
import { hasOutput, initial } from '../../scheduler/state.ts'
import { step } from '../../scheduler/step.ts'
import { cacheIn } from '../../storage/cache.ts'
import type { BlockStore, Location } from '../../storage/store.ts'
import { type CrewOptions, crew } from './crew.ts'
import { describeInputs } from './describe.ts'
import type { Ended } from './executor.ts'
import { freeBatches, type KeptBatch } from './kept-batches.ts'
import { asFault, type LossReason, lossFault } from './loss.ts'
import { mapOutputs } from './outputs.ts'
import type { PlannedStage } from './planner.ts'
import {
  type Answers,
  type Arrival,
  cancelled,
  deliver,
  inputGone,
  type Plan,
  placeOf,
  type RunningJob,
  type RunningTask,
  type Submission,
  stageInfo,
  type TaskUpdates,
  tooMuch,
} from './running.ts'
import { shelf } from './shelf.ts'

export interface DriverOptions extends CrewOptions {
  readonly workers: number
  readonly maxFailures: number
  readonly maxResultBytes: number
  readonly store: BlockStore
}

/** One: a queued task would wait behind a slow one while another executor is idle; the gap between tasks is 20 µs. */
const SLOTS = 1

export const driver = (options: DriverOptions) => {
  const { maxFailures, maxResultBytes, clock, store } = options
  const outputs = mapOutputs(store)
  const cache = cacheIn(store, () => new Set([...tasks.values()].flatMap(task => task.persists)))
  const shelved = shelf(store, cache)
  const jobs = new Map<number, RunningJob>()
  const tasks = new Map<number, RunningTask>()
  const arrivals = new Map<number, Arrival>()
  const { emit, subscribe } = audience()
  const shares = new Map<number, Location>()
  /** Of map stages: kept for the next job that reads the same lineage, until their output is released. */
  const programs = new Map<string, number>()
  let state = initial({ slotsPerExecutor: SLOTS })
  let lastJob = 0
  let closing: Promise<void> | undefined
  let broken: Fault | undefined

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
      for (const task of lost) forget(task)
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
    const { stage, supplies } = jobs.get(jobId)!.stages.get(stageId)!
    const needs = stage.needs(partition)
    if (!needs.every(need => need.of !== 'blocks' || hasOutput(state, need.edge)))
      return void extend(task, jobId, stage)
    const [inputs, { blobs, locations }] = describeInputs(needs, supplies, outputs, cache)
    const holds = Array.from(locations, store.hold)
    const { planned } = stage
    tasks.set(task, {
      jobId,
      stageId,
      partition,
      attempt,
      stage,
      executor: command.executor,
      reads: locations,
      persists: planned.origins.filter(node => node.kind === 'persist').map(node => node.id),
      letGo: () => {
        for (const release of holds.splice(0)) release()
      },
    })
    const wire = { task, program: planned.program.id, partition, attempt, inputs }
    const executor = members.get(command.executor)
    executor?.share(shares)
    executor?.launch(planned, wire, blobs)
  }

  /** Persisted partitions went since the job was planned: what they were made from must be there again. */
  const extend = async (task: number, job: number, { planned }: PlannedStage): Promise<void> => {
    const fault = inputGone(planned.program.site)
    try {
      const running = jobs.get(job)!
      const plan = await running.replan()
      const added = plan.stages.filter(({ spec }) => !running.outputs.has(spec.output))
      for (const { spec } of added) running.outputs.add(spec.output)
      if (jobs.has(job)) emit({ type: 'jobExtended', job, stages: added.map(stageInfo), at: clock.now() })
      admit(plan)
      dispatch({ type: 'inputGone', task, job, stages: plan.stages.map(({ spec }) => spec), fault })
    } catch (error) {
      dispatch({ type: 'jobCancelled', job, fault: asFault(error) })
      dispatch({ type: 'inputGone', task, job, fault })
    }
  }

  const admit = ({ stages, supplies }: Plan): void => {
    for (const job of jobs.values())
      for (const stage of stages) job.stages.set(stage.spec.id, { stage, supplies })
    for (const { spec, planned } of stages)
      if (spec.output !== undefined) programs.set(spec.output, planned.program.id)
  }

  const ended = async (frame: Ended): Promise<void> => {
    const { head, blobs } = frame
    const task = tasks.get(head.task)
    if (task === undefined) return
    task.letGo()
    if (head.type === 'failed') {
      tasks.delete(head.task)
      const { taskFault } = await import('./failure.ts')
      const fault = taskFault({ head, blobs }, placeOf(task))
      if (head.lost === undefined) return dispatch({ type: 'taskFailed', task: head.task, fault })
      if ('rdd' in head.lost) {
        cache.lose(head.lost.rdd, head.lost.partition, location => task.reads.has(location))
        return dispatch({ type: 'inputGone', task: head.task, job: task.jobId, fault })
      }
      return dispatch({
        type: 'fetchFailed',
        task: head.task,
        output: head.lost.edge,
        mapIndex: head.lost.mapIndex,
        fault,
      })
    }
    try {
      arrivals.set(head.task, await shelved.put(head.result, blobs, task))
      dispatch({ type: 'taskSucceeded', task: head.task, metrics: head.result.metrics })
    } catch (error) {
      tasks.delete(head.task)
      dispatch({ type: 'taskFailed', task: head.task, fault: { ...asFault(error), ...placeOf(task) } })
    }
  }

  const drop = (output: string): void => {
    void outputs.drop(output)
    const program = programs.get(output)
    if (program !== undefined) members.forget(program)
    programs.delete(output)
  }

  const accept = (id: number): void => {
    const arrival = arrivals.get(id)!
    const task = tasks.get(id)!
    const { jobId, partition, stage, executor } = task
    forget(id)
    for (const { rdd, partition, level, location } of arrival.persisted)
      cache.put(rdd, partition, { level, location, executor })
    if (arrival.output !== undefined) outputs.put(stage.spec.output!, partition, arrival.output)
    const job = jobs.get(jobId)
    if (job === undefined) return void freeBatches(store, arrival.batches ?? [])
    deliver(job, task, arrival)
    if (job.resultBytes > maxResultBytes)
      dispatch({ type: 'jobCancelled', job: jobId, fault: tooMuch(job.resultBytes, maxResultBytes) })
  }

  const ignore = (id: number): void => {
    const arrival = arrivals.get(id)
    forget(id)
    if (arrival !== undefined) shelved.drop(arrival)
  }

  const forget = (id: number): void => {
    tasks.get(id)?.letGo()
    arrivals.delete(id)
    tasks.delete(id)
  }

  const submit = ({ stages, supplies, action, replan }: Submission, signal: AbortSignal | undefined) =>
    new Promise<Answers>((resolve, reject) => {
      const job = ++lastJob
      const results = new Map<number, Uint8Array>()
      const batches = new Map<number, readonly KeptBatch[]>()
      const updates = new Map<string, TaskUpdates>()
      const cancel = () => dispatch({ type: 'jobCancelled', job, fault: cancelled(signal!.reason) })
      const end = (fault?: Fault) => {
        jobs.delete(job)
        if (jobs.size === 0) members.hold(false)
        signal?.removeEventListener('abort', cancel)
        const { program } = stages[stages.length - 1]!.planned
        members.forget(program.id)
        emit({ type: 'jobEnded', job, fault, at: clock.now() })
        if (fault === undefined) {
          applyUpdates([...updates.values()])
          resolve({ results, batches })
        } else {
          void freeBatches(store, [...batches.values()].flat())
          reject(fromFault({ ...fault, jobId: job }))
        }
      }
      members.hold(true)
      const own = new Set(stages.map(({ spec }) => spec.output))
      jobs.set(job, {
        stages: new Map(),
        outputs: own,
        replan,
        results,
        batches,
        updates,
        resultBytes: 0,
        end,
      })
      admit({ stages, supplies })
      signal?.addEventListener('abort', cancel, { once: true })
      emit({ type: 'jobStarted', job, action, stages: stages.map(stageInfo), at: clock.now() })
      dispatch({ type: 'jobSubmitted', job, stages: stages.map(({ spec }) => spec), maxFailures })
      if (signal?.aborted === true) cancel()
      if (broken !== undefined) dispatch({ type: 'jobCancelled', job, fault: broken })
      if (signal?.aborted === true) cancel()
    })

  for (let i = 0; i < options.workers; i++) members.start()

  return {
    submit,
    emit,
    cache,
    share: (id: number, location: Location): void => {
      shares.set(id, location)
    },
    unshare: (id: number, gone: string | undefined): void => {
      members.unshare(id, gone)
      // A task that runs may not have decoded its copy yet, so the place is freed with the session.
      if (gone !== undefined) shares.delete(id)
    },
    releaseOutput: (output: string) => dispatch({ type: 'outputReleased', output }),
    subscribe,
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
