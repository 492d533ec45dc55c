// What can be called, read from the types and their TSDoc by the compiler that checks them: no list of operations is
// kept anywhere else. Sections are the `// Elements` lines of the interfaces.

import { fileURLToPath } from 'node:url'
import { SyntaxKind } from 'typescript/unstable/ast'
import {
  API,
  type Checker,
  NodeBuilderFlags,
  type Project,
  type Signature,
  SignatureKind,
  SymbolFlags,
} from 'typescript/unstable/sync'

export interface Operation {
  readonly name: string
  readonly owner: Owner
  readonly section: string
  /** As the interface has them, one an overload. */
  readonly signatures: readonly string[]
  /** As `partita/fp` has them; none where it has no such name. */
  readonly dataLast: readonly string[]
  readonly summary: string
  /** The program of `@example`; empty where there is none. */
  readonly example: string
  readonly throws: readonly Refusal[]
  readonly options: readonly Option[]
}

export type Owner = 'RDD' | 'PersistedRDD' | 'Session'

/** `@throws PartitaError CODE for a reason: `program``. */
export interface Refusal {
  readonly code: string
  readonly reason: string
  readonly program: string
}

export interface Option {
  readonly name: string
  readonly type: string
  readonly meaning: string
}

export interface Surface {
  readonly operations: readonly Operation[]
  /** What only `partita/fp` has. */
  readonly onlyDataLast: readonly string[]
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const OWNERS: readonly Owner[] = ['RDD', 'PersistedRDD', 'Session']

export const readSurface = (): Surface => {
  const api = new API()
  try {
    const snapshot = api.updateSnapshot({ openProject: `${root}src/tsconfig.json` })
    const project = snapshot.getProjects()[0]!
    const dataLast = functionsOf(project)
    const operations = OWNERS.flatMap(owner => membersOf(project, owner, dataLast))
    const methods = new Set(operations.map(({ name }) => name))
    return { operations, onlyDataLast: [...dataLast.keys()].filter(name => !methods.has(name)).sort() }
  } finally {
    api.close()
  }
}

type Symbols = ReturnType<Checker['getExportsOfModule']>

const exportsOf = ({ program, checker }: Project, file: string): Symbols => {
  const module = checker.getSymbolAtLocation(program.getSourceFile(`${root}src/${file}`)!)!
  return checker
    .getExportsOfModule(module)
    .map(symbol => (symbol.flags & SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
}

/** The functions of `partita/fp`: name → signatures. */
const functionsOf = (project: Project): ReadonlyMap<string, readonly string[]> => {
  const { checker } = project
  return new Map(
    exportsOf(project, 'fp.ts')
      .filter(({ flags }) => flags & SymbolFlags.Value)
      .map(symbol => [symbol.name, callsOf(checker, symbol).map(call => written(project, call))]),
  )
}

const callsOf = (checker: Checker, symbol: Symbols[number]): readonly Signature[] =>
  checker.getSignaturesOfType(checker.getTypeOfSymbol(symbol)!, SignatureKind.Call)

const membersOf = (
  project: Project,
  owner: Owner,
  dataLast: ReadonlyMap<string, readonly string[]>,
): readonly Operation[] => {
  const { checker } = project
  const type = checker.getDeclaredTypeOfSymbol(exportsOf(project, 'index.ts').find(e => e.name === owner)!)
  return checker.getPropertiesOfType(type).flatMap(member => {
    const declarations = member.declarations.map(handle => handle.resolve()!)
    const calls = callsOf(checker, member)
    const [first] = declarations
    const inherited = !first || (first.parent as { name?: { text?: string } }).name?.text !== owner
    if (calls.length === 0 || inherited || member.name.startsWith('__')) return []
    const text = first.getSourceFile().text.slice(0, first.getStart())
    const tags = member.getJsDocTags(checker).map(({ name, text = '' }) => ({ name, text }))
    const sections = [...text.slice(text.lastIndexOf('export interface')).matchAll(/^ {2}\/\/ (\w[\w ]*)$/gm)]
    return {
      name: member.name,
      owner,
      section: sections.at(-1)?.[1] ?? '',
      signatures: declarations.map(declaration => oneLine(declaration.getText())),
      dataLast: owner === 'Session' ? [] : (dataLast.get(member.name) ?? []),
      summary: oneLine(member.getDocumentationComment(checker)),
      example: tags.find(({ name }) => name === 'example')?.text.trim() ?? '',
      throws: tags.filter(({ name }) => name === 'throws').map(({ text }) => refusalIn(text)),
      options: optionsOf(checker, calls),
    }
  })
}

const refusalIn = (text: string): Refusal => {
  const [, code = '', reason = '', program = ''] =
    /^PartitaError ([A-Z_]+) (.*?)(?:: `([^`]+)`)?$/s.exec(text.trim()) ?? []
  return { code, reason: oneLine(reason), program: program.trim() }
}

const optionsOf = (checker: Checker, calls: readonly Signature[]): readonly Option[] => {
  const found = new Map<string, Option>()
  for (const parameter of calls
    .flatMap(call => call.getParameters())
    .filter(({ name }) => name === 'options'))
    for (const option of checker.getPropertiesOfType(
      checker.getNonNullableType(checker.getTypeOfSymbol(parameter)!)!,
    )) {
      const type = checker.getTypeOfSymbol(option)!
      const meaning = oneLine(option.getDocumentationComment(checker))
      const shown = checker
        .typeToString(type, undefined, NodeBuilderFlags.NoTruncation)
        .replace(/ \| undefined$/, '')
      const known = found.get(option.name)
      if (known !== undefined && shown === 'undefined') continue
      found.set(option.name, { name: option.name, type: shown, meaning: meaning || (known?.meaning ?? '') })
    }
  return [...found.values()]
}

/** `<T>(f: …) => (rdd: RDD<T>) => …`. */
const written = ({ checker, emitter }: Project, call: Signature): string =>
  oneLine(
    emitter.printNode(
      checker.signatureToSignatureDeclaration(
        call,
        SyntaxKind.FunctionType,
        undefined,
        NodeBuilderFlags.NoTruncation,
      )!,
    ),
  )

const oneLine = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/([[(<]) /g, '$1')
    .replaceAll(/,? ([\])>](?!=))/g, '$1')
    .replaceAll(/(\?: \w+) \| undefined(?=[,)])/g, '$1')
    .trim()
