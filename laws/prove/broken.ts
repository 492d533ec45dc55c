// That a law of the kit is broken, and how it says so.

import assert from 'node:assert/strict'
import fc from 'fast-check'
import { PartitaError } from 'partita'

// What is planted must be found in as many runs as a user's have, however often our own laws are tried.
fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: 100 })

/** Rejects with LAW, and a message that matches all of these, told from this very file. */
export const assertBroken = async (
  file: string,
  act: () => unknown,
  ...matching: readonly RegExp[]
): Promise<void> => {
  const error = await Promise.resolve()
    .then(act)
    .then(
      () => assert.fail('It passes.'),
      (error: unknown) => error,
    )
  if (!(error instanceof PartitaError) || error.code !== 'LAW') throw error
  for (const pattern of [...matching, /Replay with { seed: -?\d+, path: '[\d:]+' }/])
    assert.match(error.message, pattern)
  assert.equal(error.callSite?.file, file)
  assert.ok(
    error.stack?.endsWith(`at ${error.operator} (${file}:${error.callSite?.line}:${error.callSite?.column})`),
  )
}
