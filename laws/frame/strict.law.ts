// Text read by the database is what the RDD side reads from it: the same values, and the same refusals.

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { openSession, PartitaError, type Session } from 'partita'

const dir = mkdtempSync(join(tmpdir(), 'partita-strict-'))
const file = join(dir, 'texts.csv')
let session: Session
before(async () => {
  session = await openSession({ master: 'reference' })
})
after(async () => {
  await session.close()
  rmSync(dir, { recursive: true })
})

const digits = (most: number) => fc.stringMatching(new RegExp(`^[0-9]{0,${most}}$`))
const sign = fc.constantFrom('', '', '-', '+')
const number = fc.oneof(
  fc.tuple(sign, digits(22)).map(parts => parts.join('')),
  fc.tuple(sign, digits(5), fc.constantFrom('', '.'), digits(5)).map(parts => parts.join('')),
  fc.double().map(String),
  fc
    .tuple(fc.double().map(String), fc.constantFrom('e5', 'E-3', 'e', 'e400', 'f', '_0'))
    .map(p => p.join('')),
  fc.constantFrom(
    'NaN',
    'nan',
    'Infinity',
    '-Infinity',
    'inf',
    '+Infinity',
    '0x10',
    '1_000',
    '1,5',
    ' 1',
    '1 ',
    '٣',
  ),
  fc.integer().map(String),
  fc.bigInt({ min: -(2n ** 65n), max: 2n ** 65n }).map(String),
)
const two = fc.stringMatching(/^[0-9]{1,2}$/)
const year = fc.constantFrom('2024', '2023', '1900', '0001', '9999', '0000', '24', '1969')
const day = fc
  .tuple(year, fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 32 }))
  .map(([y, m, d]) => [y, String(m).padStart(2, '0'), String(d).padStart(2, '0')].join('-'))
const zone = fc.oneof(
  fc.constantFrom('', 'Z', 'z', ' UTC', '+02:00', '-0530', '+2', '+14:00', '-23:59'),
  fc.tuple(fc.constantFrom('+', '-'), two, fc.constantFrom('', ':'), two).map(parts => parts.join('')),
)
const time = fc
  .tuple(
    fc.constantFrom('T', ' ', 't', ''),
    fc.integer({ min: 0, max: 25 }),
    fc.integer({ min: 0, max: 61 }),
    fc.integer({ min: 0, max: 61 }),
  )
  .map(([mark, h, m, s]) => `${mark}${[h, m, s].map(n => String(n).padStart(2, '0')).join(':')}`)
const moment = fc.oneof(
  day,
  fc
    .tuple(day, time, fc.constantFrom('', '.5', '.120', '.123000000', '.'), zone)
    .map(parts => parts.join('')),
  fc.tuple(day, fc.constantFrom('T08:00', ' 23:59', 'T24:00', 'T8:00'), zone).map(parts => parts.join('')),
)
const odd = fc.constantFrom(
  '',
  ' ',
  'true',
  'TRUE',
  'False',
  't',
  '1',
  'yes',
  'null',
  'NULL',
  '-',
  '+',
  '.',
  '"',
  'é',
)
const text = fc.oneof(number, moment, odd, fc.string({ maxLength: 6 }))

const TYPES = ['int32', 'int64', 'float64', 'boolean', 'date', 'timestamp', 'string'] as const

const outcome = async (read: () => Promise<readonly unknown[]>) => {
  try {
    return { rows: await read() }
  } catch (error) {
    assert.ok(error instanceof PartitaError, String(error))
    return { code: error.code, message: error.message.split('\n')[0] }
  }
}

for (const type of TYPES)
  for (const column of [type, `${type}?`] as const)
    test(`${column}: frames read what RDDs read`, () =>
      fc.assert(
        fc.asyncProperty(fc.array(text, { maxLength: 4 }), async texts => {
          const quoted = texts.map(value => `x,"${value.replaceAll('"', '""')}"\n`)
          writeFileSync(file, `id,v\n${quoted.join('')}`)
          const schema = { id: 'string', v: column } as const
          assert.deepEqual(
            await outcome(() => session.read.csv(file, { schema }).collect()),
            await outcome(() => session.csv(file, { columns: schema }).collect()),
          )
        }),
      ))
