// A model over a real table: the chance of each of three million flights to be over 15 minutes late, by gradient boosted
// trees in ONNX (train.py made them), and how often those it warns of were. The model is loaded once in each worker, and
// sees whole columns.
//
//   ONNXRUNTIME_NODE_INSTALL=skip npm install --no-save onnxruntime-node@1.30.0
//   npx partita run docs/examples/late-flights/late-flights.ts

import { fileURLToPath } from 'node:url'
import { openSession } from 'partita'
import { avg, count, dayOfWeek, hour, month, udf, when } from 'partita/sql'

const file = fileURLToPath(new URL('late-flights.onnx', import.meta.url))

const session = await openSession({ appName: 'late flights' })
try {
  const model = session.perWorker(async () => {
    const { InferenceSession, Tensor } = await import('onnxruntime-node')
    const trees = await InferenceSession.create(file, { intraOpNumThreads: 1 })
    return async (features: Float32Array, width: number): Promise<Float32Array> => {
      const rows = features.length / width
      const { probabilities } = await trees.run({ X: new Tensor('float32', features, [rows, width]) })
      // Two of each row: not late, late.
      return (probabilities!.data as Float32Array).filter((_, i) => i % 2 === 1)
    }
  })

  const chance = udf(
    async (...columns) => {
      const width = columns.length
      const features = new Float32Array(width * columns[0]!.length)
      for (const [c, column] of columns.entries())
        for (let row = 0; row < column.length; row++) features[row * width + c] = Number(column.get(row))
      return (await model.value)(features, width)
    },
    'float32',
    { columns: true, name: 'chance' },
  )

  const flights = session.read.parquet<{
    readonly date: 'timestamp'
    readonly delay: 'int64'
    readonly distance: 'int64'
  }>('node_modules/vega-datasets/data/flights-3m.parquet')

  await flights
    .select(t => ({
      late: when(t.delay.gt(15), 1).otherwise(0),
      // The model counts days from Monday, 0.
      chance: chance(t.distance, hour(t.date), dayOfWeek(t.date).plus(5).mod(7), month(t.date)),
    }))
    .groupBy(t => ({ warned: t.chance.gt(0.3) }))
    .agg(t => ({ flights: count(), late: avg(t.late), chance: avg(t.chance) }))
    .orderBy('warned')
    .show()
} finally {
  await session.close()
}
