// That a law of the kit is broken, and how it says so.

import assert from 'node:assert/strict'
import { PartitaError } from 'partita'

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
