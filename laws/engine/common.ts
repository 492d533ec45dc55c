// Every statement on an engine. A law that an engine is excused from carries a reason, and fails when it begins to hold.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import type { Session } from 'partita'
import { ELEMENTS } from '../statement/elements.ts'
import { ESTIMATES } from '../statement/estimates.ts'
import { JOINS } from '../statement/joins.ts'
import { KEYED } from '../statement/keyed.ts'
import type { Law } from '../statement/law.ts'
import { NARROW } from '../statement/narrow.ts'
import { NUMBERS } from '../statement/numbers.ts'
import { PAIRS } from '../statement/pairs.ts'
import { RANDOM } from '../statement/random.ts'
import { SHAPE } from '../statement/shape.ts'
import { SKETCHES } from '../statement/sketches.ts'

export interface Excuse {
  readonly law: string
  readonly reason: string
}

const LAWS: readonly Law[] = [
  ...NARROW,
  ...SHAPE,
  ...KEYED,
  ...JOINS,
  ...PAIRS,
  ...ELEMENTS,
  ...NUMBERS,
  ...RANDOM,
  ...SKETCHES,
  ...ESTIMATES,
]

export const engineLaws = (
  engine: string,
  open: (workers: number) => Promise<Session>,
  excused: readonly Excuse[] = [],
): void => {
  let session: Session
  before(async () => {
    session = await open(2)
  })
  after(() => session.close())

  for (const { name, property } of LAWS) {
    const excuse = excused.find(({ law }) => law === name)
    test(`${engine}: ${name}`, async () => {
      if (excuse === undefined) await fc.assert(property(session))
      else
        assert.ok(
          (await fc.check(property(session))).failed,
          `${engine} is excused (${excuse.reason}), and it holds.`,
        )
    })
  }
  test(`${engine}: what is excused is a law`, () => {
    for (const { law } of excused)
      assert.ok(
        LAWS.some(({ name }) => name === law),
        law,
      )
  })
}
