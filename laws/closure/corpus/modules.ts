// The user's other modules, in every form of import.

import type { Case } from './case.ts'
import * as local from './local.ts'
import double, {
  calls,
  count,
  doubled,
  greeting,
  helper,
  helper as imported,
  joinPath,
  loadedAt,
  readCalls,
  Shape,
  settings,
  strings,
} from './local.ts'

const { shout } = strings

export const modules: readonly Case[] = [
  { name: 'local function', fn: (x: number) => helper(x), args: [1] },
  { name: 'local function itself', fn: helper, args: [1] },
  { name: 'local function under another name', fn: (x: number) => imported(x), args: [1] },
  { name: 'local default', fn: (x: number) => double(x), args: [1] },
  { name: 'local const', fn: () => [greeting, settings.nested.list] },
  { name: 'local namespace', fn: (x: number) => local.helper(x) + local.settings.factor, args: [2] },
  { name: 'local namespace as a whole', fn: () => Object.keys(local).sort().join() },
  { name: 'namespace that a module exports', fn: () => strings.shout() + strings.twice('a') },
  { name: 'member of an exported namespace', fn: shout },
  { name: 're-exported function', fn: doubled, args: ['a'] },
  { name: 're-exported builtin', fn: () => joinPath('a', 'b') },
  { name: 'local class', fn: (x: number) => new Shape(x).area() + Shape.kinds.length, args: [2] },
  { name: 'local written variable', fn: () => count() },
  {
    name: 'local written variable, read by its module',
    fn: () => [count(), readCalls(), count()].map(n => n - calls),
  },
  {
    name: 'exported variable follows its writer',
    fn: () => {
      const before = calls
      count()
      return calls - before
    },
  },
  { name: 'module is not run again', fn: () => loadedAt },
]
