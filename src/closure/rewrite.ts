// Small changes to a function's text (a shared variable becomes a box, `import.meta` a parameter), remembered so that
// positions in the changed text can be told in the original one.

import type { Span } from './analysis.ts'

export interface Edit extends Span {
  readonly text: string
  /** A part of the text that repeats a part of the original: from `at` on what stands at `offset` there. */
  readonly origin?: { readonly at: number; readonly offset: number }
}

export interface Place {
  readonly line: number
  readonly column: number
}

const inOrder = (edits: readonly Edit[]): readonly Edit[] =>
  [...edits].sort((a, b) => a.start - b.start || a.end - b.end)

/** A change inside a part that goes away goes with it. */
export const withoutInner = (edits: readonly Edit[]): readonly Edit[] =>
  edits.filter(
    ({ start, end }) =>
      !edits.some(other =>
        start === end
          ? other.start < start && end < other.end
          : other.start <= start && end <= other.end && other.end - other.start > end - start,
      ),
  )

/** Edits do not overlap. */
export const rewrite = (text: string, edits: readonly Edit[]): string => {
  let result = ''
  let from = 0
  for (const edit of inOrder(edits)) {
    result += text.slice(from, edit.start) + edit.text
    from = edit.end
  }
  return result + text.slice(from)
}

/** White space of the same extent, so that nothing moves. */
export const blank = (text: string): string => text.replace(/[^\r\n\u2028\u2029]/g, ' ')

interface Rewritten {
  readonly text: string
  readonly edits: readonly Edit[]
  readonly start: Place
}

const rewritten: Rewritten[] = []
const numbers = new Map<string, number>()

/** The number under which the positions of a rewritten text can be told. */
export const remember = (url: string, start: Place, text: string, edits: readonly Edit[]): number => {
  const key = `${url}:${start.line}:${start.column}:${rewrite(text, edits)}`
  const known = numbers.get(key)
  if (known !== undefined) return known
  rewritten.push({ text, edits: inOrder(edits), start })
  numbers.set(key, rewritten.length - 1)
  return rewritten.length - 1
}

/** How far into a text that starts at `start` a place is. */
export const offsetOf = (text: string, start: Place, at: Place): number => {
  let offset = 0
  for (let line = start.line; line < at.line; line++) {
    const end = text.indexOf('\n', offset)
    if (end < 0) return text.length
    offset = end + 1
  }
  return Math.min(text.length, offset + at.column - (at.line === start.line ? start.column : 0))
}

const placeOf = (text: string, start: Place, offset: number): Place => {
  const lines = text.slice(0, offset).split('\n')
  const last = lines[lines.length - 1] ?? ''
  return lines.length === 1
    ? { line: start.line, column: start.column + last.length }
    : { line: start.line + lines.length - 1, column: last.length }
}

/** A place in a rewritten text as a place in its script; lines and columns from 0. */
export const beforeRewriting = (id: number, at: Place): Place => {
  const known = rewritten[id]
  if (known === undefined) return at
  const { text, edits, start } = known
  let offset = offsetOf(rewrite(text, edits), start, at)
  for (const edit of edits) {
    if (offset < edit.start) break
    const grown = edit.text.length - (edit.end - edit.start)
    const inside = offset - edit.start
    if (inside < edit.text.length) {
      const { at = Infinity, offset: from = 0 } = edit.origin ?? {}
      offset = inside < at ? edit.start : from + inside - at
      break
    }
    offset -= grown
  }
  return placeOf(text, start, offset)
}
