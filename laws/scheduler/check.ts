// Holds the scheduler's answer to one event against what the model says is due.

import assert from 'node:assert/strict'
import type { FaultCode } from '../../src/fault.ts'
import type { Command, Fact, SchedulerEvent } from '../../src/scheduler/message.ts'
import type { Key, Model } from './model.ts'

type Launch = Extract<Command, { type: 'launch' }>

export class Checker {
  readonly #model: Model
  readonly #keyOf: (job: number, stage: number) => Key
  /** `job/stage` of stages that listeners believe to be running. */
  readonly #open = new Set<string>()
  readonly #live = new Set<number>()
  readonly #started = new Set<string>()
  readonly #attempts = new Set<string>()
  readonly #killing = new Map<number, number>()

  constructor(model: Model, keyOf: (job: number, stage: number) => Key) {
    this.#model = model
    this.#keyOf = keyOf
  }

  check(event: SchedulerEvent, commands: readonly Command[]): void {
    if (event.type === 'jobSubmitted') this.#live.add(event.job)
    const due = this.#model.after(event)
    const verdicts = commands.flatMap(command =>
      command.type === 'accept' || command.type === 'ignore' ? [`${command.type} ${command.task}`] : [],
    )
    assert.deepEqual(verdicts, due.verdicts, 'a result counts if and only if its attempt does')
    const ends = commands.flatMap((command): (readonly [number, FaultCode | 'done'])[] => {
      if (command.type === 'jobDone') return [[command.job, 'done']]
      return command.type === 'jobFailed' ? [[command.job, command.fault.code]] : []
    })
    assert.equal(new Set(ends.map(([job]) => job)).size, ends.length, 'a job ends once')
    assert.deepEqual(new Map(ends), due.ends, 'jobs end when they must, and for the right reason')
    const drops = commands.flatMap(command => (command.type === 'drop' ? [command.output] : []))
    assert.deepEqual(new Set(drops), due.drops, 'released outputs go with their last job')
    for (const drop of drops)
      for (const name of this.#attempts) if (name.startsWith(`${drop}/`)) this.#attempts.delete(name)
    for (const command of commands) this.#follow(command)
    this.#afterAll()
  }

  #follow(command: Command): void {
    if (command.type === 'launch') this.#checkLaunch(command)
    if (command.type === 'emit') this.#checkFact(command.event)
    if (command.type === 'kill') this.#killing.set(command.executor, command.task)
    if (command.type === 'jobDone' || command.type === 'jobFailed') {
      this.#live.delete(command.job)
      for (const name of this.#open)
        assert.ok(!name.startsWith(`${command.job}/`), `stage ${name} ended before its job did`)
    }
  }

  #load = (executor: number): number =>
    this.#model.executors.get(executor)?.length ?? Number.POSITIVE_INFINITY

  #isFree = (executor: number): boolean =>
    this.#load(executor) < this.#model.scene.slots && !this.#killing.has(executor)

  #checkLaunch({ task, job, stage, partition, attempt, executor }: Launch): void {
    const model = this.#model
    this.#forgetKills()
    const key = this.#keyOf(job, stage)
    const runnable = model.runnable()
    assert.ok(
      runnable.some(each => each.key === key && each.partitions.includes(partition)),
      `partition ${partition} of ${key} is wanted, missing, not running, and all that it reads is there`,
    )
    const rank = (each: Key) => model.wanted.get(each)![0]! * 1000 + (model.hasCuts ? 0 : model.depth(each))
    for (const each of runnable)
      assert.ok(rank(each.key) >= rank(key), 'lower jobs first, then parents first')
    assert.equal(job, model.wanted.get(key)![0], 'a stage runs for the first job that wants it')
    assert.ok(this.#isFree(executor), 'the executor has a free slot')
    const preferred = model.shape(key).preferred.get(partition)
    if (preferred !== undefined && this.#isFree(preferred)) assert.equal(executor, preferred, 'data first')
    const name = `${key}/${partition}/${attempt}`
    assert.ok(!this.#attempts.has(name), `attempt ${name} is new`)
    this.#attempts.add(name)
    assert.ok(this.#started.delete(`${job}/${stage}/${partition}/${attempt}`), 'announced before launch')
    model.launched({ id: task, key, partition, executor })
  }

  #checkFact(fact: Fact): void {
    if ('job' in fact) assert.ok(this.#live.has(fact.job), `${fact.type} names a running job`)
    if (fact.type === 'stageStarted') {
      assert.ok(!this.#open.has(`${fact.job}/${fact.stage}`), 'a stage starts once')
      this.#open.add(`${fact.job}/${fact.stage}`)
    }
    if (fact.type === 'stageEnded')
      assert.ok(this.#open.delete(`${fact.job}/${fact.stage}`), 'only a started stage ends')
    if (fact.type === 'taskStarted') {
      assert.ok(this.#open.has(`${fact.job}/${fact.stage}`), 'tasks start in started stages')
      this.#started.add(`${fact.job}/${fact.stage}/${fact.partition}/${fact.attempt}`)
    }
  }

  #forgetKills(): void {
    for (const [executor, task] of this.#killing)
      if (!this.#model.tasks.has(task)) this.#killing.delete(executor)
  }

  #afterAll(): void {
    const model = this.#model
    this.#forgetKills()
    for (const [executor, [running]] of model.executors)
      assert.equal(
        this.#killing.has(executor),
        model.abandoned.has(running ?? 0),
        `executor ${executor} is told to die if and only if nobody wants what it runs`,
      )
    if ([...model.executors.keys()].some(this.#isFree))
      assert.deepEqual(model.runnable(), [], 'no slot is idle while something can run')
  }
}
