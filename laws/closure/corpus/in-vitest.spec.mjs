import { test } from 'vitest'
import { run } from './all.mjs'

test('the corpus', run, 120_000)
