// What kind of function a text is, what it calls itself, and where V8 says that it stands.

import type { AnyNode, Class, Identifier } from 'acorn'
import type { Analysis } from './analysis.ts'
import type { Parsed } from './syntax.ts'

type Outline = Pick<Analysis, 'form' | 'generator' | 'location' | 'name' | 'computedKey' | 'classNode'>

const classOutline = (node: Class, shift: number): Outline => {
  const maker = node.body.body.find(m => m.type === 'MethodDefinition' && m.kind === 'constructor')
  return {
    form: 'class',
    generator: false,
    // A class is where its constructor's parameters are, if it has one.
    location: maker?.type === 'MethodDefinition' ? maker.value.start - shift : 0,
    name: node.id?.name ?? '',
    computedKey: undefined,
    classNode: node,
  }
}

const methodOutline = (text: string, root: AnyNode & { type: 'Property' }, shift: number): Outline => {
  const parameters = root.value.start - shift
  return {
    form: 'method',
    generator: 'generator' in root.value && root.value.generator,
    location: parameters,
    name: !root.computed && root.key.type === 'Identifier' ? root.key.name : '',
    computedKey: root.computed
      ? { start: text.indexOf('['), end: text.slice(0, parameters).lastIndexOf(']') + 1 }
      : undefined,
    classNode: undefined,
  }
}

export const outline = (text: string, { root, shift }: Parsed): Outline => {
  if (root.type === 'Property') return methodOutline(text, root, shift)
  if (root.type === 'ClassExpression') return classOutline(root as Class, shift)
  const { id, generator } = root as { id?: Identifier | null; generator?: boolean }
  return {
    form: root.type === 'ArrowFunctionExpression' ? 'arrow' : 'function',
    generator: generator === true,
    location: root.type === 'FunctionExpression' ? text.indexOf('(', (id?.end ?? root.start) - shift) : 0,
    name: id?.name ?? '',
    computedKey: undefined,
    classNode: undefined,
  }
}
