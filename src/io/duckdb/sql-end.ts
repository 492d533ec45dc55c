// Where a statement ends: before the semicolon and the comments that follow it.

/** What a semicolon means nothing in, and the semicolon. */
const TOKENS = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$|--[^\n]*|\/\*|;|\w+'?/g

/** @example withoutEnd("SELECT ';'; -- all") // "SELECT ';'" */
export const withoutEnd = (sql: string): string => {
  const tokens = new RegExp(TOKENS)
  for (let token = tokens.exec(sql); token !== null; token = tokens.exec(sql)) {
    if (token[0] === ';') return sql.slice(0, token.index)
    if (token[0] === '/*') tokens.lastIndex = afterComment(sql, tokens.lastIndex)
    // E'…' escapes its quotes by a backslash.
    else if (/^e'$/i.test(token[0])) tokens.lastIndex = afterEscaped(sql, tokens.lastIndex)
    else if (token[0].length > 1 && /^\w+'$/.test(token[0])) tokens.lastIndex--
  }
  return sql
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

const afterEscaped = (sql: string, from: number): number => {
  const rest = /(?:[^'\\]|\\[\s\S]|'')*'/y
  rest.lastIndex = from
  return rest.exec(sql) === null ? sql.length : rest.lastIndex
}
