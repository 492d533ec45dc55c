// Classes by value: the text, without what ran once when the class was defined. Static fields and blocks are blanked
// and their values set afterwards; members that the text does not define (decorated, patched) are shipped as values.

import type { Class } from 'acorn'
import type { Span } from './analysis.ts'
import { classKey } from './class-identity.ts'
import { isStandardGlobal } from './intrinsics.ts'
import { privateFieldNames, spanOf, staticFields } from './private-fields.ts'
import { obstacles } from './refusal.ts'
import { blank } from './rewrite.ts'
import { analysisOf, type Fn, factsOf, lookup, scopes } from './scope.ts'
import { isEmpty, propertyOf, shapeOf, withProperties } from './shape.ts'
import { INNER, type PrivateFields, type Shape, type ShippedNode, type Slot } from './shipment.ts'
import type { Capture, Draft, Walk } from './walk.ts'

const within = (mention: Span, spans: readonly Span[]): boolean =>
  spans.some(({ start, end }) => mention.start >= start && mention.end <= end)

/** Static fields and blocks; of private fields only the value, because the class must go on declaring them. */
const ranOnce = (node: Class): readonly Span[] =>
  node.body.body.flatMap(member => {
    if (member.type === 'StaticBlock') return [spanOf(member)]
    if (member.type !== 'PropertyDefinition' || !member.static) return []
    if (member.key.type !== 'PrivateIdentifier') return [spanOf(member)]
    return member.value ? [{ start: spanOf(member.key).end, end: spanOf(member).end }] : []
  })

const memberTexts = (fn: Fn, isStatic: boolean): ReadonlySet<string> => {
  const { text } = factsOf(fn)
  const texts = (analysisOf(fn).classNode?.body.body ?? []).flatMap(member => {
    if (member.type !== 'MethodDefinition' || member.static !== isStatic) return []
    const { start, end } = spanOf(member)
    return [text.slice(start, end).replace(/^static\b\s*/, '')]
  })
  return new Set(texts)
}

const toText = Function.prototype.toString

/** What the computed keys of methods came to: they are not computed again. */
const computedKeys = (fn: Fn, node: Class): readonly { span: Span; key: PropertyKey }[] => {
  const { text } = factsOf(fn)
  const used = new Set<PropertyKey>()
  return node.body.body.flatMap(member => {
    if (member.type !== 'MethodDefinition' || !member.computed) return []
    const { start, end } = spanOf(member)
    const own = text.slice(start, end).replace(/^static\b\s*/, '')
    const holder = member.static ? fn : (fn.prototype as object)
    const key = Reflect.ownKeys(holder).find(each => {
      const found = Object.getOwnPropertyDescriptor(holder, each)
      return (
        !used.has(each) &&
        [found?.value, found?.get, found?.set].some(
          (part: unknown) => typeof part === 'function' && toText.call(part) === own,
        )
      )
    })
    if (key === undefined) return []
    if (member.kind === 'method') used.add(key)
    return [{ span: spanOf(member.key), key }]
  })
}

/** Whether a class's own text defines a property of it or of its prototype. */
const definedBy =
  (texts: ReadonlySet<string>) =>
  (found: PropertyDescriptor): boolean =>
    [found.value, found.get, found.set].every(
      (part: unknown) => part === undefined || (typeof part === 'function' && texts.has(toText.call(part))),
    ) &&
    (typeof found.value === 'function' || found.get !== undefined || found.set !== undefined)

/** A field's key is computed once, where the class is defined: variables that only it mentions are gone since. */
const refuseLostKeys = (fn: Fn, node: Class): void => {
  const { free } = analysisOf(fn)
  for (const member of node.body.body) {
    if (member.type !== 'PropertyDefinition' || !member.computed || member.static) continue
    const key = spanOf(member.key)
    for (const [name, { mentions }] of free)
      if (
        mentions.some(mention => within(mention, [key])) &&
        !isStandardGlobal(name) &&
        !Object.hasOwn(globalThis, name) &&
        lookup(scopes(fn), name).found === 'absent'
      )
        throw obstacles.fieldKey(name)
  }
}

export const classDraft = (
  walk: Walk,
  start: Omit<Draft, 'captures' | 'finish'>,
  node: Class,
  variables: (skip: (name: string) => boolean) => Capture[],
): Draft => {
  const { fn, facts, analysis } = start
  refuseLostKeys(fn, node)
  const once = ranOnce(node)
  // The semicolon keeps what stands before from running into what stands after.
  for (const span of once)
    start.edits.push({ ...span, text: `;${blank(facts.text.slice(span.start + 1, span.end))}` })
  const gone = [...once]
  let parentSlot: Slot
  const heritage = node.superClass
  if (heritage && !(heritage.type === 'Literal' && heritage.value === null)) {
    const parent = Object.getPrototypeOf(fn) as unknown
    parentSlot = walk.slot(parent, 'extends')
    const found = heritage.type === 'Identifier' ? lookup(scopes(fn), heritage.name) : undefined
    const standard =
      heritage.type === 'Identifier' &&
      found?.found === 'absent' &&
      (globalThis as unknown as Record<string, unknown>)[heritage.name] === parent
    if (!standard && !(found?.found === 'value' && found.value === parent)) {
      start.edits.push({ ...spanOf(heritage), text: '$heritage' })
      start.extras.push({ name: '$heritage', slot: parentSlot })
      gone.push(spanOf(heritage))
    }
  }
  for (const { span, key } of computedKeys(fn, node)) {
    const name = `$key${start.extras.length}`
    start.edits.push({ ...span, text: name })
    start.extras.push({ name, slot: typeof key === 'symbol' ? walk.slot(key, 'key') : String(key) })
    gone.push(span)
  }
  const captures = variables(
    name => analysis.free.get(name)?.mentions.every(mention => within(mention, gone)) === true,
  )
  const writes = captures.some(({ variable }) => variable.written)
  if (writes) walk.stateful = true
  const statics = definedBy(memberTexts(fn, true))
  const { proto: _, ...shape }: Shape = shapeOf(
    walk,
    fn,
    Object.getPrototypeOf(fn),
    (key, found) => key === 'length' || key === 'name' || key === 'prototype' || statics(found),
  )
  const named = withName(walk, fn, analysis.name, shape)
  const prototype = fn.prototype as object
  const members = definedBy(memberTexts(fn, false))
  const extra = Reflect.ownKeys(prototype).some(key => {
    const found = Object.getOwnPropertyDescriptor(prototype, key)
    return key !== 'constructor' && found !== undefined && !members(found)
  })
  if (extra) walk.slot(prototype, '.prototype')
  const holder = start.inside && walk.slot(start.inside.holder, 'class')
  const staticNames = new Set(privateFieldNames(node, true))
  const fields: PrivateFields | undefined =
    staticNames.size === 0 ? undefined : staticFields(walk, fn, start.id, staticNames)
  if (fields !== undefined || shape.keys !== undefined || shape.properties !== undefined) walk.stateful = true
  return {
    ...start,
    captures,
    finish: (code, slots, file): ShippedNode => ({
      kind: 'class',
      code,
      captures: slots,
      ...(holder === undefined ? {} : { within: { of: holder, maker: `${INNER}${start.id}` } }),
      needs: holder === undefined ? [parentSlot] : [parentSlot, holder],
      key: classKey(fn, file, slots),
      ...(writes ? { writes } : {}),
      ...(isEmpty(named) ? {} : { shape: named }),
      ...(fields === undefined ? {} : { fields }),
    }),
  }
}

const withName = (walk: Walk, fn: Fn, textName: string, shape: Shape): Shape => {
  const name = Object.getOwnPropertyDescriptor(fn, 'name')
  if (name === undefined || ('value' in name && name.value === textName)) return shape
  if (!('value' in name) && definedBy(memberTexts(fn, true))(name)) return shape
  return withProperties(shape, [propertyOf(walk, 'name', name)])
}

/** A function's or class's `prototype` object: what the text does not give it. */
export const prototypeNode = (walk: Walk, prototype: object, maker: Fn): ShippedNode => {
  const parent = Object.getPrototypeOf(maker) as { prototype?: unknown } | null
  const { classNode } = factsOf(maker).native ? { classNode: undefined } : analysisOf(maker)
  const usual =
    classNode?.superClass != null && typeof parent === 'function'
      ? (Object.getOwnPropertyDescriptor(parent, 'prototype')?.value as object)
      : Object.prototype
  const members = definedBy(memberTexts(maker, false))
  const shape = shapeOf(
    walk,
    prototype,
    usual,
    (key, found) =>
      (key === 'constructor' && found.value === maker) || (classNode !== undefined && members(found)),
  )
  return { kind: 'prototype', of: walk.slot(maker, '.constructor'), ...(isEmpty(shape) ? {} : { shape }) }
}
