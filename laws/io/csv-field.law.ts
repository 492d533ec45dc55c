// Numbers and times of the everyday form are read without a RegExp; nobody can tell.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { FIELD_PARSERS } from '../../src/io/csv-field.ts'

const text = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 20 }),
  fc.string({ unit: fc.constantFrom(...'0123456789012345678901234567890123456789.-+e '), maxLength: 20 }),
  fc
    .tuple(fc.integer({ min: -1e15, max: 1e15 }), fc.nat(17))
    .map(([n, digits]) => (n / 10 ** digits).toFixed(digits)),
  fc.double({ noNaN: true }).map(String),
  fc.integer({ min: -(2 ** 31) - 2, max: 2 ** 31 + 1 }).map(String),
)

test('float64 is what Number says of a decimal, int32 of an integer that fits', () =>
  fc.assert(
    fc.property(text, text => {
      const number = Number(text)
      const isDecimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) && Number.isFinite(number)
      if (!/Infinity/.test(text))
        assert.ok(Object.is(FIELD_PARSERS.float64(text), isDecimal ? number : undefined), text)
      const isInt32 = /^[+-]?\d+$/.test(text) && number >= -(2 ** 31) && number < 2 ** 31
      assert.ok(Object.is(FIELD_PARSERS.int32(text), isInt32 ? number | 0 : undefined), text)
    }),
  ))

const two = (n: number): string => String(n).padStart(2, '0')
const upTo = (n: number): readonly string[] => Array.from({ length: n + 1 }, (_, i) => two(i))

const isDay = (day: string): boolean => {
  const at = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day)
}
const at = (day: string, time: string): Date | undefined =>
  isDay(day) && /^([01]\d|2[0-3])(:[0-5]\d){2}$/.test(time) ? new Date(`${day}T${time}Z`) : undefined

test('a date is a day of the calendar, a timestamp a second of such a day', () => {
  for (const year of ['0000', '0099', '0100', '1600', '1900', '2000', '2023', '2024', '9999'])
    for (const month of upTo(13))
      for (const day of upTo(32).map(day => `${year}-${month}-${day}`)) {
        assert.deepEqual(FIELD_PARSERS.date(day), isDay(day) ? new Date(day) : undefined, day)
        for (const time of ['00:00:00', '23:59:59', '24:00:00'])
          assert.deepEqual(FIELD_PARSERS.timestamp(`${day} ${time}`), at(day, time), `${day} ${time}`)
      }
  for (const hour of upTo(25))
    for (const minute of upTo(61))
      for (const time of ['00', '07', '59', '60'].map(second => `${hour}:${minute}:${second}`))
        assert.deepEqual(FIELD_PARSERS.timestamp(`2024-02-29T${time}`), at('2024-02-29', time), time)
})

const character = fc.oneof(
  fc.constantFrom(...'/:;<.-+TZtz 0123456789'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
)

test('any other character makes it another text', () =>
  fc.assert(
    fc.property(fc.nat(18), character, (place, character) => {
      const text = `2024-01-11 12:12:12`
      const changed = text.slice(0, place) + character + text.slice(place + 1)
      const form = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[ T]([01]\d|2[0-3])(:[0-5]\d){2}$/
      assert.equal(FIELD_PARSERS.timestamp(changed) !== undefined, form.test(changed), changed)
    }),
  ))
