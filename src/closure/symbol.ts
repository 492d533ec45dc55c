// Unique symbols keep their identity between shipments: each has an id, and each process one symbol per id.

import type { ShippedNode } from './shipment.ts'

let origin: string | undefined
const ids = new Map<symbol, string>()
const symbols = new Map<string, symbol>()

export const symbolNode = (symbol: symbol): ShippedNode => {
  const key = Symbol.keyFor(symbol)
  if (key !== undefined) return { kind: 'registered', key }
  origin ??= crypto.randomUUID()
  const id = ids.get(symbol) ?? `${origin}:${ids.size}`
  ids.set(symbol, id)
  symbols.set(id, symbol)
  return { kind: 'symbol', id, description: symbol.description }
}

export const symbolOf = (id: string, description: string | undefined): symbol => {
  const known = symbols.get(id)
  if (known !== undefined) return known
  const symbol = Symbol(description)
  symbols.set(id, symbol)
  ids.set(symbol, id)
  return symbol
}
