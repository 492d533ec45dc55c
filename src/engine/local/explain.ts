// The stages of a lineage as text: what runs together, and why each shuffle is there.

import { showPosition } from '../../fault.ts'
import type { CallSite } from '../../lineage/call-site.ts'
import type { Edge, Stage } from '../../plan/stage.ts'

export const explainStages = (stages: readonly Stage[]): string =>
  stages.map((stage, index) => explainStage(stage, index, stages)).join('\n')

const explainStage = (stage: Stage, index: number, stages: readonly Stage[]): string => {
  const inputs = stage.parents.map(parent => `stage ${stages.indexOf(parent)}`)
  const { length } = stage.operators
  const shown =
    length > 12
      ? [...stage.operators.slice(0, 6), `… ${length - 12} more …`, ...stage.operators.slice(-6)]
      : stage.operators
  return [
    `Stage ${index}: ${tasks(stage.numPartitions)}${inputs.length === 0 ? '' : `, reads ${inputs.join(', ')}`}`,
    `  ${shown.join(' → ')}`,
    ...stage.spared.map(
      ({ operator, callSite, partitioner: { numPartitions } }) =>
        `  ${operator}${at(callSite)} moves nothing\n    because its input is by hash of the key into ${numPartitions} partitions already`,
    ),
    `  ${stage.output === undefined ? '→ the action' : `→ ${explainEdge(stage.output)}`}`,
  ].join('\n')
}

const explainEdge = ({ into, partitioner, combine }: Edge): string => {
  const { numPartitions } = partitioner
  const why = {
    hash: `records of one key must meet: by hash of the key into ${numPartitions} partitions`,
    range: `records must be in order over all partitions: by ranges of the key into ${numPartitions} partitions`,
    roundRobin: `records are spread evenly over ${numPartitions} partitions`,
  }[partitioner.by]
  const combined = combine?.mapSide === true ? ', combined before they move' : ''
  return `shuffle for ${into.operator}${at(into.callSite)}\n    because ${why}${combined}`
}

const at = ({ position }: CallSite): string => (position === undefined ? '' : ` at ${showPosition(position)}`)

const tasks = (n: number): string =>
  Number.isNaN(n) ? 'a task for each batch' : `${n} ${n === 1 ? 'task' : 'tasks'}`
