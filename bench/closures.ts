// Closures on their way: what capturing costs when warm, what a whole trip to a worker costs, whether rebuilt code is as
// fast as the original, and whether capturing slows the driver's code down.
// Run with: npx tsx bench/closures.ts (after npm run build)

import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { pipe } from 'fp-ts/function'
import * as N from 'fp-ts/number'
import { capture } from '../src/closure/capture.ts'
import { revive } from '../src/closure/revive.ts'
import { type Contender, measure } from './measure.ts'

const TIMES = 200

/** A loop of the driver's own, its text new to V8 each time; the minimum of five, in ms. */
const driverLoop = (): number =>
  Math.min(
    ...Array.from({ length: 5 }, (_, i) => {
      const text = `let sum = 0; for (let i = 0; i < n; i++) sum = (sum + i * 3) % 1000003; return sum // ${i} ${performance.now()}`
      const hot = new Function('n', text)
      const started = performance.now()
      hot(1e8)
      return performance.now() - started
    }),
  )
const beforeAnyCapture = driverLoop()

/** Captures new closures of one text, as a session's RDDs are made of. */
const capturing = (name: string, make: (i: number) => unknown, times = TIMES): Contender => ({
  name,
  run: () => {
    for (let i = 0; i < times; i++) capture([make(i)])
  },
})

const offset = 10
const config = { rate: 2, names: ['a', 'b'] }
const scale = (x: number) => x * offset
const shift = (x: number) => scale(x) + config.rate
class Account {
  #balance = 100
  get balance() {
    return this.#balance
  }
}
const account = new Account()
let unset: number | undefined

await measure(
  'capture, warm',
  [
    capturing('instance with a private field', () => () => account.balance),
    capturing('two helpers and an object', () => (x: number) => shift(x) + config.names.length),
    capturing('a variable that is undefined', () => (x: number) => x + (unset ?? 1)),
    capturing('fp-ts pipe', () => (x: number) => pipe(x, n => N.MonoidSum.concat(n, 1), String)),
    capturing('one constant', i => (x: number) => x + offset + i),
    capturing('x => x + 1', () => (x: number) => x + 1),
  ],
  { unit: TIMES, unitName: 'capture' },
)

const worker = new Worker(
  `const { parentPort } = require('node:worker_threads')
   import(${JSON.stringify(new URL('../dist/closure/revive.js', import.meta.url).href)}).then(({ revive }) => {
     parentPort.on('message', async graph => parentPort.postMessage((await revive(graph)).make()[0](1)))
     parentPort.postMessage('ready')
   })`,
  { eval: true, execArgv: [] },
)
await once(worker, 'message')
const trip = async (fn: (x: number) => unknown): Promise<unknown> => {
  worker.postMessage(capture([fn]).graph)
  return (await once(worker, 'message'))[0]
}
await measure(
  'capture, ship, rebuild, first call, answer',
  [
    {
      name: 'fp-ts pipe',
      run: async () => {
        for (let i = 0; i < TIMES; i++) await trip(x => pipe(x, n => N.MonoidSum.concat(n, i)))
      },
    },
    {
      name: 'one constant',
      run: async () => {
        for (let i = 0; i < TIMES; i++) await trip(x => x + offset + i)
      },
    },
    {
      name: 'an empty message',
      run: async () => {
        worker.postMessage(capture([(x: number) => x]).graph)
        await once(worker, 'message')
      },
    },
  ],
  { unit: TIMES, unitName: 'trip' },
)
await worker.terminate()

const STEPS = 1e8
const modulus = 1_000_003
/** A text for each contender: V8 must not share what it learned of one with the other. */
const loop = (step: number) => {
  const hot = (n: number): number => {
    let sum = 0
    for (let i = 0; i < n; i++) sum = (sum + i * step) % modulus
    return sum
  }
  return hot
}
const [rebuilt] = (await revive(capture([loop(3)]).graph)).make() as [(n: number) => number]
const original = loop(3)
await measure(
  `a hot loop of ${STEPS} steps`,
  [
    { name: 'rebuilt', run: () => rebuilt(STEPS) },
    { name: 'original, after its capture', run: () => original(STEPS) },
  ],
  { unit: STEPS, unitName: 'step' },
)

const afterCaptures = driverLoop()
console.log(
  `\na loop in the driver: ${beforeAnyCapture.toFixed(0)} ms before any capture, ${afterCaptures.toFixed(0)} ms after all ` +
    `(ratio ${(afterCaptures / beforeAnyCapture).toFixed(2)})`,
)
