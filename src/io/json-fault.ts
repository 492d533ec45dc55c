// Where a text stops being JSON (RFC 8259), and why, said the same on every version of Node: JSON.parse names a position
// for some errors only.

export interface JsonFault {
  /** Index of the first character that does not belong. */
  readonly at: number
  readonly problem: string
}

/** Of a text that JSON.parse refuses. */
export const jsonFault = (text: string): JsonFault => {
  /** What is open: an object or an array. */
  const open: ('}' | ']')[] = []
  let at = 0
  let expected: 'value' | 'value or ]' | 'name' | 'name or }' | 'comma' = 'value'
  const fault = (problem: string): JsonFault => ({
    at,
    problem: at >= text.length ? `the line ends where ${problem}` : `${problem}, not ${shownAt(text, at)}`,
  })
  for (;;) {
    at = match(BLANKS, text, at)
    const character = text[at]
    if (expected === 'comma') {
      const inner = open.at(-1)
      if (inner === undefined) return fault('the end of the line was expected')
      if (character === ',') expected = inner === '}' ? 'name' : 'value'
      else if (character === inner) open.pop()
      else return fault(`, or ${inner} was expected`)
      at++
    } else if (character === '}' && expected === 'name or }') {
      open.pop()
      at++
      expected = 'comma'
    } else if (character === ']' && expected === 'value or ]') {
      open.pop()
      at++
      expected = 'comma'
    } else if (expected === 'name' || expected === 'name or }') {
      if (character !== '"') return fault('a name in double quotes was expected')
      const end = stringEnd(text, at)
      if (typeof end !== 'number') return end
      at = match(BLANKS, text, end)
      if (text[at] !== ':') return fault(': was expected')
      at++
      expected = 'value'
    } else if (character === '{' || character === '[') {
      open.push(character === '{' ? '}' : ']')
      expected = character === '{' ? 'name or }' : 'value or ]'
      at++
    } else {
      const end = character === '"' ? stringEnd(text, at) : match(SCALAR, text, at)
      if (typeof end !== 'number') return end
      if (end === at) return fault('a value was expected')
      at = end
      expected = 'comma'
    }
  }
}

const BLANKS = /[ \t\n\r]*/y
const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y

/** The end of the match at `at`; `at` where there is none. */
const match = (pattern: RegExp, text: string, at: number): number => {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}

/** Behind the closing quote of the string that opens at `start`. */
const stringEnd = (text: string, start: number): number | JsonFault => {
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at]!
    if (character === '"') return at + 1
    if (character < ' ') return { at, problem: `a text holds ${shownAt(text, at)}, which must be escaped` }
    if (character !== '\\') continue
    const end = match(ESCAPE, text, at)
    if (end === at) return { at, problem: 'a text holds a \\ that escapes nothing' }
    at = end - 1
  }
  return { at: start, problem: 'a text is never closed' }
}

const shownAt = (text: string, at: number): string =>
  JSON.stringify(String.fromCodePoint(text.codePointAt(at)!))
