// A text of SQL as far as it can be understood without its grammar: what is text, name, comment or parameter.

export interface SqlToken {
  readonly kind: 'word' | 'name' | 'text' | 'parameter' | 'mark'
  readonly text: string
  /** Where it begins. */
  readonly at: number
}

const TOKENS = new RegExp(
  [
    String.raw`(?<text>'(?:[^']|'')*'|\$(?<tag>[A-Za-z_]\w*)?\$[\s\S]*?\$\k<tag>\$)`,
    `(?<name>"(?:[^"]|"")*")`,
    String.raw`(?<comment>--[^\n]*|\/\*)`,
    String.raw`(?<parameter>\$\w+|\?\d*)`,
    String.raw`(?<escaped>[eE]'(?:[^'\\]|\\[\s\S]|'')*')`,
    String.raw`(?<word>[\p{L}_][\p{L}\p{M}\p{N}_$]*)`,
    String.raw`\d[\p{L}\p{N}_.]*`,
    String.raw`(?<mark>[^\s])`,
  ].join('|'),
  'gu',
)

/** Every token but comments and numbers. */
export function* sqlTokens(sql: string): Generator<SqlToken, void, undefined> {
  const tokens = new RegExp(TOKENS)
  for (let token = tokens.exec(sql); token !== null; token = tokens.exec(sql)) {
    const { text, name, comment, parameter, escaped, word, mark } = token.groups!
    const at = token.index
    if (comment !== undefined) {
      if (comment === '/*') tokens.lastIndex = afterComment(sql, tokens.lastIndex)
    } else if (text !== undefined || escaped !== undefined) yield { kind: 'text', text: token[0], at }
    else if (name !== undefined) yield { kind: 'name', text: name, at }
    else if (parameter !== undefined) yield { kind: 'parameter', text: parameter, at }
    else if (word !== undefined) yield { kind: 'word', text: word, at }
    else if (mark !== undefined) yield { kind: 'mark', text: mark, at }
  }
}

/** Block comments nest. */
const afterComment = (sql: string, from: number): number => {
  const marks = /\/\*|\*\//g
  marks.lastIndex = from
  let depth = 1
  while (depth > 0) {
    const mark = marks.exec(sql)
    if (mark === null) return sql.length
    depth += mark[0] === '/*' ? 1 : -1
  }
  return marks.lastIndex
}
