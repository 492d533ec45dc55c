// Objects of Node's own classes (sockets, streams, emitters, handles) hold state that no copy would have.

import { types } from 'node:util'
import { builtinExport } from './builtin.ts'
import { factsOf } from './scope.ts'

interface NodeClass {
  readonly name: string
  readonly module: string
}

const nodeClasses = new WeakMap<object, { readonly found: NodeClass | undefined }>()

/** The class of Node's own on an object's prototype chain: such objects hold native state. */
export const nodeClassOf = (value: object): NodeClass | undefined => {
  const first = Object.getPrototypeOf(value) as object | null
  if (first === null || first === Object.prototype) return undefined
  const known = nodeClasses.get(first)
  if (known !== undefined) return known.found
  let found: NodeClass | undefined
  for (let proto: object | null = first; proto !== null; proto = Object.getPrototypeOf(proto)) {
    if (types.isProxy(proto)) break
    const maker: unknown = Object.getOwnPropertyDescriptor(proto, 'constructor')?.value
    if (typeof maker !== 'function' || types.isProxy(maker)) continue
    const module = factsOf(maker).script?.url ?? ''
    if (!module.startsWith('node:')) continue
    const own: unknown = Object.getOwnPropertyDescriptor(
      (Object.getOwnPropertyDescriptor(first, 'constructor')?.value as object | undefined) ?? maker,
      'name',
    )?.value
    const name: unknown = own || Object.getOwnPropertyDescriptor(maker, 'name')?.value
    found = { name: typeof name === 'string' ? name : 'native', module: builtinExport(maker)?.name ?? module }
    break
  }
  if (found !== undefined && !found.module.startsWith('node:'))
    found = { ...found, module: `node:${found.module}` }
  nodeClasses.set(first, { found })
  return found
}
