import { calling } from '../call.ts'
import type { RDD } from '../rdd.ts'
import { saving } from '../save.ts'
import type { Saving } from '../shape.ts'

export const saveAsJsonLines = (path: string, options?: Saving): ((rdd: RDD<unknown>) => Promise<void>) =>
  saving(calling('saveAsJsonLines'), path, options, compression => ({ to: 'jsonLines', compression }))
