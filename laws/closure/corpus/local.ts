// A module of the user's: it travels by value, and is not run again in the worker.

import { pipe } from 'fp-ts/function'

export const greeting = 'hello'
export const settings = { factor: 3, nested: { list: [1, 2, 3] } }
export function helper(x: number): number {
  return inner(x) * settings.factor
}
const inner = (x: number): number => pipe(x, n => n + 1)
export class Shape {
  static readonly kinds: string[] = ['round']
  readonly side: number
  constructor(side: number) {
    this.side = side
  }
  area(): number {
    return this.side ** 2
  }
}
export default (x: number): number => helper(x) + 1
export let calls = 0
export const count = (): number => ++calls
export const readCalls = (): number => calls
export const loadedAt = Math.random()
export { join as joinPath } from 'node:path'
// biome-ignore lint/suspicious/noImportCycles: what is tested
export * as strings from './local-strings.ts'
// biome-ignore lint/suspicious/noImportCycles: what is tested
export { twice as doubled } from './local-strings.ts'
