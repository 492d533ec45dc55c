// What only ES modules can write, and what users take from packages that are ES modules only.

import * as whole from 'esm-package'
import triple, { adder, config, declared, inner, named, registry, renamed, Thing, thing } from 'esm-package'
import { task } from 'partita'

const plus = adder(10)
const byReference = name => task(new URL('./by-reference.mjs', import.meta.url), name)
const keyed = byReference('keyed')
const fromTop = await Promise.resolve(42)
class Sub extends Thing {
  q = 5
}

export const cases = [
  { name: 'named', fn: x => named(x), args: [1] },
  { name: 'named itself', fn: named, args: [1] },
  { name: 'declared', fn: declared, args: [1] },
  { name: 'default', fn: x => triple(x), args: [2] },
  { name: 're-exported, with a WeakMap', fn: () => inner({}) + renamed({}) },
  { name: 'member of the namespace', fn: x => whole.declared(x) + whole.config.factor, args: [3] },
  { name: 'namespace as a whole', fn: () => Object.keys(whole).length },
  { name: 'object', fn: x => config.times(x), args: [3] },
  { name: 'same object as the package has', fn: () => registry.get(config) },
  { name: 'instance with private fields', fn: () => thing.p },
  { name: 'class', fn: () => new Thing().p },
  { name: 'subclass', fn: () => new Sub().p + new Sub().q },
  { name: 'closure made by the package', fn: plus, args: [1] },
  { name: 'import()', fn: async () => (await import('esm-package')).default(2) },
  { name: 'variable of a top-level await', fn: () => fromTop },
  { name: 'task', fn: byReference('double'), args: [4] },
  { name: 'task within a closure', fn: x => keyed(x)[0], args: ['a'] },
  { name: 'import.meta.url', fn: () => import.meta.url },
  { name: 'import.meta.dirname', fn: () => import.meta.dirname },
]

const notExported = new Thing()
const secretKey = 'k'
class Keyed {
  [secretKey] = 1
}

export const refusals = [
  {
    name: 'class with a field whose key is computed',
    fn: () => new Keyed(),
    says: /a key computed from variable 'secretKey'/,
    file: 'esm-only.mjs',
  },
  {
    name: 'instance of a package class with private fields',
    fn: () => notExported.p,
    says: /an instance of the package class Thing cannot be made again/,
    file: 'esm-only.mjs',
  },
]
