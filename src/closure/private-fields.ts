// Private fields and what only a class's own body may do. The inspector reads the fields; to set them again, and to make
// functions that use `super` or a private name, methods are put into the class's text that reviving takes out.

import type { Class } from 'acorn'
import type { Span } from './analysis.ts'
import { classesOf } from './holder.ts'
import { isPackageUrl } from './package-reference.ts'
import { obstacles } from './refusal.ts'
import { type Edit, rewrite, withoutInner } from './rewrite.ts'
import { analysisOf, type Fn, factsOf, privatesOf } from './scope.ts'
import { INNER, type PrivateFields, type Privates } from './shipment.ts'
import type { Draft, Walk } from './walk.ts'

const SHIFT = 1 // acorn saw the text inside one parenthesis

export const spanOf = (node: { start: number; end: number }): Span => ({
  start: node.start - SHIFT,
  end: node.end - SHIFT,
})

export const privateFieldNames = (node: Class, isStatic: boolean): readonly string[] =>
  node.body.body.flatMap(member =>
    member.type === 'PropertyDefinition' &&
    member.static === isStatic &&
    member.key.type === 'PrivateIdentifier'
      ? [member.key.name]
      : [],
  )

const hasPrivate = (node: Class): boolean =>
  node.body.body.some(m => m.type !== 'StaticBlock' && !m.static && m.key.type === 'PrivateIdentifier')

const REVIVING = '$reviving'

/** Lets an instance be made without running the user's constructors and initialisers. */
const guards = (node: Class, parentGuarded: boolean): readonly Edit[] => {
  const edits: Edit[] = []
  const derived = node.superClass != null
  // A parent of the user's may take its arguments apart; an intrinsic would use them.
  const parent = derived ? `super(${parentGuarded ? '...arguments' : ''});` : ''
  let made = false
  for (const member of node.body.body) {
    if (member.type === 'PropertyDefinition' && !member.static && member.value) {
      const at = spanOf(member.value)
      edits.push({ start: at.start, end: at.start, text: `${REVIVING}.on?void 0:(` })
      edits.push({ start: at.end, end: at.end, text: ')' })
    }
    if (member.type === 'MethodDefinition' && member.kind === 'constructor') {
      made = true
      const at = spanOf(member.value.body).start + 1
      edits.push({ start: at, end: at, text: `if(${REVIVING}.on){${parent}return}` })
    }
  }
  const open = spanOf(node.body).start + 1
  if (derived && !made)
    edits.push({
      start: open,
      end: open,
      text: `constructor(...a){if(${REVIVING}.on){${parent}return}super(...a)}`,
    })
  return edits
}

const setter = (node: Class): readonly Edit[] => {
  const names = [...privateFieldNames(node, false), ...privateFieldNames(node, true)]
  if (names.length === 0) return []
  const end = spanOf(node.body).end - 1
  const cases = names.map(name => `case "${name}":o.#${name}=v;break;`).join('')
  return [{ start: end, end, text: `;static ${INNER}Set(o,n,v){switch(n){${cases}}}` }]
}

/** Methods that make the functions and classes of the shipment which only this class's body can hold. */
const makers = (walk: Walk, draft: Draft, node: Class): readonly Edit[] => {
  const end = spanOf(node.body).end - 1
  return walk.drafts.flatMap(({ id, inside, facts, analysis, edits, captures, extras }): Edit[] => {
    if (inside?.holder !== draft.fn) return []
    const names = [...captures, ...extras].map(({ name }) => name)
    const [open, close] = analysis.form === 'method' ? ['{', '}'] : ['', '']
    const head = `;${inside.isStatic ? 'static ' : ''}${INNER}${id}(${names.join()}){return[${open}`
    const set = names.map((name, i) => `${name}=a${i}`).join(';')
    const tail = `${close},(${names.map((_, i) => `a${i}`).join()})=>{${set}}]}`
    const text = head + rewrite(facts.text, withoutInner(edits)) + tail
    return [{ start: end, end, text, origin: { at: head.length, offset: inside.offset } }]
  })
}

const parentGuarded = (walk: Walk, fn: Fn): boolean => {
  const parent: unknown = Object.getPrototypeOf(fn)
  return walk.drafts.some(draft => draft.fn === parent && draft.analysis.classNode !== undefined)
}

/** What is put into the body of a class for the sake of its instances and arrow functions in this shipment. */
export const innerEdits = (walk: Walk, draft: Draft): readonly Edit[] => {
  const node = draft.analysis.classNode
  if (node === undefined) return []
  // Also without an instance, so that the class is the same in shipments that hold one.
  const guarded = walk.guarded.has(draft.fn) || hasPrivate(node)
  if (guarded) draft.extras.push({ name: REVIVING, slot: walk.add({ kind: 'reviving' }) })
  const settable = guarded || privateFieldNames(node, true).length > 0
  return [
    ...(guarded ? guards(node, parentGuarded(walk, draft.fn)) : []),
    ...(settable ? setter(node) : []),
    ...makers(walk, draft, node),
  ]
}

export const staticFields = (walk: Walk, fn: Fn, id: number, names: ReadonlySet<string>): PrivateFields => {
  const found = privatesOf(fn).filter(({ name }) => names.has(name))
  return {
    of: [id],
    names: found.map(({ name }) => name),
    values: found.map(({ name, value }) => walk.slot(value, `.#${name}`)),
  }
}

/** What an object's private fields hold, when a class of its chain declares some. */
export const privatesNode = (walk: Walk, value: object): Privates | undefined => {
  const proto: unknown = Object.getPrototypeOf(value)
  if (proto === null || proto === Object.prototype || proto === Array.prototype) return undefined
  if (Object.getOwnPropertyDescriptor(value, 'constructor')?.value !== undefined) return undefined
  const classes = classesOf(value)
  const withPrivates = classes.filter(each => {
    const facts = factsOf(each)
    if (facts.native || !/^class\b/.test(facts.text) || !facts.text.includes('#')) return false
    const node = analysisOf(each).classNode
    return node !== undefined && hasPrivate(node)
  })
  if (withPrivates.length === 0) return undefined
  const left = [...privatesOf(value)]
  const fields = withPrivates.map((each): PrivateFields => {
    const node = analysisOf(each).classNode
    const found = (node === undefined ? [] : privateFieldNames(node, false)).flatMap(name => {
      const at = left.findIndex(property => property.name === name)
      return at < 0 ? [] : left.splice(at, 1)
    })
    return {
      of: walk.slot(each, 'class'),
      names: found.map(({ name }) => name),
      values: found.map(({ name, value: held }) => walk.slot(held, `.#${name}`)),
    }
  })
  for (const each of classes) {
    if (isPackageUrl(factsOf(each).script?.url ?? '')) throw obstacles.privatePackage(each.name)
    if (!factsOf(each).native) walk.guarded.add(each)
  }
  return { maker: walk.slot(classes[classes.length - 1], 'class'), fields }
}

/** The key under which a method of an object's classes is found, with the prototype that has it. */
export const memberOf = (fn: Fn, receiver: unknown): { prototype: object; key: PropertyKey } | undefined => {
  if (typeof receiver !== 'object' || receiver === null) return undefined
  for (const each of classesOf(receiver)) {
    const prototype = each.prototype as object
    for (const key of Reflect.ownKeys(prototype))
      if (Object.getOwnPropertyDescriptor(prototype, key)?.value === fn && key !== 'constructor')
        return { prototype, key }
  }
  return undefined
}
