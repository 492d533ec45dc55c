import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { beforeRewriting, remember, rewrite } from './rewrite.ts'

/** Each letter stands once, so that it can be found again after rewriting. */
const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

test('a place that was not rewritten is told where it was', () => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray([...LETTERS], { minLength: 1 }),
      fc.array(fc.nat(30), { maxLength: 4 }),
      fc.array(fc.tuple(fc.nat(24), fc.nat(3), fc.constantFrom('', '(', '$B.V', 'LONG LONG'))),
      fc.record({ line: fc.nat(5), column: fc.nat(40) }),
      (letters, breaks, wanted, start) => {
        const text = letters.map((letter, i) => (breaks.includes(i) ? `\n${letter}` : letter)).join('')
        let from = 0
        const edits = wanted
          .sort(([a], [b]) => a - b)
          .flatMap(([at, length, replacement]) => {
            if (at < from || at + length > text.length || text.slice(at, at + length).includes('\n'))
              return []
            from = at + length + 1
            return [{ start: at, end: at + length, text: replacement }]
          })
        const after = rewrite(text, edits)
        const id = remember(`file:///${text}`, start, text, edits)
        const place = (of: string, letter: string) => {
          const lines = of.slice(0, of.indexOf(letter)).split('\n')
          const column = lines[lines.length - 1]!.length + (lines.length === 1 ? start.column : 0)
          return { line: start.line + lines.length - 1, column }
        }
        for (const letter of letters)
          if (after.includes(letter))
            assert.deepEqual(beforeRewriting(id, place(after, letter)), place(text, letter))
      },
    ),
  )
})
