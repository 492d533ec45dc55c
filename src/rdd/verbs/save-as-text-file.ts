import { calling } from '../call.ts'
import type { RDD } from '../rdd.ts'
import { saving } from '../save.ts'
import type { Saving } from '../shape.ts'

export const saveAsTextFile = (path: string, options?: Saving): ((rdd: RDD<string>) => Promise<void>) =>
  saving(calling('saveAsTextFile'), path, options, compression => ({ to: 'text', compression }))
