import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openSession, type Session } from 'partita'
import { broadcast } from 'partita/sql'

let session: Session
before(async () => {
  session = await openSession({ master: 'reference' })
})
after(() => session.close())

const numbers = (n: number, name: string) =>
  session.sql<{ k: 'int64' }>(`SELECT range AS k, range % 7 AS ${name} FROM range($n)`, { n })

/** The operators of the physical plan that stand on the build side of the first join: what is drawn on its right. */
const builtOf = (explained: string): string => {
  const plan = explained.slice(explained.indexOf('HASH_JOIN')).split('\n')
  return plan
    .slice(1)
    .map(line => line.slice(29))
    .join('\n')
}

test('the hash table is made of the side that is broadcast, be it the larger one', async () => {
  const [large, small] = [numbers(100_000, 'v'), numbers(100, 'w')]
  assert.doesNotMatch(builtOf(await large.join(small, 'k').explain()), /BATCHES/)
  for (const how of ['inner', 'left', 'right', 'full'] as const) {
    assert.match(builtOf(await small.join(broadcast(large), 'k', how).explain()), /BATCHES/, how)
    assert.match(builtOf(await broadcast(large).join(small, 'k', how).explain()), /BATCHES/, how)
  }
})

test('a broadcast changes no result, whatever stands above and below it', async () => {
  const [left, right] = [numbers(50, 'v'), numbers(10, 'w')]
  for (const how of ['inner', 'left', 'right', 'full', 'semi', 'anti'] as const) {
    const plain = left.join(right, 'k', how).orderBy('k')
    const sent = left.join(broadcast(broadcast(right).where(t => t.k.ge(0))), 'k', how).orderBy('k')
    assert.deepEqual(await sent.collect(), await plain.collect())
  }
})
