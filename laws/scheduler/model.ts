// What the scheduler owes, said as plainly as can be: after every event all is computed anew from what is registered.
// Slow, and shares nothing with src/scheduler but the types of its messages.

import type { FaultCode } from '../../src/fault.ts'
import type { SchedulerEvent, StageSpec } from '../../src/scheduler/message.ts'
import type { Flaw, Scene } from './scene.ts'

/** `e2` is the map stage of edge 2, `j1` the result stage of job 1. */
export type Key = string
export const edgeKey = (index: number): Key => `e${index}`
export const jobKey = (id: number): Key => `j${id}`

export interface Launched {
  readonly id: number
  readonly key: Key
  readonly partition: number
  readonly executor: number
}

/** What one event must lead to, besides launches. */
export interface Due {
  readonly verdicts: string[]
  readonly ends: Map<number, FaultCode | 'done'>
  readonly drops: Set<string>
}

interface Shape {
  readonly parents: readonly Key[]
  readonly parts: number
  readonly indeterminate: boolean
  readonly stored: boolean
  readonly preferred: ReadonlyMap<number, number>
  readonly flaw: Flaw | undefined
}

export class Model {
  readonly jobs = new Set<number>()
  readonly tasks = new Map<number, Launched>()
  /** Executor → its tasks as launched, the first one running. */
  readonly executors = new Map<number, number[]>()
  readonly doneBy = new Map<Key, Map<number, number>>()
  /** The attempt that counts, by key and partition. */
  readonly current = new Map<string, number>()
  /** Tasks that no job used at some time. */
  readonly abandoned = new Set<number>()
  wanted = new Map<Key, readonly number[]>()
  readonly #failures = new Map<string, number>()
  readonly #losses = new Map<string, number>()
  readonly #fetches = new Map<Key, { count: number; before: number }>()
  readonly #stale = new Set<Key>()
  readonly #known = new Set<Key>()
  readonly #released = new Set<Key>()
  /** What each stage reads as it was last submitted: less than it could, where persisted data stand in. */
  readonly #links = new Map<Key, readonly Key[]>()
  readonly #members = new Map<number, Set<Key>>()
  #lastTask = 0
  #due: Due = { verdicts: [], ends: new Map(), drops: new Set() }
  /** Some stage was submitted without what it could read. */
  hasCuts = false
  readonly scene: Scene
  readonly #keyOf: (stage: number) => Key

  constructor(scene: Scene, keyOf: (stage: number) => Key) {
    this.scene = scene
    this.#keyOf = keyOf
  }

  shape(key: Key): Shape {
    const index = Number(key.slice(1))
    const plan = key.startsWith('e') ? this.scene.edges[index]! : this.scene.jobs[index - 1]!
    const indeterminate = 'determinacy' in plan && plan.determinacy === 'indeterminate'
    return { ...plan, parents: plan.parents.map(edgeKey), indeterminate }
  }

  parents = (key: Key): readonly Key[] => this.#links.get(key) ?? []

  /** The keys and all that they could ever be computed from. */
  ancestry(key: Key): ReadonlySet<Key> {
    const all = new Set([key])
    for (const each of all) for (const parent of this.shape(each).parents) all.add(parent)
    return all
  }

  /** As it is linked now. */
  #linked(keys: Iterable<Key>): Set<Key> {
    const all = new Set(keys)
    for (const each of all) for (const parent of this.parents(each)) all.add(parent)
    return all
  }

  users = (key: Key): readonly number[] =>
    [...this.jobs].filter(job => this.#members.get(job)!.has(key)).sort((a, b) => a - b)

  missing(key: Key): readonly number[] {
    const done = this.doneBy.get(key)
    return Array.from({ length: this.shape(key).parts }, (_, part) => part).filter(part => !done?.has(part))
  }

  isComplete = (key: Key): boolean => this.missing(key).length === 0

  isCurrent = ({ id, key, partition }: Launched): boolean => this.current.get(`${key}/${partition}`) === id

  depth = (key: Key): number => Math.max(0, ...this.parents(key).map(parent => 1 + this.depth(parent)))

  /** Stages that may launch now, and what of them. */
  runnable(): readonly { readonly key: Key; readonly partitions: readonly number[] }[] {
    return [...this.wanted.keys()]
      .filter(key => this.parents(key).every(this.isComplete))
      .map(key => ({
        key,
        partitions: this.missing(key).filter(part => !this.current.has(`${key}/${part}`)),
      }))
      .filter(({ partitions }) => partitions.length > 0)
  }

  launched(task: Launched): void {
    this.#lastTask = task.id
    this.tasks.set(task.id, task)
    this.executors.get(task.executor)!.push(task.id)
    this.current.set(`${task.key}/${task.partition}`, task.id)
  }

  after(event: SchedulerEvent): Due {
    this.#due = { verdicts: [], ends: new Map(), drops: new Set() }
    this.#happen(event)
    for (const job of this.jobs) if (this.isComplete(jobKey(job))) this.#end(job, 'done')
    this.#refresh()
    return this.#due
  }

  #happen(event: SchedulerEvent): void {
    switch (event.type) {
      case 'jobSubmitted':
        this.jobs.add(event.job)
        this.#link(event.job, event.stages)
        break
      case 'jobCancelled':
        if (this.jobs.has(event.job)) this.#end(event.job, event.fault.code)
        break
      case 'executorJoined':
        this.executors.set(event.executor, [])
        break
      case 'executorLost': {
        const lost = this.executors.get(event.executor) ?? []
        this.executors.delete(event.executor)
        for (const id of lost) {
          const task = this.tasks.get(id)!
          this.tasks.delete(id)
          if (!this.#giveUp(task) || id !== event.running || event.reason === 'killed') continue
          if (event.reason === 'timeout') this.#countFailure(task, event.fault.code)
          else if (count(this.#losses, `${task.key}/${task.partition}`) >= 4)
            this.#failAll(task.key, event.reason === 'oom' ? 'OUT_OF_MEMORY' : 'WORKER_LOST')
        }
        break
      }
      case 'taskSucceeded': {
        const task = this.#takeOff(event.task)
        const accepted = task !== undefined && this.#giveUp(task)
        this.#due.verdicts.push(`${accepted ? 'accept' : 'ignore'} ${event.task}`)
        if (!accepted) break
        const done = this.doneBy.get(task.key) ?? new Map()
        this.doneBy.set(task.key, done.set(task.partition, task.id))
        break
      }
      case 'taskFailed': {
        const task = this.#takeOff(event.task)
        if (task !== undefined && this.#giveUp(task)) this.#countFailure(task, event.fault.code)
        break
      }
      case 'fetchFailed': {
        const task = this.#takeOff(event.task)
        if (task === undefined) break
        const counts = this.#giveUp(task)
        if ((this.doneBy.get(event.output)?.get(event.mapIndex) ?? 0) < task.id)
          this.#lose(event.output, [event.mapIndex])
        this.#refresh()
        const fetches = this.#fetches.get(task.key) ?? { count: 0, before: 0 }
        if (!counts || task.id <= fetches.before) break
        this.#fetches.set(task.key, { count: fetches.count + 1, before: this.#lastTask })
        if (fetches.count + 1 >= 4) this.#failAll(task.key, 'FETCH_FAILED')
        break
      }
      case 'inputGone': {
        const task = this.#takeOff(event.task)
        if (task !== undefined) this.#giveUp(task)
        if (this.jobs.has(event.job)) this.#link(event.job, event.stages ?? [])
        break
      }
      case 'outputLost':
        this.#lose(event.output, event.mapIndexes)
        break
      case 'outputReleased':
        if (this.#known.has(event.output)) this.#released.add(event.output)
        break
    }
  }

  #link(job: number, specs: readonly StageSpec[]): void {
    const own = this.#members.get(job) ?? new Set()
    this.#members.set(job, own)
    for (const { id, parents } of specs) {
      const key = this.#keyOf(id)
      const read = parents.map(({ stage }) => this.#keyOf(stage))
      own.add(key)
      this.#known.add(key)
      this.#links.set(key, read)
      this.hasCuts ||= read.length < this.shape(key).parents.length
    }
    for (const each of this.jobs) this.#members.set(each, this.#linked(this.#members.get(each)!))
  }

  #takeOff(id: number): Launched | undefined {
    const task = this.tasks.get(id)
    if (task === undefined) return undefined
    this.tasks.delete(id)
    const queue = this.executors.get(task.executor)!
    queue.splice(queue.indexOf(id), 1)
    return task
  }

  #giveUp(task: Launched): boolean {
    return this.isCurrent(task) && this.current.delete(`${task.key}/${task.partition}`)
  }

  #countFailure({ key, partition }: Launched, code: FaultCode): void {
    const failures = count(this.#failures, `${key}/${partition}`)
    for (const job of this.wanted.get(key) ?? [])
      if (failures >= this.scene.jobs[job - 1]!.maxFailures) this.#end(job, code)
  }

  #failAll(key: Key, code: FaultCode): void {
    for (const job of this.wanted.get(key) ?? []) this.#end(job, code)
  }

  #lose(key: Key, parts: readonly number[]): void {
    const done = this.doneBy.get(key)
    const lost = parts.filter(part => done?.delete(part))
    if (lost.length === 0 || !this.shape(key).indeterminate) return
    done?.clear()
    this.#stale.add(key)
  }

  #end(job: number, how: FaultCode | 'done'): void {
    if (this.jobs.delete(job)) this.#due.ends.set(job, how)
  }

  /** What is wanted now; a stale stage among it takes back all that was computed from it. */
  #refresh(): void {
    const wanted = new Map<Key, readonly number[]>()
    for (const job of [...this.jobs].sort((a, b) => a - b)) {
      const keys = new Set([jobKey(job)])
      for (const key of keys) {
        wanted.set(key, [...(wanted.get(key) ?? []), job])
        for (const parent of this.parents(key)) if (!this.isComplete(parent)) keys.add(parent)
      }
    }
    for (const key of wanted.keys()) if (!this.wanted.has(key)) this.#forgetCounts(key)
    this.wanted = wanted
    const again = [...this.#stale].find(key => wanted.has(key))
    if (again === undefined) this.#forgetUnused()
    else {
      this.#rollBack(again)
      this.#refresh()
    }
  }

  #forgetCounts(key: Key): void {
    this.#fetches.set(key, { count: 0, before: this.#fetches.get(key)?.before ?? 0 })
    for (const counts of [this.#failures, this.#losses])
      for (const name of counts.keys()) if (name.startsWith(`${key}/`)) counts.delete(name)
  }

  #rollBack(source: Key): void {
    this.#stale.delete(source)
    const keys = [...this.scene.edges.map((_, index) => edgeKey(index)), ...[...this.jobs].map(jobKey)]
    for (const key of keys) {
      if (key === source || !this.#linked([key]).has(source)) continue
      if (key.startsWith('j') && (this.doneBy.get(key)?.size ?? 0) > 0)
        this.#end(Number(key.slice(1)), 'FETCH_FAILED')
      this.doneBy.get(key)?.clear()
      this.#stale.delete(key)
      for (const name of this.current.keys()) if (name.startsWith(`${key}/`)) this.current.delete(name)
    }
  }

  #forgetUnused(): void {
    for (const { id, key } of this.tasks.values()) if (this.users(key).length === 0) this.abandoned.add(id)
    for (const name of this.current.keys())
      if (this.users(name.split('/')[0]!).length === 0) this.current.delete(name)
    for (const key of this.#released) {
      if (this.users(key).length > 0) continue
      this.#released.delete(key)
      this.#known.delete(key)
      this.#stale.delete(key)
      this.doneBy.delete(key)
      this.#links.delete(key)
      this.#due.drops.add(key)
    }
  }
}

const count = (counts: Map<string, number>, name: string): number =>
  counts.set(name, (counts.get(name) ?? 0) + 1).get(name)!
