// What a function's text says about itself: the variables it leaves free, and which of the things that cannot be seen
// in a scope (`this`, `super`, `arguments`, `eval` …) it uses. Positions are offsets in the text.

import type { AnyNode, Class, Expression, Function as FunctionNode, Identifier, Pattern } from 'acorn'
import type { Analysis, Mention, Span } from './analysis.ts'
import { outline } from './outline.ts'
import { type Block, blockNames, children, declares, parseText, patternNames, varNames } from './syntax.ts'

interface Place {
  readonly block: Block
  /** False inside functions that have a `this` of their own. */
  readonly outerThis: boolean
  /** False inside methods whose object is in the text. */
  readonly outerSuper: boolean
  readonly privates: ReadonlySet<string>
}

interface Found {
  mentions: Mention[]
  written: boolean
  members: Set<string> | undefined
}

const analyseText = (text: string): Analysis => {
  const parsed = parseText(text)
  const { root, shift } = parsed
  const free = new Map<string, Found>()
  const uses = {
    usesThis: false,
    usesSuper: false,
    usesArguments: false,
    usesNewTarget: false,
    usesEval: false,
    usesWith: false,
  }
  let privateName: string | undefined
  const metas: Span[] = []
  const imports: (Span & { specifier: string | undefined })[] = []
  const span = (node: Span): Span => ({ start: node.start - shift, end: node.end - shift })

  const mention = (
    node: Identifier,
    place: Place,
    how: { written?: boolean; shorthand?: boolean; called?: boolean; member?: string },
  ): void => {
    if (declares(place.block, node.name)) return
    if (node.name === 'arguments') {
      if (place.outerThis) uses.usesArguments = true
      return
    }
    const found = free.get(node.name) ?? { mentions: [], written: false, members: new Set<string>() }
    free.set(node.name, found)
    found.mentions.push({ ...span(node), shorthand: how.shorthand === true, called: how.called === true })
    if (how.written === true) found.written = true
    if (how.member === undefined) found.members = undefined
    else found.members?.add(how.member)
  }

  /** Patterns: names are written where they are assigned, and only declared where they are declared. */
  const visitPattern = (pattern: Pattern | Expression, place: Place, assigned: boolean): void => {
    switch (pattern.type) {
      case 'Identifier':
        if (assigned) mention(pattern, place, { written: true })
        break
      case 'ObjectPattern':
        for (const p of pattern.properties) {
          if (p.type === 'RestElement') visitPattern(p.argument, place, assigned)
          else {
            if (p.computed) visit(p.key as AnyNode, place)
            const target = p.value.type === 'AssignmentPattern' ? p.value.left : p.value
            if (p.shorthand && target.type === 'Identifier') {
              if (assigned) mention(target, place, { written: true, shorthand: true })
              if (p.value.type === 'AssignmentPattern') visit(p.value.right as AnyNode, place)
            } else visitPattern(p.value, place, assigned)
          }
        }
        break
      case 'ArrayPattern':
        for (const p of pattern.elements) if (p !== null) visitPattern(p, place, assigned)
        break
      case 'RestElement':
        visitPattern(pattern.argument, place, assigned)
        break
      case 'AssignmentPattern':
        visitPattern(pattern.left, place, assigned)
        visit(pattern.right as AnyNode, place)
        break
      default:
        visit(pattern as AnyNode, place)
    }
  }

  const inner = (place: Place, names = new Set<string>()): Place => ({
    ...place,
    block: { names, parent: place.block },
  })

  const visitFunction = (node: FunctionNode, place: Place): void => {
    const arrow = node.type === 'ArrowFunctionExpression'
    const names = new Set<string>()
    if (node.type === 'FunctionExpression' && node.id) names.add(node.id.name)
    for (const p of node.params) patternNames(p, names)
    const within: Place = { ...inner(place, names), outerThis: arrow && place.outerThis }
    if (!arrow) names.add('arguments')
    varNames(node.body as AnyNode, names)
    for (const p of node.params) visitPattern(p, within, false)
    visit(node.body as AnyNode, within)
  }

  const visitClass = (node: Class, outside: Place): void => {
    const place = inner(outside, new Set(node.id ? [node.id.name] : []))
    if (node.superClass) visit(node.superClass as AnyNode, place)
    const privates = new Set(place.privates)
    for (const member of node.body.body)
      if (member.type !== 'StaticBlock' && member.key.type === 'PrivateIdentifier')
        privates.add(member.key.name)
    const within: Place = { ...place, privates, outerSuper: false }
    for (const member of node.body.body) {
      if (member.type === 'StaticBlock') {
        const names = new Set<string>(['arguments'])
        for (const s of member.body) varNames(s as AnyNode, names)
        blockNames(member.body as AnyNode[], names)
        for (const s of member.body) visit(s as AnyNode, { ...inner(within, names), outerThis: false })
        continue
      }
      if (member.computed) visit(member.key as AnyNode, within)
      if (member.type === 'MethodDefinition') visitFunction(member.value, { ...within, outerThis: false })
      else if (member.value) visit(member.value as AnyNode, { ...within, outerThis: false })
    }
  }

  const visit = (node: AnyNode, place: Place): void => {
    switch (node.type) {
      case 'Identifier':
        mention(node, place, {})
        return
      case 'ThisExpression':
        if (place.outerThis) uses.usesThis = true
        return
      case 'Super':
        if (place.outerSuper) uses.usesSuper = true
        return
      case 'PrivateIdentifier':
        if (!place.privates.has(node.name)) privateName ??= node.name
        return
      case 'MetaProperty':
        if (node.meta.name !== 'new') metas.push(span(node))
        else if (place.outerThis) uses.usesNewTarget = true
        return
      case 'ImportExpression': {
        const { source } = node
        const specifier =
          source.type === 'Literal' && typeof source.value === 'string' ? source.value : undefined
        imports.push({ start: node.start - shift, end: node.start - shift + `import`.length, specifier })
        visit(source as AnyNode, place)
        return
      }
      case 'MemberExpression':
        if (node.object.type === 'Identifier' && !node.computed && node.property.type === 'Identifier')
          mention(node.object, place, { member: node.property.name })
        else visit(node.object as AnyNode, place)
        if (node.computed || node.property.type === 'PrivateIdentifier')
          visit(node.property as AnyNode, place)
        return
      case 'CallExpression':
      case 'TaggedTemplateExpression': {
        const callee = node.type === 'CallExpression' ? node.callee : node.tag
        if (callee.type === 'Identifier') {
          if (callee.name === 'eval' && node.type === 'CallExpression' && !declares(place.block, 'eval'))
            uses.usesEval = true
          mention(callee, place, { called: true })
        } else visit(callee as AnyNode, place)
        if (node.type === 'CallExpression') for (const a of node.arguments) visit(a as AnyNode, place)
        else visit(node.quasi as AnyNode, place)
        return
      }
      case 'AssignmentExpression': {
        // Writing to a member changes the object, so that it cannot be reduced to the members that are mentioned.
        const { left } = node
        if (left.type === 'MemberExpression' && left.object.type === 'Identifier') {
          mention(left.object, place, {})
          if (left.computed) visit(left.property as AnyNode, place)
        } else visitPattern(left, place, true)
        visit(node.right as AnyNode, place)
        return
      }
      case 'UpdateExpression':
        if (node.argument.type === 'Identifier') mention(node.argument, place, { written: true })
        else if (node.argument.type === 'MemberExpression' && node.argument.object.type === 'Identifier') {
          mention(node.argument.object, place, {})
          if (node.argument.computed) visit(node.argument.property as AnyNode, place)
        } else visit(node.argument as AnyNode, place)
        return
      case 'Property':
        if (node.computed) visit(node.key as AnyNode, place)
        if (node.shorthand && node.value.type === 'Identifier')
          mention(node.value, place, { shorthand: true })
        else if ((node.method || node.kind !== 'init') && node !== root)
          visit(node.value as AnyNode, { ...place, outerSuper: false })
        else visit(node.value as AnyNode, place)
        return
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        visitFunction(node, place)
        return
      case 'ClassDeclaration':
      case 'ClassExpression':
        visitClass(node, place)
        return
      case 'VariableDeclarator':
        visitPattern(node.id, place, false)
        if (node.init) visit(node.init as AnyNode, place)
        return
      case 'BlockStatement': {
        const names = new Set<string>()
        blockNames(node.body as AnyNode[], names)
        for (const s of node.body) visit(s as AnyNode, inner(place, names))
        return
      }
      case 'SwitchStatement': {
        const names = new Set<string>()
        blockNames(node.cases.flatMap(c => c.consequent) as AnyNode[], names)
        visit(node.discriminant as AnyNode, place)
        for (const c of node.cases) for (const child of children(c)) visit(child, inner(place, names))
        return
      }
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement': {
        const head = (node.type === 'ForStatement' ? node.init : node.left) as AnyNode | null
        const names = new Set<string>()
        if (head) blockNames([head], names)
        const within = inner(place, names)
        if (head && node.type !== 'ForStatement' && head.type !== 'VariableDeclaration')
          visitPattern(head as Pattern, within, true)
        else if (head) visit(head, within)
        for (const child of children(node)) if (child !== head) visit(child, within)
        return
      }
      case 'CatchClause': {
        const names = new Set<string>()
        if (node.param) patternNames(node.param, names)
        const within = inner(place, names)
        if (node.param) visitPattern(node.param, within, false)
        visit(node.body as AnyNode, within)
        return
      }
      case 'WithStatement':
        uses.usesWith = true
        return
      case 'LabeledStatement':
        visit(node.body as AnyNode, place)
        return
      case 'BreakStatement':
      case 'ContinueStatement':
        return
      default:
        for (const child of children(node)) visit(child, place)
    }
  }

  visit(root, {
    block: { names: new Set(), parent: undefined },
    outerThis: true,
    outerSuper: true,
    privates: new Set(),
  })

  return { ...outline(text, parsed), free, ...uses, privateName, metas, imports }
}

const cache = new Map<string, Analysis>()
const CACHED = 10_000

/** Parses the text of a function or class (its toString); throws a SyntaxError when it is neither. */
export const analyse = (text: string): Analysis => {
  const known = cache.get(text)
  if (known !== undefined) return known
  if (cache.size >= CACHED) cache.clear()
  const analysis = analyseText(text)
  cache.set(text, analysis)
  return analysis
}
