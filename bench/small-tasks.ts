// What a task costs: 2,000 tasks of 100 elements.

import { openSession } from 'partita'
import { measure } from './measure.ts'

const TASKS = 2_000
const session = await openSession({ master: 'local[2]' })
const numbers = session.range(0, TASKS * 100, 1, TASKS)

try {
  await measure(
    `${TASKS} tasks of 100 elements`,
    [
      { name: 'partita, local[2]', run: () => numbers.map(x => x + 1).count() },
      {
        name: 'one array, this thread',
        run: () => Array.from({ length: TASKS * 100 }, (_, i) => i).map(x => x + 1).length,
      },
    ],
    { rounds: 20, unit: TASKS, unitName: 'task' },
  )
} finally {
  await session.close()
}
