// What a function reads of its record is among the fields that its text was seen to read: random functions, called on a
// record that notes whatever is done to it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fieldsRead } from '../../src/closure/fields-read.ts'
import { task } from '../../src/closure/task.ts'

const FIELDS = ['a', 'b', 'c', 'd'] as const
const field = fc.constantFrom(...FIELDS)

/** Expressions over `row`; `keep` takes anything and gives a number. */
const { expression } = fc.letrec<{ expression: string }>(tie => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('1', 'outer'),
    field.map(name => `row.${name}`),
    field.map(name => `row?.['${name}']`),
    fc.constantFrom(
      'row[key()]',
      'keep(row)',
      'keep({ ...row })',
      `keep('a' in row)`,
      'keep(arguments)',
      '(row.a = 1)',
    ),
    fc.constantFrom(
      'row.m()',
      '(row.n = 2, row.n)',
      'delete row.a',
      'keep({ row })',
      '(() => row)().a',
      'keep(String(row))',
    ),
    fc.tuple(tie('expression'), tie('expression')).map(([x, y]) => `(${x} + ${y})`),
    tie('expression').map(x => `(() => ${x})()`),
    tie('expression').map(x => `((row) => ${x})({ a: 1, b: 2, c: 3, d: 4, m: () => 5 })`),
    fc.tuple(field, tie('expression')).map(([name, x]) => `(({ ${name} }) => ${x})({ ${name}: 7 })`),
    fc
      .tuple(field, tie('expression'))
      .map(([name, x]) => `(() => { const { ${name}: z } = row; return z + ${x} })()`),
    tie('expression').map(x => `(() => { const { a, ...rest } = row; return keep(rest) + ${x} })()`),
    tie('expression').map(x => `keep({ row: ${x} }.row)`),
  ),
}))

const text = fc.oneof(
  expression.map(x => `row => ${x}`),
  expression.map(x => `(row = {}) => ${x}`),
  expression.map(x => `function (row) { 'use strict'; return ${x} }`),
  fc
    .tuple(field, field, expression)
    .map(([one, two, x]) => `({ ${one}: p, '${two}': q = 3 }) => p + q + (row => ${x})({ a: 1 })`),
  fc.tuple(field, expression).map(([one, x]) => `({ ${one}: p, ...row }) => p + ${x}`),
)

/** A record that notes which fields are read, and when more than that could be. */
const noting = (everything: () => void, read: (name: string) => void): object => {
  function m(this: object): number {
    if (this !== undefined) everything()
    return 5
  }
  const noted =
    <As extends readonly unknown[], R>(reflect: (...args: As) => R) =>
    (...args: As): R => {
      everything()
      return reflect(...args)
    }
  return new Proxy({ a: 1, b: 2, c: 3, d: 4, m } as object, {
    get: (target, name, receiver) => {
      if (typeof name === 'string' && name in target) read(name)
      else everything()
      return Reflect.get(target, name, receiver)
    },
    has: noted(Reflect.has),
    ownKeys: noted(Reflect.ownKeys),
    getOwnPropertyDescriptor: noted(Reflect.getOwnPropertyDescriptor),
    set: noted(() => true),
    deleteProperty: noted(() => true),
  })
}

test('no function reads a field that it was not seen to read', () =>
  fc.assert(
    fc.property(text, text => {
      const reads = new Set<string>()
      const read = (name: string) => void reads.add(name)
      const row = noting(() => read('everything'), read)
      const keep = (x: unknown): number => {
        if (holds(x, row)) read('everything')
        return 1
      }
      const f = new Function('keep', 'key', 'outer', `return (${text})`)(keep, () => 'd', 2)
      const seen = fieldsRead(f)
      if (seen === undefined) return
      try {
        f(row)
      } catch {
        // What it read before counts.
      }
      for (const name of reads)
        assert.ok(seen.has(name), `${text} reads ${name}, seen were ${[...seen].join()}`)
    }),
  ))

const holds = (x: unknown, row: object): boolean =>
  x === row || (typeof x === 'object' && x !== null && Object.values(x).some(part => part === row))

const strict = <F>(f: F): F => f

test('what is seen through, and what is not', () => {
  const rate = 2
  type R = { a: number; b: { c: number }; list: number[]; f: () => void; x: number; 'odd name': number }
  const seen: readonly (readonly [(row: R) => unknown, string | undefined])[] = [
    [row => row.a * rate, 'a'],
    [row => [row.a, row.b.c], 'a b'],
    [row => row['odd name'], 'odd name'],
    [({ a, b: { c } }) => a + c, 'a b'],
    [({ a = 1, x: renamed }) => a + renamed, 'a x'],
    [() => rate, ''],
    [row => row.list.map(n => n + row.a), 'a list'],
    [
      function* (row: R) {
        yield row.a
      },
      'a',
    ],
    [
      row => {
        const { a, x } = row
        return a + x
      },
      'a x',
    ],
    [row => () => row.a, 'a'],
    [{ method: (row: R) => row.x }.method, 'x'],
    [row => row, undefined],
    [row => ({ ...row }), undefined],
    [row => JSON.stringify(row), undefined],
    [({ a, ...rest }) => [a, rest], undefined],
    [row => row.f(), undefined],
    [row => Object.keys(row), undefined],
    [row => row[strict<'a' | 'x'>('a')], undefined],
    [
      row => {
        row.a = 1
        return row.a
      },
      undefined,
    ],
    [
      row => {
        let other = row
        other = { ...other }
        return other.a
      },
      undefined,
    ],
    [Object.keys, undefined],
    [task('data:text/javascript,export const f = row => row.a', 'f'), undefined],
  ]
  for (const [f, names] of seen) {
    const found = fieldsRead(f)
    assert.equal(found && [...found].sort().join(' '), names, String(f))
  }
  assert.deepEqual([...fieldsRead((sum: number, row: R) => sum + row.a, 1)!], ['a'])
  assert.equal(
    fieldsRead((...all: R[]) => all[1]!.a, 1),
    undefined,
  )
})
