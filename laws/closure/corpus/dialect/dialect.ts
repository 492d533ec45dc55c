// What TypeScript has beyond types, and what compilers turn into helpers: enums, namespaces, parameter properties,
// decorators, `using`.

import type { Case } from '../case.ts'

enum Color {
  Red,
  Green = 'green',
  Blue = 5,
}
enum Size {
  Small = 1,
  Large = 9,
}
namespace Geometry {
  export const unit = 2
  export const area = (side: number) => side * side * unit
  export namespace Round {
    export const area = (r: number) => r * unit
  }
}
class Point {
  constructor(
    readonly x: number,
    private readonly y = 4,
  ) {}
  sum() {
    return this.x + this.y
  }
}
const doubled = (_target: object, _key: string, found: PropertyDescriptor): void => {
  const method = found.value as (this: unknown, x: number) => number
  found.value = function (this: unknown, x: number) {
    return method.call(this, x) * 2
  }
}
const tag = (label: string) => (target: { tagged?: string }) => {
  target.tagged = label
}
@tag('scaler')
class Scaler {
  static tagged: string
  readonly factor = 3
  @doubled
  scale(x: number) {
    return x * this.factor
  }
}
const scaler = new Scaler()
const closed: string[] = []
class Handle {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
  [Symbol.dispose]() {
    closed.push(this.name)
  }
}
abstract class Animal {
  abstract speak(): string
  declare readonly legs: number
  twice() {
    return this.speak() + this.speak()
  }
}
class Cat extends Animal {
  speak() {
    return 'miau'
  }
}
function isText(x: unknown): x is string
function isText(x: unknown, strict: boolean): x is string
function isText(x: unknown): x is string {
  return typeof x === 'string'
}
const config = { a: 1, b: 'x' } as const satisfies Record<string, unknown>

export const dialect: readonly Case[] = [
  { name: 'enum', fn: (n: number) => [Color.Red, Color.Green, Color[n]], args: [5] },
  { name: 'enum itself', fn: () => Color },
  { name: 'const enum', fn: () => Size.Large + Size.Small },
  { name: 'namespace', fn: (x: number) => Geometry.area(x), args: [3] },
  { name: 'function of a namespace', fn: Geometry.area, args: [3] },
  { name: 'nested namespace', fn: (x: number) => Geometry.Round.area(x) + Geometry.unit, args: [3] },
  { name: 'parameter properties', fn: (x: number) => new Point(x).sum(), args: [1] },
  { name: 'decorated method', fn: (x: number) => scaler.scale(x), args: [2] },
  { name: 'decorated class', fn: () => [Scaler.tagged, new Scaler().scale(1)] },
  {
    name: 'using',
    fn: () => {
      {
        using handle = new Handle('a')
        closed.push(`in ${handle.name}`)
      }
      return closed.slice(-2)
    },
  },
  { name: 'abstract class', fn: () => new Cat().twice() },
  { name: 'overloads', fn: (x: unknown) => isText(x), args: ['a'] },
  { name: 'satisfies and as const', fn: () => config.a },
  {
    name: 'non-null and casts',
    fn: (xs: number[]) => (xs as unknown as { at(i: number): number })!.at(-1)!,
    args: [[1, 2]],
  },
]
