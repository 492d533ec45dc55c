// Source maps of scripts, read when a position is asked for.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { TraceMap } from '@jridgewell/trace-mapping'
import type { Position } from '../fault.ts'
import { scriptAt } from './inspector.ts'

const require = createRequire(import.meta.url)

/** Loaded when the first position is asked for. */
const tracing = () => require('@jridgewell/trace-mapping') as typeof import('@jridgewell/trace-mapping')

const COMMENT = /\/\/[#@] sourceMappingURL=(\S+)\s*$/

const readText = (url: string): string | undefined => {
  try {
    if (url.startsWith('file:')) return readFileSync(fileURLToPath(url), 'utf8')
    const data = /^data:[^,]*?(;base64)?,(.*)$/s.exec(url)
    if (data === null) return undefined
    return data[1] === undefined
      ? decodeURIComponent(data[2] ?? '')
      : Buffer.from(data[2] ?? '', 'base64').toString('utf8')
  } catch {
    return undefined
  }
}

const read = (url: string): TraceMap | undefined => {
  const reference = scriptAt(url)?.sourceMapURL || COMMENT.exec(readText(url) ?? '')?.[1]
  if (reference === undefined) return undefined
  try {
    const at = reference.startsWith('data:') ? reference : new URL(reference, url).href
    const text = readText(at)
    return text === undefined ? undefined : new (tracing().TraceMap)(text, at.startsWith('data:') ? url : at)
  } catch {
    return undefined
  }
}

const maps = new Map<string, TraceMap | undefined>()
const CACHED = 200

const sourceMap = (url: string): TraceMap | undefined => {
  if (maps.has(url)) return maps.get(url)
  if (maps.size >= CACHED) maps.clear()
  const map = read(url)
  maps.set(url, map)
  return map
}

const pathOf = (url: string): string => {
  try {
    return url.startsWith('file:') ? fileURLToPath(url) : url
  } catch {
    return url
  }
}

/** A place in the script of a URL as the user wrote it: through its source map, if it has one. All from 1. */
export const originalPosition = (url: string, line: number, column: number): Position => {
  const map = sourceMap(url)
  const found = map && tracing().originalPositionFor(map, { line, column: column - 1 })
  return found?.source == null
    ? { file: pathOf(url), line, column }
    : { file: pathOf(found.source), line: found.line, column: found.column + 1 }
}
