import { deserialize, serialize } from 'node:v8'
import { parentPort } from 'node:worker_threads'
import { revive } from './built/closure/revive.js'

parentPort.on('message', async ({ graph, args }) => {
  try {
    const [fn] = (await revive(deserialize(serialize(graph)))).make()
    parentPort.postMessage({ value: await fn(...args) })
  } catch (error) {
    parentPort.postMessage({ error: error?.stack ?? String(error) })
  }
})
