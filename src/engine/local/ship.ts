// The functions of a lineage node, or of an action, captured as one shipment and referred to by root.

import { capture } from '../../closure/capture.ts'
import type { Shipment } from '../../closure/shipment.ts'
import { PartitaError } from '../../fault.ts'
import { COMBINATORS, type CombinatorName, type Fn } from '../../lineage/fn.ts'
import type { FnRef, Site } from '../../worker/program.ts'

export interface Shipped {
  /** Undefined where there was nothing to capture: combinators alone. */
  readonly shipment: Shipment | undefined
  /** One for each function or value given, in order. */
  readonly refs: readonly FnRef[]
}

export const ship = (fns: readonly unknown[], site: Site): Shipped => {
  const roots: unknown[] = []
  const collect = (fn: unknown): void => {
    if (isCombinator(fn)) fn.args.forEach(collect)
    else roots.push(fn)
  }
  fns.forEach(collect)
  const shipment = roots.length === 0 ? undefined : captureAt(roots, site)
  let root = 0
  const refer = (fn: unknown): FnRef =>
    isCombinator(fn)
      ? { derived: fn.derived, args: fn.args.map(refer) }
      : { shipment: shipment!.id, root: root++ }
  return { shipment, refs: fns.map(refer) }
}

const captureAt = (roots: readonly unknown[], { operator, at }: Site): Shipment => {
  try {
    return capture(roots)
  } catch (error) {
    if (!(error instanceof PartitaError)) throw error
    const { code, message, source, hint, cause } = error
    throw new PartitaError(code, message, { operator, callSite: at, source, hint, cause })
  }
}

const isCombinator = (fn: unknown): fn is { derived: CombinatorName; args: readonly Fn[] } =>
  typeof fn === 'object' &&
  fn !== null &&
  'derived' in fn &&
  typeof fn.derived === 'string' &&
  fn.derived in COMBINATORS
