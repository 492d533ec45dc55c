// What an ES module's text says about its bindings: which it imports from where, and which it exports under what name.

import { existsSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Program } from 'acorn'
import { scriptOf, scriptSource } from './inspector.ts'
import { parse } from './syntax.ts'

export interface ImportedBinding {
  readonly specifier: string
  /** Undefined for the namespace. */
  readonly name: string | undefined
}

export interface Bindings {
  /** Local name → exported name. */
  readonly exported: ReadonlyMap<string, string>
  readonly imported: ReadonlyMap<string, ImportedBinding>
  /** All names that it exports; undefined where some are those of another module. */
  readonly names: ReadonlySet<string> | undefined
}

const nameOf = (node: { readonly name?: string; readonly value?: unknown }): string =>
  node.name ?? String(node.value)

const exportedNames = ({ body }: Program): ReadonlyMap<string, string> => {
  const names = new Map<string, string>()
  for (const statement of body) {
    if (statement.type === 'ExportDefaultDeclaration') {
      const { declaration } = statement
      const id = 'id' in declaration ? declaration.id?.name : undefined
      names.set(declaration.type === 'Identifier' ? declaration.name : (id ?? '*default*'), 'default')
    }
    if (statement.type !== 'ExportNamedDeclaration') continue
    const { declaration } = statement
    if (declaration?.type === 'VariableDeclaration')
      for (const { id } of declaration.declarations) if (id.type === 'Identifier') names.set(id.name, id.name)
    if (declaration?.type === 'FunctionDeclaration' || declaration?.type === 'ClassDeclaration')
      names.set(declaration.id.name, declaration.id.name)
    if (statement.source == null)
      for (const { local, exported } of statement.specifiers) names.set(nameOf(local), nameOf(exported))
  }
  return names
}

const passedOn = ({ body }: Program): readonly string[] | undefined => {
  if (body.some(statement => statement.type === 'ExportAllDeclaration' && statement.exported == null))
    return undefined
  return body.flatMap(statement => {
    if (statement.type === 'ExportAllDeclaration')
      return statement.exported ? [nameOf(statement.exported)] : []
    if (statement.type !== 'ExportNamedDeclaration') return []
    return statement.specifiers.map(({ exported }) => nameOf(exported))
  })
}

const importedNames = ({ body }: Program): ReadonlyMap<string, ImportedBinding> =>
  new Map(
    body.flatMap(statement => {
      if (statement.type !== 'ImportDeclaration') return []
      const specifier = String(statement.source.value)
      return statement.specifiers.map((each): [string, ImportedBinding] => [
        each.local.name,
        {
          specifier,
          name:
            each.type === 'ImportSpecifier'
              ? nameOf(each.imported)
              : each.type === 'ImportDefaultSpecifier'
                ? 'default'
                : undefined,
        },
      ])
    }),
  )

/** Where partita's own files are gathered, see bundle.js. */
const GATHERED = new URL('../start/', import.meta.url).href

/** Of gathered files the lines that import and export: to parse all of one takes 0.3 s. */
const programOf = (scriptId: string): Program => {
  const text = scriptSource(scriptId)
  if (!scriptOf(scriptId)?.url.startsWith(GATHERED))
    return parse(text, { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true })
  const lines = text.match(/^(?:import|export) .*$/gm) ?? []
  return parse(lines.join('\n'), { ecmaVersion: 'latest', allowImportExportEverywhere: true })
}

const known = new Map<string, Bindings>()

export const bindingsOf = (scriptId: string): Bindings => {
  const found = known.get(scriptId)
  if (found !== undefined) return found
  const program = programOf(scriptId)
  const exported = exportedNames(program)
  const others = passedOn(program)
  const bindings = {
    exported,
    imported: importedNames(program),
    names: others && new Set([...exported.values(), ...others]),
  }
  known.set(scriptId, bindings)
  return bindings
}

const folders = new Map<string, boolean>()

/** Whether a bare specifier in a file names an installed package: one that is linked from elsewhere is user code. */
export const namesPackage = (specifier: string, url: string): boolean => {
  if (!/^[\w@]/.test(specifier) || specifier.includes(':') || !url.startsWith('file:')) return false
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
  const key = `${name} ${url}`
  const before = folders.get(key)
  if (before !== undefined) return before
  let found = false
  for (let at = dirname(fileURLToPath(url)); ; at = dirname(at)) {
    const folder = join(at, 'node_modules', name)
    if (existsSync(folder)) {
      found = /[\\/]node_modules[\\/]/.test(realpathSync(folder))
      break
    }
    if (at === dirname(at)) break
  }
  folders.set(key, found)
  return found
}
