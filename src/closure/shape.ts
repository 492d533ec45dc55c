// What every object has besides its contents: prototype, own properties, integrity. Read as descriptors, never called.

import type { Key, Property, Shape } from './shipment.ts'
import type { Walk } from './walk.ts'

const showKey = (key: PropertyKey): string =>
  typeof key === 'symbol'
    ? `[${String(key)}]`
    : /^[A-Za-z_$][\w$]*$/.test(String(key))
      ? `.${String(key)}`
      : `[${JSON.stringify(key)}]`

export const keySlot = (walk: Walk, key: PropertyKey): Key => {
  if (typeof key !== 'symbol') return String(key)
  return walk.slot(key, 'symbol') as readonly [number]
}

const flagsOf = ({ enumerable, configurable, writable }: PropertyDescriptor): number =>
  (enumerable ? 1 : 0) | (configurable ? 2 : 0) | (writable ? 4 : 0)

export const propertyOf = (walk: Walk, key: PropertyKey, found: PropertyDescriptor): Property => {
  const at = { key: keySlot(walk, key), flags: flagsOf(found) }
  if ('value' in found) return { ...at, value: walk.slot(found.value, showKey(key)) }
  return {
    ...at,
    get: walk.slot(found.get, `get ${showKey(key)}`),
    set: walk.slot(found.set, `set ${showKey(key)}`),
  }
}

const integrityOf = (value: object): Shape['integrity'] =>
  Object.isExtensible(value)
    ? undefined
    : Object.isFrozen(value)
      ? 'frozen'
      : Object.isSealed(value)
        ? 'sealed'
        : 'closed'

/** All own properties but those of `except`; `proto` when the object's prototype is not the usual one of its kind. */
export const shapeOf = (
  walk: Walk,
  value: object,
  usual: object | null | undefined,
  except: (key: PropertyKey, found: PropertyDescriptor) => boolean = () => false,
  own: readonly (string | symbol)[] = Reflect.ownKeys(value),
): Shape => {
  const proto = Object.getPrototypeOf(value) as object | null
  const keys: string[] = []
  const values: unknown[] = []
  const all: [PropertyKey, PropertyDescriptor][] = []
  const integrity = integrityOf(value)
  const ordinary = integrity === 'frozen' ? 1 : integrity === 'sealed' ? 5 : 7
  let plain = true
  for (const key of own) {
    const found = Object.getOwnPropertyDescriptor(value, key)
    if (found === undefined || except(key, found)) continue
    all.push([key, found])
    if (typeof key === 'symbol' || !('value' in found) || flagsOf(found) !== ordinary || key === '__proto__')
      plain = false
    else if (plain) {
      keys.push(key)
      values.push(found.value)
    }
  }
  const same = proto === usual
  return {
    ...(same ? {} : { proto: walk.slot(proto, '[[Prototype]]') }),
    ...(plain
      ? keys.length === 0
        ? {}
        : {
            keys,
            values: values.map((v, i) => {
              walk.bytes += keys[i]?.length ?? 0
              return walk.slot(v, showKey(keys[i] ?? ''))
            }),
          }
      : { properties: all.map(([key, found]) => propertyOf(walk, key, found)) }),
    ...(integrity === undefined ? {} : { integrity }),
  }
}

export const isEmpty = (shape: Shape): boolean => Object.keys(shape).length === 0

/** The shape with properties that are out of the ordinary besides. */
export const withProperties = (shape: Shape, added: readonly Property[]): Shape => {
  if (added.length === 0) return shape
  const { keys = [], values = [], properties, ...rest } = shape
  const own = properties ?? keys.map((key, i): Property => ({ key, value: values[i], flags: 7 }))
  return { ...rest, properties: [...own, ...added] }
}
