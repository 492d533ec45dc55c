// Packages and Node's own modules, by reference.

import fs, { existsSync } from 'node:fs'
import * as path from 'node:path'
import { posix } from 'node:path'
import { promisify } from 'node:util'
import { parse } from 'acorn'
import * as csv from 'csv-parse/sync'
import * as A from 'fp-ts/Array'
import * as E from 'fp-ts/Either'
import { flow, pipe } from 'fp-ts/function'
import * as N from 'fp-ts/number'
import * as O from 'fp-ts/Option'
import { contramap } from 'fp-ts/Ord'
import * as S from 'fp-ts/string'
import lodash from 'lodash'
import * as R from 'ramda'
import type { Case } from './case.ts'

const base = 10
const byLength = pipe(
  N.Ord,
  contramap((s: string) => s.length),
)
const composed = flow((x: number) => x + 1, String)
const some = O.some(3)
const { map, filter } = A
const { join } = path
const basename = path.posix.basename
const memoized = lodash.memoize((x: number) => x * base)
const partial = lodash.partial((a: number, b: number) => a - b, base) as (b: number) => number
const lodashFlow = lodash.flow([(x: number) => x + 1, (x: number) => x * base])
const { groupBy, sortBy } = lodash
const curried = R.curry((a: number, b: number, c: number) => a + b * c)
const piped = R.pipe(
  R.filter((x: number) => x > 1),
  R.map(R.add(base)),
)
const readText = promisify(fs.readFile)

export const packages: readonly Case[] = [
  {
    name: 'fp-ts pipe',
    fn: (x: number) =>
      pipe(
        x,
        n => n + base,
        O.some,
        O.map(n => n * 2),
      ),
    args: [1],
  },
  { name: 'fp-ts flow', fn: composed, args: [4] },
  { name: 'fp-ts instance', fn: N.MonoidSum.concat as (a: number, b: number) => number, args: [1, 2] },
  {
    name: 'fp-ts instance as a variable',
    fn: (xs: number[]) => xs.reduce(N.MonoidSum.concat, N.MonoidSum.empty),
    args: [[1, 2]],
  },
  { name: 'fp-ts made ord', fn: (xs: string[]) => pipe(xs, A.sort(byLength)), args: [['ccc', 'a', 'bb']] },
  { name: 'fp-ts option value', fn: () => O.isSome(some) && some.value },
  {
    name: 'fp-ts either',
    fn: (x: number) =>
      pipe(
        x > 0 ? E.right(x) : E.left('no'),
        E.map(n => n * 2),
      ),
    args: [0],
  },
  { name: 'fp-ts function itself', fn: S.trim, args: [' a '] },
  {
    name: 'fp-ts destructured',
    fn: (xs: number[]) =>
      pipe(
        xs,
        map(x => x + base),
        filter(x => x > 11),
      ),
    args: [[1, 2]],
  },
  { name: 'lodash as a whole', fn: (xs: number[]) => lodash.chunk(xs, 2), args: [[1, 2, 3]] },
  {
    name: 'lodash destructured',
    fn: (xs: number[]) => [groupBy(xs, (x: number) => x % 2), sortBy(xs)],
    args: [[3, 2, 1]],
  },
  {
    name: 'lodash chain',
    fn: (xs: number[]) =>
      lodash
        .chain(xs)
        .map((x: number) => x + base)
        .sum()
        .value(),
    args: [[1, 2]],
  },
  { name: 'lodash memoize', fn: memoized, args: [2] },
  { name: 'lodash partial', fn: partial, args: [2] },
  { name: 'lodash flow', fn: lodashFlow, args: [2] },
  { name: 'ramda curry', fn: curried(1)(2), args: [3] },
  { name: 'ramda pipe', fn: piped, args: [[1, 2, 3]] },
  { name: 'ramda member', fn: (xs: number[]) => R.sum(xs), args: [[1, 2, 3]] },
  { name: 'package function', fn: (s: string) => csv.parse(s), args: ['a,b\n1,2'] },
  {
    name: 'package with both formats',
    fn: (s: string) => parse(s, { ecmaVersion: 2020 }).body.length,
    args: ['a;b'],
  },
  { name: 'builtin namespace', fn: () => path.basename('/a/b') },
  { name: 'builtin function', fn: join, args: ['a', 'b'] },
  { name: 'builtin function of a member', fn: basename, args: ['/a/b'] },
  { name: 'builtin member object', fn: () => posix.sep + path.win32.sep },
  { name: 'builtin default and named', fn: () => [fs.existsSync('/'), existsSync('/nowhere')] },
  { name: 'promisified builtin', fn: async () => (await readText('/dev/null')).length },
  { name: 'import() of a builtin', fn: async () => (await import('node:path')).basename('/q/r') },
  {
    name: 'import() of a package',
    fn: async () => (await import('fp-ts/lib/function.js')).pipe(2, x => x + 1),
  },
  {
    name: 'global that is a builtin',
    fn: () => [typeof setTimeout, new URL('http://a').host, Buffer.from('a').length],
  },
]
