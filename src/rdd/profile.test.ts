import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSession } from 'partita'
import { profiler } from './profile.ts'

const metrics = {
  recordsIn: 10,
  recordsOut: 4,
  recordsRejected: 1,
  inputBytes: 2 ** 20,
  shuffleReadBytes: 2 ** 19,
  shuffleWriteBytes: 2 ** 18,
  resultBytes: 0,
  runMillis: 5,
}
const task = { job: 1, stage: 0, attempt: 0, executor: 0 } as const

test('tasks of a stage add up; the stage lasts from its start to its end', () => {
  const { listen, stages } = profiler()
  const stage = { stage: 0, name: 'range map', tasks: 2, parents: [] }
  listen({ type: 'jobStarted', job: 1, action: 'count', stages: [stage], at: 0 })
  listen({ type: 'stageStarted', job: 1, stage: 0, tasks: 2, at: 1000 })
  listen({ type: 'taskEnded', ...task, partition: 0, at: 1500, metrics })
  listen({ type: 'taskEnded', ...task, partition: 1, at: 1600, fault: { code: 'TASK_FAILED', message: '' } })
  listen({ type: 'taskEnded', ...task, partition: 1, attempt: 1, at: 2000, metrics })
  assert.equal(stages()[0]!.seconds, 1)
  listen({ type: 'stageEnded', job: 1, stage: 0, at: 3000 })
  assert.deepEqual(stages(), [
    {
      job: 1,
      stage: 0,
      operators: 'range map',
      tasks: 2,
      failedTasks: 1,
      recordsIn: 20,
      recordsOut: 8,
      recordsRejected: 2,
      mebibytesIn: 3,
      mebibytesOut: 0.5,
      seconds: 2,
    },
  ])
  assert.ok(Object.isFrozen(stages()) && Object.isFrozen(stages()[0]))
})

test('the latest 1,000 stages are kept', () => {
  const { listen, stages } = profiler()
  const stage = { stage: 0, name: 'range', tasks: 1, parents: [] }
  for (let job = 0; job < 1200; job++) {
    listen({ type: 'jobStarted', job, action: 'count', stages: [stage], at: 0 })
    listen({ type: 'taskEnded', ...task, job, partition: 0, at: 1, metrics })
  }
  assert.equal(stages().length, 1000)
  assert.equal(stages()[0]!.job, 200)
})

test('a stage that did not run is not shown', () => {
  const { listen, stages } = profiler()
  const stage = { stage: 0, name: 'range', tasks: 1, parents: [] }
  listen({ type: 'jobStarted', job: 1, action: 'count', stages: [stage], at: 0 })
  assert.deepEqual(stages(), [])
})

test('records in and out of a stage: what was read, what was written after combining', async () => {
  const session = await openSession({ master: 'local[1]', progress: false })
  try {
    const halves = session.range(0, 20, 1, 2).mapPartitions(it => [...it].map(n => [n % 2, n]))
    await halves.reduceByKey((a, b) => a + b).count()
    await halves.sortByKey().count()
    const figures = session.profile().map(({ recordsIn, recordsOut }) => [recordsIn, recordsOut])
    assert.deepEqual(figures, [[20, 4], [2, 2], [20, 20], [20, 20]]) // biome-ignore format: one line
  } finally {
    await session.close()
  }
})
