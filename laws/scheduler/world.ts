// A simulated world around the scheduler: executors that run queued tasks, blocks that get damaged, messages that come
// late, twice and in any order. Results carry where they come from, so that a mixture of two runs shows.

import assert from 'node:assert/strict'
import type { Fault } from '../../src/fault.ts'
import type { Command, LossReason, SchedulerEvent, StageSpec } from '../../src/scheduler/message.ts'
import { initial, type State } from '../../src/scheduler/state.ts'
import { step } from '../../src/scheduler/step.ts'
import { Checker } from './check.ts'
import { edgeKey, jobKey, type Key, Model } from './model.ts'
import type { Flaw, Move, Scene } from './scene.ts'

/** Which runs of indeterminate map tasks a result was computed from: `e1/0` → task ids. */
type Origins = ReadonlyMap<string, ReadonlySet<number>>

const fault = (code: Fault['code']): Fault => ({ code, message: 'simulated' })
const lossFaults = { exit: 'WORKER_LOST', oom: 'OUT_OF_MEMORY', timeout: 'TASK_TIMEOUT' } as const
const reasons = ['exit', 'oom', 'timeout'] as const

const merge = (all: readonly Origins[]): Map<string, Set<number>> => {
  const merged = new Map<string, Set<number>>()
  for (const origins of all)
    for (const [name, runs] of origins) merged.set(name, new Set([...(merged.get(name) ?? []), ...runs]))
  return merged
}

interface LaunchedTask {
  readonly key: Key
  readonly partition: number
  readonly job: number
  /** What it reads, fixed when it was launched. */
  readonly reads: readonly Key[]
}

export class World {
  readonly scene: Scene
  readonly events: SchedulerEvent[] = []
  readonly answers: (readonly Command[])[] = []
  readonly model: Model
  readonly #checker: Checker
  #state: State
  #submitted = 0
  #nextExecutor = 1
  #spares: number
  #nextStage = 1
  readonly #keys = new Map<number, Key>()
  /** Executor → launched tasks not yet finished, the first one running. */
  readonly #queues = new Map<number, number[]>()
  readonly #launched = new Map<number, LaunchedTask>()
  /** Keys whose persisted data are gone. */
  readonly #evicted = new Set<Key>()
  readonly #results = new Map<number, Origins>()
  /** Blocks that can really be read, and accepted results of jobs. */
  readonly #store = new Map<Key, Map<number, Origins>>()
  #mail: SchedulerEvent[] = []
  #kills: { readonly executor: number; readonly task: number }[] = []

  constructor(scene: Scene) {
    this.scene = scene
    this.#state = initial({ slotsPerExecutor: scene.slots })
    this.model = new Model(scene, stage => this.#keys.get(stage)!)
    this.#checker = new Checker(this.model, (_, stage) => this.#keys.get(stage)!)
    this.#spares = scene.executors
    while (this.#spares > 0) this.#join()
  }

  get state(): State {
    return this.#state
  }

  #tell(event: SchedulerEvent): void {
    this.events.push(event)
    const [next, commands] = step(this.#state, event)
    this.#state = next
    this.answers.push(commands)
    this.#checker.check(event, commands)
    for (const command of commands) this.#obey(command)
  }

  #obey(command: Command): void {
    switch (command.type) {
      case 'launch':
        this.#launched.set(command.task, this.#begin(command))
        this.#queues.get(command.executor)!.push(command.task)
        break
      case 'accept': {
        const { key, partition } = this.#launched.get(command.task)!
        const origins = this.#results.get(command.task)!
        if (key.startsWith('e') && this.#flawOf(command.task) === 'rot') break
        this.#store.set(key, (this.#store.get(key) ?? new Map()).set(partition, origins))
        break
      }
      case 'kill':
        this.#kills.push(command)
        break
      case 'replace':
        this.#spares++
        break
      case 'drop':
        this.#store.delete(command.output)
        break
      case 'jobDone':
        this.#checkResult(command.job)
        break
    }
  }

  #begin({ stage, partition, job }: Extract<Command, { type: 'launch' }>): LaunchedTask {
    const key = this.#keys.get(stage)!
    return { key, partition, job, reads: this.model.parents(key) }
  }

  #checkResult(job: number): void {
    const parts = this.#store.get(jobKey(job)) ?? new Map<number, Origins>()
    assert.equal(parts.size, this.scene.jobs[job - 1]!.parts, 'every partition was delivered')
    for (const [name, runs] of merge([...parts.values()]))
      assert.equal(runs.size, 1, `job ${job} mixes ${runs.size} runs of ${name}, which may differ`)
  }

  #join(): void {
    this.#spares--
    const executor = this.#nextExecutor++
    this.#queues.set(executor, [])
    this.#tell({ type: 'executorJoined', executor })
  }

  /** May name only what is missing of an output that is known already. */
  #submit(all: boolean): void {
    const job = ++this.#submitted
    const { maxFailures } = this.scene.jobs[job - 1]!
    this.#tell({ type: 'jobSubmitted', job, stages: this.#stagesOf(job, all), maxFailures })
  }

  #stagesOf(job: number, all: boolean): readonly StageSpec[] {
    const specs = new Map<Key, StageSpec>()
    const add = (key: Key): StageSpec => {
      const { parents, parts, preferred, stored } = this.model.shape(key)
      const read = stored && !this.#evicted.has(key) ? [] : parents
      const reads = read.map(parent => ({ stage: (specs.get(parent) ?? add(parent)).id }))
      const edge = key.startsWith('e') ? this.scene.edges[Number(key.slice(1))]! : undefined
      const spec: StageSpec = {
        id: this.#nextStage++,
        partitions: all ? Array.from({ length: parts }, (_, index) => index) : this.model.missing(key),
        parents: reads,
        output: edge === undefined ? undefined : key,
        determinacy: edge?.determinacy ?? 'determinate',
        preferred,
      }
      specs.set(key, spec)
      this.#keys.set(spec.id, key)
      return spec
    }
    add(jobKey(job))
    return [...specs.values()]
  }

  /** The running task finds the data gone that its stage was submitted with; later jobs may find it again. */
  #evict(queue: number[], again: boolean): void {
    const task = queue.shift()!
    const { key, job } = this.#launched.get(task)!
    this.#evicted.add(key)
    const stages = this.model.jobs.has(job) ? this.#stagesOf(job, true) : undefined
    if (again) this.#evicted.delete(key)
    this.#mail.push({ type: 'inputGone', task, job, stages, fault: fault('FETCH_FAILED') })
  }

  #flawOf(task: number): Flaw['kind'] | undefined {
    const { key, partition } = this.#launched.get(task)!
    const { flaw } = this.model.shape(key)
    return flaw?.partition === partition ? flaw.kind : undefined
  }

  #throw(queue: number[]): void {
    this.#mail.push({ type: 'taskFailed', task: queue.shift()!, fault: fault('TASK_FAILED') })
  }

  #finish(executor: number, queue: number[]): void {
    const flaw = this.#flawOf(queue[0]!)
    if (flaw === 'throw') this.#throw(queue)
    else if (flaw === undefined || flaw === 'rot') this.#succeed(queue)
    else this.#crash(executor, flaw)
  }

  /** The running task reads its input as it is now, and reports. */
  #succeed(queue: number[]): void {
    const task = queue.shift()!
    const { key, partition, reads } = this.#launched.get(task)!
    const inputs: Origins[] = []
    const { indeterminate } = this.model.shape(key)
    for (const parent of reads)
      for (let mapIndex = 0; mapIndex < this.model.shape(parent).parts; mapIndex++) {
        const block = this.#store.get(parent)?.get(mapIndex)
        if (block === undefined) {
          this.#mail.push({
            type: 'fetchFailed',
            task,
            output: parent,
            mapIndex,
            fault: fault('FETCH_FAILED'),
          })
          return
        }
        inputs.push(block)
      }
    const origins = merge(inputs)
    if (indeterminate) origins.set(`${key}/${partition}`, new Set([task]))
    this.#results.set(task, origins)
    this.#mail.push({ type: 'taskSucceeded', task })
  }

  #crash(executor: number, reason: LossReason): void {
    const running = this.#queues.get(executor)![0]
    this.#queues.delete(executor)
    const code = reason === 'killed' ? 'WORKER_LOST' : lossFaults[reason]
    this.#tell({ type: 'executorLost', executor, reason, fault: fault(code), running })
  }

  /** If the task has ended by now, a careful engine spares the executor; one that is too fast does not. */
  #kill(at: number, careful: boolean): void {
    const [{ executor, task } = { executor: 0, task: 0 }] = this.#kills.splice(at, 1)
    const queue = this.#queues.get(executor)
    if (queue !== undefined && (queue[0] === task || !careful)) this.#crash(executor, 'killed')
  }

  #isEvictable(task: number): boolean {
    const { key, reads } = this.#launched.get(task)!
    return reads.length < this.model.shape(key).parents.length
  }

  #busy = () => [...this.#queues].filter(([, queue]) => queue.length > 0)

  #blocks = (): readonly (readonly [Key, number])[] =>
    [...this.#store]
      .filter(([key]) => key.startsWith('e'))
      .flatMap(([key, blocks]) => [...blocks.keys()].map(index => [key, index] as const))

  /** Edges that no job, running or to come, will ask for. */
  #releasable(): readonly Key[] {
    const still = new Set<Key>()
    for (let job = 1; job <= this.scene.jobs.length; job++)
      if (job > this.#submitted || this.model.jobs.has(job))
        for (const key of this.model.ancestry(jobKey(job))) still.add(key)
    return this.scene.edges.map((_, index) => edgeKey(index)).filter(key => !still.has(key))
  }

  /** Does the move to one of the things it can be done to, if there are any. */
  play(move: Move, pick: number): void {
    const of = <A>(all: readonly A[], act: (one: A, at: number) => void) => {
      if (all.length > 0) act(all[pick % all.length]!, pick % all.length)
    }
    const acts: Readonly<Record<Move, () => void>> = {
      submit: () => this.#submitted < this.scene.jobs.length && this.#submit(pick % 2 === 0),
      join: () => this.#spares > 0 && this.#join(),
      finish: () => of(this.#busy(), ([executor, queue]) => this.#finish(executor, queue)),
      throw: () => of(this.#busy(), ([, queue]) => this.#throw(queue)),
      evict: () =>
        of(
          this.#busy().filter(([, [running]]) => this.#isEvictable(running!)),
          ([, queue]) => this.#evict(queue, pick % 2 === 0),
        ),
      deliver: () => of(this.#mail, (_, at) => this.#tell(this.#mail.splice(at, 1)[0]!)),
      repeat: () => of(this.#mail, message => this.#tell(message)),
      crash: () => of([...this.#queues.keys()], executor => this.#crash(executor, reasons[pick % 3]!)),
      kill: () => of(this.#kills, (_, at) => this.#kill(at, pick % 2 === 0)),
      damage: () => of(this.#blocks(), ([key, index]) => this.#store.get(key)!.delete(index)),
      lose: () =>
        of(this.#blocks(), ([output, index]) => {
          this.#store.get(output)!.delete(index)
          this.#tell({ type: 'outputLost', output, mapIndexes: [index] })
        }),
      cancel: () =>
        of([...this.model.jobs], job => this.#tell({ type: 'jobCancelled', job, fault: fault('CANCELLED') })),
      release: () => of(this.#releasable(), output => this.#tell({ type: 'outputReleased', output })),
    }
    acts[move]()
  }

  /** From here on nothing new goes wrong: all must come to an end. */
  drain(): void {
    for (let turns = 0; ; turns++) {
      assert.ok(turns < 20_000, 'every job ends')
      if (this.#kills.length > 0) this.play('kill', 0)
      else if (this.#spares > 0) this.play('join', 0)
      else if (this.#mail.length > 0) this.play('deliver', 0)
      else if (this.#submitted < this.scene.jobs.length) this.play('submit', 0)
      else if (this.#busy().length > 0) this.play('finish', 0)
      else break
    }
    assert.equal(this.model.jobs.size, 0, 'every job ends')
    for (const output of this.#releasable()) this.#tell({ type: 'outputReleased', output })
  }
}
