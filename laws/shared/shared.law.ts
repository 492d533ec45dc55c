// Shared variables: a broadcast is read in every task, an accumulator counts each successful task of an action once,
// on every engine, whatever is tried again.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { openSession, type PartitaError, type Session } from 'partita'

for (const master of ['reference', 'local[3,3]']) {
  test(master, async t => {
    const session = await openSession({ master })
    after(() => session.close())
    const numbers = () => session.range(0, 100, 1, 7)

    await t.test('tasks read a broadcast, before and after a shuffle', async () => {
      const names = session.broadcast(
        new Map([
          [0, 'even'],
          [1, 'odd'],
        ]),
      )
      const counts = numbers()
        .map(x => [names.value.get(x % 2), 1])
        .reduceByKey((a, b) => a + b, { numPartitions: 2 })
        .map(([name, n]) => [name, n, names.value.size])
      assert.deepEqual((await counts.collect()).sort(), [
        ['even', 50, 2],
        ['odd', 50, 2],
      ])
    })

    await t.test(
      'a broadcast is as it was when it was made, and tasks cannot change the driver’s',
      async () => {
        const table = { n: 1 }
        const shared = session.broadcast(table)
        table.n = 2
        assert.deepEqual(
          await session
            .range(0, 1, 1, 1)
            .map(() => shared.value.n++)
            .collect(),
          [1],
        )
        assert.equal(shared.value, table)
        assert.equal(table.n, 2)
      },
    )

    await t.test('after destroy it is an error that says where; unpersist only frees', async () => {
      const shared = session.broadcast([1, 2, 3])
      const sums = numbers().map(x => x + shared.value.length)
      const sum = await sums.sum()
      shared.unpersist()
      assert.equal(await sums.sum(), sum)
      shared.destroy()
      await assert.rejects(sums.sum(), (error: PartitaError) => /destroyed/.test(error.message))
      assert.throws(() => shared.value, /destroyed at .*shared\.law\.ts/)
    })

    await t.test('what cannot travel is refused when it is broadcast', () => {
      assert.throws(() => session.broadcast(() => 1), { name: 'PartitaError', code: 'DATA' })
    })

    await t.test(
      'an accumulator counts both sides of a shuffle once, and again for each action',
      async () => {
        const mapped = session.counter('mapped')
        const reduced = session.counter('reduced')
        const pairs = numbers().map(x => {
          mapped.add(1)
          return [x % 5, x]
        })
        const sums = pairs
          .reduceByKey((a, b) => a + b, { numPartitions: 2 })
          .filter(() => {
            reduced.add(1)
            return true
          })
        await sums.count()
        assert.deepEqual([mapped.value, reduced.value], [100, 5])
        await sums.count()
        assert.deepEqual([mapped.value, reduced.value], [100, 10], 'the map side was not run again')
        await pairs.count()
        assert.equal(mapped.value, 200)
      },
    )

    await t.test('a failed action counts nothing, and a task cannot read it', async () => {
      const seen = session.counter('seen')
      const failing = numbers().map(x => {
        seen.add(1)
        if (x === 50) throw new Error('fifty')
        return x
      })
      await assert.rejects(failing.count())
      assert.equal(seen.value, 0)
      await assert.rejects(
        numbers()
          .map(() => seen.value)
          .count(),
        (error: PartitaError) => /seen was read in a task/.test(error.message),
      )
      seen.add(3)
      assert.equal(seen.value, 3)
    })

    if (master !== 'reference')
      await t.test('an attempt that failed does not count', async () => {
        const tries = session.counter('tries')
        const flaky = numbers().mapPartitions((it, { attempt, partition }) => {
          tries.add(1)
          if (partition === 3 && attempt < 2) throw new Error(`attempt ${attempt}`)
          return it
        })
        assert.equal(await flaky.count(), 100)
        assert.equal(tries.value, 7)
      })
  })
}

test('floats add up to the same bits on every engine', async t => {
  const sessions: Session[] = []

  after(() => Promise.all(sessions.map(session => session.close())))
  for (const master of ['reference', 'local[1]', 'local[3]']) sessions.push(await openSession({ master }))
  const total = async (session: Session, values: readonly number[], partitions: number) => {
    const sum = session.accumulator({ empty: 0, concat: (a: number, b: number) => a + b })
    const product = session.accumulator({ empty: '', concat: (a: string, b: string) => (a + b).slice(-20) })
    await session
      .parallelize(values, partitions)
      .map(x => {
        sum.add(x)
        product.add(`${x}`)
        return [Math.floor(x) % 3, x]
      })
      .reduceByKey((a, b) => a + b, { numPartitions: 2 })
      .foreach(([, x]) => sum.add(x))
    return [sum.value, product.value]
  }
  await t.test('law', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 })),
        fc.integer({ min: 1, max: 5 }),
        async (values, partitions) => {
          const [expected, ...others] = await Promise.all(
            sessions.map(session => total(session, values, partitions)),
          )
          for (const other of others) assert.deepEqual(other, expected)
        },
      ),
      { numRuns: 30 },
    ),
  )
})
