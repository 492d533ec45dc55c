import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Fault } from '../fault.ts'
import type { Command, LossReason, SchedulerEvent, StageSpec } from './message.ts'
import { initial } from './state.ts'
import { step } from './step.ts'

const fault: Fault = { code: 'TASK_FAILED', message: 'no such column' }

/** A line a command, facts left out: what the engine has to do. */
const show = (command: Command): string => {
  switch (command.type) {
    case 'launch':
      return `launch ${command.stage}/${command.partition}#${command.attempt} on ${command.executor}`
    case 'jobFailed':
      return `jobFailed ${command.job} ${command.fault.code}`
    case 'emit':
      return ''
    default:
      return Object.values(command).join(' ')
  }
}

const scheduler = (executors = 1, slotsPerExecutor = 1) => {
  let state = initial({ slotsPerExecutor })
  const commands: Command[] = []
  const tell = (event: SchedulerEvent): readonly string[] => {
    const [next, answer] = step(state, event)
    state = next
    commands.push(...answer)
    return answer.map(show).filter(line => line !== '')
  }
  for (let executor = 1; executor <= executors; executor++) tell({ type: 'executorJoined', executor })
  return {
    tell,
    commands,
    submit: (job: number, stages: readonly StageSpec[], maxFailures = 1) =>
      tell({ type: 'jobSubmitted', job, stages, maxFailures }),
    succeed: (task: number) => tell({ type: 'taskSucceeded', task }),
    lose: (executor: number, reason: LossReason, running: number) =>
      tell({ type: 'executorLost', executor, reason, fault, running }),
  }
}

const stage = (
  id: number,
  partitions: readonly number[],
  parents: readonly number[] = [],
  output?: string,
  more: Partial<StageSpec> = {},
): StageSpec => ({
  id,
  partitions,
  parents: parents.map(parent => ({ stage: parent })),
  output,
  determinacy: 'determinate',
  ...more,
})

const wordCount = [stage(1, [0, 1], [], 'words'), stage(2, [0], [1])]

test('parents run first, then the result', () => {
  const { submit, succeed } = scheduler(2)
  assert.deepEqual(submit(1, wordCount), ['launch 1/0#0 on 1', 'launch 1/1#0 on 2'])
  assert.deepEqual(succeed(1), ['accept 1'])
  assert.deepEqual(succeed(2), ['accept 2', 'launch 2/0#0 on 1'])
  assert.deepEqual(succeed(3), ['accept 3', 'jobDone 1'])
})

test('facts tell the whole story', () => {
  const { submit, succeed, commands } = scheduler(1)
  submit(1, wordCount)
  for (const task of [1, 2, 3]) succeed(task)
  const facts = commands.flatMap(command =>
    command.type === 'emit' && 'stage' in command.event
      ? [`${command.event.type} ${command.event.stage}`]
      : [],
  )
  const run = (id: number) => [`taskStarted ${id}`, `taskEnded ${id}`]
  assert.deepEqual(facts, [
    ...['stageStarted 1', ...run(1), ...run(1), 'stageEnded 1'],
    ...['stageStarted 2', ...run(2), 'stageEnded 2'],
  ])
})

test('a task that throws is tried maxFailures times', () => {
  const { submit, tell } = scheduler()
  submit(1, wordCount, 2)
  assert.deepEqual(tell({ type: 'taskFailed', task: 1, fault }), ['launch 1/0#1 on 1'])
  assert.deepEqual(tell({ type: 'taskFailed', task: 2, fault }), ['jobFailed 1 TASK_FAILED'])
})

test('a task under which four workers died fails the job, by name', () => {
  const { submit, lose, tell, commands } = scheduler(1, 2)
  submit(1, [stage(7, [4, 5])])
  for (let executor = 1; executor <= 4; executor++) {
    // Partition 4 runs each time, partition 5 is queued behind it and not to blame.
    lose(executor, executor === 4 ? 'oom' : 'exit', 2 * executor - 1)
    tell({ type: 'executorJoined', executor: executor + 1 })
  }
  const failed = commands.find(command => command.type === 'jobFailed')
  assert.equal(failed?.fault.code, 'OUT_OF_MEMORY')
  assert.equal(failed.fault.message, 'Partition 4 of stage 7 ran out of memory 4 times.')
  assert.equal(failed.fault.cause, fault)
})

test('an executor that was killed blames nobody', () => {
  const { submit, lose, tell } = scheduler()
  submit(1, wordCount)
  for (let executor = 1; executor <= 5; executor++) {
    assert.deepEqual(lose(executor, 'killed', executor), [`replace ${executor}`])
    assert.match(tell({ type: 'executorJoined', executor: executor + 1 })[0]!, /^launch/)
  }
})

test('a lost block reruns its map task, then the reader that missed it', () => {
  const { submit, succeed, tell } = scheduler()
  submit(1, wordCount)
  succeed(1)
  succeed(2)
  const missed = { type: 'fetchFailed', task: 3, output: 'words', mapIndex: 1, fault } as const
  assert.deepEqual(tell(missed), ['launch 1/1#1 on 1'])
  assert.deepEqual(succeed(4), ['accept 4', 'launch 2/0#1 on 1'])
})

test('a lost block of an indeterminate stage voids the stage and all that read it', () => {
  const { submit, succeed, tell } = scheduler()
  submit(1, [
    stage(1, [0, 1], [], 'sample', { determinacy: 'indeterminate' }),
    stage(2, [0, 1], [1], 'counts'),
    stage(3, [0], [2]),
  ])
  for (const task of [1, 2, 3]) succeed(task)
  const missed = { type: 'fetchFailed', task: 4, output: 'sample', mapIndex: 0, fault } as const
  assert.deepEqual(tell(missed), ['launch 1/0#1 on 1'])
  assert.deepEqual(succeed(5), ['accept 5', 'launch 1/1#1 on 1'])
  assert.deepEqual(succeed(6), ['accept 6', 'launch 2/0#1 on 1'])
})

test('four unreadable outputs in a row fail the job; success ends the row', () => {
  const { submit, succeed, tell } = scheduler()
  submit(1, [stage(1, [0], [], 'a'), stage(2, [0], [1], 'b'), stage(3, [0], [2])])
  let task = 0
  const miss = (output: string) => tell({ type: 'fetchFailed', task: ++task, output, mapIndex: 0, fault })
  const missThrice = () => {
    for (let i = 0; i < 3; i++) {
      assert.match(miss('a')[0]!, /^launch 1/)
      succeed(++task)
    }
  }
  succeed(++task)
  missThrice()
  succeed(++task)
  assert.match(miss('b')[0]!, /^launch 2/)
  missThrice()
  assert.deepEqual(miss('a'), ['jobFailed 1 FETCH_FAILED'])
})

test('jobs share a map stage, and one survives the end of the other', () => {
  const { submit, succeed, tell } = scheduler()
  submit(1, wordCount)
  assert.deepEqual(submit(2, [stage(11, [0, 1], [], 'words'), stage(12, [0], [11])]), [])
  assert.deepEqual(tell({ type: 'jobCancelled', job: 1, fault: { ...fault, code: 'CANCELLED' } }), [
    'jobFailed 1 CANCELLED',
  ])
  assert.deepEqual(succeed(1), ['accept 1', 'launch 11/1#0 on 1'])
  assert.deepEqual(succeed(2), ['accept 2', 'launch 12/0#0 on 1'])
  assert.deepEqual(succeed(3), ['accept 3', 'jobDone 2'])
  assert.deepEqual(tell({ type: 'outputReleased', output: 'words' }), ['drop words'])
})

test('cancelling kills what runs, and its late success is ignored', () => {
  const { submit, succeed, lose, tell } = scheduler()
  submit(1, wordCount)
  assert.deepEqual(tell({ type: 'jobCancelled', job: 1, fault: { ...fault, code: 'CANCELLED' } }), [
    'jobFailed 1 CANCELLED',
    'kill 1 1',
  ])
  assert.deepEqual(submit(2, [stage(3, [0])]), [])
  assert.deepEqual(lose(1, 'killed', 1), ['replace 1'])
  assert.deepEqual(succeed(1), ['ignore 1'])
  assert.deepEqual(tell({ type: 'executorJoined', executor: 2 }), ['launch 3/0#0 on 2'])
})

test('a job over no partitions is done at once', () => {
  const { submit } = scheduler()
  assert.deepEqual(submit(1, [stage(1, [0], [], 'words'), stage(2, [], [1])]), ['jobDone 1'])
})

test('tasks go where their data is if there is room, and never wait for it', () => {
  const { submit, succeed } = scheduler(2)
  const held = stage(1, [0, 1, 2], [], undefined, {
    preferred: new Map([
      [0, 2],
      [1, 2],
      [2, 9],
    ]),
  })
  assert.deepEqual(submit(1, [held]), ['launch 1/0#0 on 2', 'launch 1/1#0 on 1'])
  assert.deepEqual(succeed(2), ['accept 2', 'launch 1/2#0 on 1'])
})
