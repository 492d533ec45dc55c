import { relative, resolve } from 'node:path'
import { glob, isDynamicPattern } from 'tinyglobby'
import { isHidden } from './hidden.ts'

export const isPattern = (path: string): boolean => isDynamicPattern(path)

/** The files that match, sorted by code unit; a hidden name matches only a pattern that begins one so. */
export const matchesOf = async (pattern: string): Promise<readonly string[]> => {
  const segments = pattern.split('/')
  const literal = Math.max(
    0,
    segments.findIndex(segment => isDynamicPattern(segment)),
  )
  const wild = segments.slice(literal).join('/')
  const named = ['_', '.'].filter(mark => new RegExp(`(?:^|[/{,(|])[${mark}]`).test(wild))
  const root = resolve(literal === 1 && pattern.startsWith('/') ? '/' : segments.slice(0, literal).join('/'))
  const files = await glob(pattern, {
    absolute: true,
    dot: named.includes('.'),
    expandDirectories: false,
    onlyFiles: true,
  })
  const isSkipped = (file: string): boolean =>
    relative(root, file)
      .split('/')
      .some(name => isHidden(name) && !named.includes(name.charAt(0)))
  return files.filter(file => !isSkipped(file)).sort()
}
