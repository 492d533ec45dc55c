import { constant, derive } from '../../lineage/fn.ts'
import type { PipeSpec } from '../../lineage/thread.ts'
import { calling, failure } from '../call.ts'
import { checkOptions } from '../check.ts'
import type { RDD } from '../rdd.ts'
import type { Piping } from '../shape.ts'
import { partitionwise } from './map-partitions.ts'

export const pipe = (
  command: readonly [string, ...string[]],
  options?: Piping,
): ((rdd: RDD<string | number | bigint | boolean>) => RDD<string>) => {
  const call = calling('pipe')
  checkOptions(call, options)
  if (!Array.isArray(command) || !command.every(word => typeof word === 'string') || !command[0])
    throw failure(call, 'ARGUMENT', 'takes a command and its arguments as a list of texts.', {
      hint: "There is no shell: write ['sort', '-n'], or ['sh', '-c', 'sort -n | uniq'].",
    })
  const { env = {}, cwd, separator = '\n' } = options ?? {}
  if (
    typeof env !== 'object' ||
    env === null ||
    !Object.values(env).every(value => typeof value === 'string')
  )
    throw failure(call, 'ARGUMENT', 'takes an env whose values are texts.')
  for (const [name, text] of Object.entries({ cwd: cwd ?? '.', separator }))
    if (typeof text !== 'string' || text === '')
      throw failure(call, 'ARGUMENT', `takes a ${name} that is a text, and not an empty one.`)
  const spec: PipeSpec = { command: [...command], env: { ...env }, cwd, separator }
  return partitionwise(call, derive('pipe', constant(spec)))
}
