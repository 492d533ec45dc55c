// Baselines on threads: a function's text run in plain worker threads, one call for each argument, nothing else.

import { Worker } from 'node:worker_threads'

const SHELL = `
const { parentPort, workerData } = require('node:worker_threads')
const f = (0, eval)('(' + workerData + ')')
parentPort.on('message', arg => parentPort.postMessage(f(arg)))`

export interface Threads<A, R> {
  readonly run: (args: readonly A[]) => Promise<readonly R[]>
  readonly close: () => Promise<unknown>
}

export const threads = <A, R>(n: number, f: (arg: A) => R): Threads<A, R> => {
  const workers = Array.from(
    { length: n },
    () => new Worker(SHELL, { eval: true, workerData: f.toString(), execArgv: [] }),
  )
  return {
    run: args =>
      Promise.all(
        args.map(
          (arg, i) =>
            new Promise<R>((resolve, reject) => {
              const worker = workers[i % n]!
              worker.once('message', resolve)
              worker.once('error', reject)
              worker.postMessage(arg)
            }),
        ),
      ),
    close: () => Promise.all(workers.map(worker => worker.terminate())),
  }
}
