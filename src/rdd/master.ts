// `master`: where tasks run, from its text.

import { PartitaError } from '../fault.ts'

export type Master =
  | { readonly engine: 'reference' }
  | {
      readonly engine: 'local'
      /** Undefined for one a core. */
      readonly workers: number | undefined
      /** Attempts of a task that throws; undefined where the text does not say. */
      readonly maxFailures: number | undefined
    }

const LOCAL = /^local(?:\[\s*(\*|\d+)\s*(?:,\s*(\d+)\s*)?\])?$/
const SPARK = /^(?:spark:|yarn\b|k8s:|mesos:|local-cluster\[)/

export const parseMaster = (master: string): Master => {
  if (master === 'reference') return { engine: 'reference' }
  const match = LOCAL.exec(master)
  if (match !== null) {
    const [, workers = '1', maxFailures] = match
    const counts = {
      workers: workers === '*' ? undefined : Number(workers),
      maxFailures: maxFailures === undefined ? undefined : Number(maxFailures),
    }
    if (counts.workers !== 0 && counts.maxFailures !== 0) return { engine: 'local', ...counts }
  }
  if (SPARK.test(master))
    throw new PartitaError('UNSUPPORTED', `This version of partita cannot run on ${master}.`, { hint: HINT })
  throw new PartitaError('ARGUMENT', `${JSON.stringify(master)} is not a master.`, { hint: HINT })
}

const HINT = 'Use local[*], local[N] with N workers, local[N,F] with F attempts a task, or reference.'
