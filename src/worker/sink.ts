// Where the records of a task end: the worker's half of an action, or the blocks of a shuffle.

import { openPart } from '../io/part.ts'
import { comparisonOf } from '../lineage/order.ts'
import { batchSink, extendedSink } from './batch-sink.ts'
import { shuffleSink } from './exchange.ts'
import type { Bound } from './loaded.ts'
import type { OpenSink } from './open-sink.ts'
import type { Program, Task } from './program.ts'
import { topOf } from './top.ts'

export const openSink = async (program: Program, bound: Bound, task: Task): Promise<OpenSink> => {
  const { output, site } = program
  const counts = { recordsIn: 0, recordsOut: 0 }
  switch (output.to) {
    case 'collect': {
      const out = { ...counts, items: [] as unknown[] }
      return { exit: 'collect', lasting: true, site, out, finish: () => ({ value: out.items }) }
    }
    case 'count': {
      const out = { ...counts, count: 0 }
      return { exit: 'count', lasting: true, site, out, finish: () => ({ value: [out.count] }) }
    }
    case 'take': {
      const out = { ...counts, items: [] as unknown[], most: output.n, full: output.n === 0 }
      return { exit: 'take', lasting: true, site, out, finish: () => ({ value: out.items }) }
    }
    case 'fold': {
      const { f, zero } = output
      const merge = bound.fn(f)
      const lasting = bound.isLasting(f)
      if (zero === undefined) {
        const out = { ...counts, acc: undefined as unknown, some: false }
        const finish = () => ({ value: out.some ? [out.acc] : [] })
        return { exit: 'reduce', merge, lasting, site, out, finish }
      }
      const out = { ...counts, acc: zero.thunk ? bound.fn(zero.value)() : bound.value(zero.value) }
      return { exit: 'fold', merge, lasting, site, out, finish: () => ({ value: [out.acc] }) }
    }
    case 'top': {
      const top = topOf(output.n, comparisonOf(bound.order(output.order)))
      const out = { ...counts, push: top.push }
      return { exit: 'push', lasting: true, site, out, finish: () => ({ value: top.finish() }) }
    }
    case 'each': {
      const create = bound.fn(output.f)
      const lasting = bound.isLasting(output.f)
      return { exit: 'each', create, lasting, site, out: counts, finish: () => ({ value: [null] }) }
    }
    case 'batches':
      return output.from === 'extended' ? extendedSink(output.fields, site) : batchSink(output.fields, site)
    case 'save': {
      const part = await openPart(output.dir, task.partition, task.task, output.sink)
      const out = { ...counts, push: part.write }
      return {
        exit: 'push',
        lasting: true,
        site,
        out,
        finish: async () => ({ value: [await part.close()] }),
        abandon: part.abort,
      }
    }
    default:
      return shuffleSink(output, bound, task, site)
  }
}
