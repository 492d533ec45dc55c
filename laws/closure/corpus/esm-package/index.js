// A package as ES modules only, found by its `import` condition alone.
export { inner, inner as renamed } from './inner.js'
export const named = x => x + 1
export function declared(x) {
  return named(x) * 2
}
export default function (x) {
  return x * 3
}
export class Thing {
  #p = 4
  get p() {
    return this.#p
  }
}
export const config = { factor: 2, times: x => x * config.factor }
export const thing = new Thing()
export const adder = n => x => named(x) + n
export const registry = new WeakMap([[config, 'known']])
