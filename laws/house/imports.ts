// Reads the imports of a tree of TypeScript files: static, type-only, dynamic, re-exports, and files named by
// `new URL('…', import.meta.url)`. Comments are stripped first.

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

export interface SourceFile {
  /** Relative to the root, with forward slashes. */
  readonly path: string
  readonly text: string
}

export const readTree = (root: string): readonly SourceFile[] =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.endsWith('.d.ts'))
    .map(path => ({ path: path.replaceAll('\\', '/'), text: readFileSync(join(root, path), 'utf8') }))

const COMMENT = /\/\*[\s\S]*?\*\/|(?<=^|[\s;{}])\/\/[^\n]*/g
const IMPORTS = [
  /(?<![-'"`\w.])(?:import|export)\s[^;'"`]*?\bfrom\s*['"]([^'"]+)['"]/g,
  /(?<![-'"`\w.])import\s*['"]([^'"]+)['"]/g,
  /(?<![-'"`\w.])import\s*\(\s*['"]([^'"]+)['"]\s*\)/g,
  /\bnew URL\(\s*['"](\.[^'"]+\.[jt]s)['"]\s*,\s*import\.meta\.url/g,
]

export const importsOf = ({ text }: SourceFile): readonly string[] => {
  const code = text.replace(COMMENT, ' ')
  return IMPORTS.flatMap(pattern => [...code.matchAll(pattern)].map(match => match[1]!))
}

/** The file that a relative import names, relative to the root; `.js` names the `.ts` it is built from. */
export const target = (from: string, specifier: string): string =>
  relative('.', join(dirname(from), specifier))
    .replaceAll('\\', '/')
    .replace(/\.js$/, '.ts')

export const isRelative = (specifier: string): boolean => specifier.startsWith('.')

/** `@scope/name` or `name`; undefined for Node's own modules. */
export const packageOf = (specifier: string): string | undefined => {
  if (isRelative(specifier) || specifier.startsWith('node:')) return undefined
  const [first, second] = specifier.split('/')
  return first!.startsWith('@') ? `${first}/${second}` : first
}
