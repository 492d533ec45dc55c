// Two tables of taxi trips with columns of different names, united by SQL: revenue by zone, month and service.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSession } from 'partita'

const dir = mkdtempSync(join(tmpdir(), 'trips-'))
writeFileSync(
  join(dir, 'yellow.csv'),
  `tpep_pickup,PULocation,total
2024-01-03T08:15:00Z,132,61.5
2024-01-20T23:59:59Z,161,12.25
2024-02-01T00:00:00Z,132,58
`,
)
writeFileSync(
  join(dir, 'green.csv'),
  `lpep_pickup;zone;amount
2024-01-09 12:00:00;161;9.75
2024-02-11 07:30:00;161;
2024-02-29 18:45:00;132;70.25
`,
)

const session = await openSession({ appName: 'trips by zone' })
try {
  session.read
    .csv(join(dir, 'yellow.csv'), {
      schema: { tpep_pickup: 'timestamp', PULocation: 'int32', total: 'float64' },
    })
    .createTempView('yellow')
  session.read
    .csv(join(dir, 'green.csv'), {
      delimiter: ';',
      schema: { lpep_pickup: 'timestamp', zone: 'int32', amount: 'float64?' },
    })
    .createTempView('green')
  const revenue = session.sql(
    `WITH trips AS (
       SELECT PULocation AS zone, tpep_pickup AS begun, total AS amount, 'yellow' AS service FROM yellow
       UNION ALL
       SELECT zone, lpep_pickup, amount, 'green' FROM green
     )
     SELECT zone, strftime(begun, '%Y-%m') AS month, service, count(*) AS trips, sum(amount) AS revenue
     FROM trips WHERE begun >= $since
     GROUP BY ALL ORDER BY ALL`,
    { since: new Date('2024-01-01') },
  )
  await revenue.show()
} finally {
  await session.close()
  rmSync(dir, { recursive: true })
}
