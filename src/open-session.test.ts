import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openSession } from './open-session.ts'

after(() => {
  for (const name of ['PARTITA_MASTER', 'PARTITA_DEFAULT_PARALLELISM']) delete process.env[name]
})

test('an option comes before its variable, and both before the default', async () => {
  process.env.PARTITA_MASTER = 'reference'
  process.env.PARTITA_DEFAULT_PARALLELISM = '5'
  const five = await openSession()
  assert.equal(five.defaultParallelism, 5)
  assert.equal(await five.range(10).getNumPartitions(), 5)
  const two = await openSession({ defaultParallelism: 2 })
  assert.equal(await two.range(10).getNumPartitions(), 2)
  delete process.env.PARTITA_DEFAULT_PARALLELISM
  assert.equal((await openSession({ master: 'reference' })).defaultParallelism, 8)
})

test('sizes are bytes or texts; what makes no sense is refused by name', async () => {
  for (const splitBytes of [1, 64, '64', '64m', '4 GiB', '1kb'])
    await openSession({ master: 'reference', splitBytes })
  for (const splitBytes of [0, -1, 1.5, Number.NaN, '', ' ', 'm', '64x', '1.5g', '99999999t', null as never])
    await assert.rejects(openSession({ master: 'reference', splitBytes }), {
      code: 'ARGUMENT',
      message: /splitBytes/,
    })
  await assert.rejects(openSession({ workers: 4 } as never), {
    code: 'ARGUMENT',
    message: /no option workers/,
  })
  process.env.PARTITA_DEFAULT_PARALLELISM = 'many'
  await assert.rejects(openSession({ master: 'reference' }), { message: /^PARTITA_DEFAULT_PARALLELISM/ })
})

test('a closed session refuses actions, and closes again', async () => {
  delete process.env.PARTITA_DEFAULT_PARALLELISM
  const session = await openSession({ master: 'reference' })
  const rdd = session.range(3)
  await session.close()
  await session.close()
  await assert.rejects(rdd.count(), { code: 'CLOSED' })
  await assert.rejects(rdd.take(1), { code: 'CLOSED' })
})

test('the session and its RDDs stay on the driver', async () => {
  const session = await openSession({ master: 'reference' })
  const rdd = session.range(3)
  await assert.rejects(rdd.map(() => session.appName).collect(), { code: 'CLOSURE', message: /the session/ })
  await assert.rejects(rdd.map(() => String(rdd)).collect(), { code: 'CLOSURE', message: /an RDD/ })
  await session.close()
})
