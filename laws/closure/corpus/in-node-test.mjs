import { test } from 'node:test'
import { run } from './main.mjs'

test('the corpus', run)
