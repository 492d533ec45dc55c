// Names of frames, for SQL. They belong to the session; what a query names is looked up when it is written, so that a
// view that is replaced or dropped later changes nothing of it. Names are the same whatever their case.

import { type Call, failure } from '../rdd/call.ts'
import { suggestion } from './check/scope.ts'
import type { Plan } from './plan/plan.ts'
import { folded } from './sql/identifier.ts'

export interface View {
  readonly name: string
  readonly plan: Plan
}

export interface Views {
  /** All of them, in the order of their names. */
  readonly list: () => readonly View[]
  readonly find: (name: string) => View | undefined
  /** @throws PartitaError PLAN for a name that is taken, unless it may be replaced; ARGUMENT for what is no name */
  readonly create: (call: Call, name: unknown, plan: Plan, replace: boolean) => void
  readonly drop: (name: string) => boolean
}

export const openViews = (): Views => {
  const views = new Map<string, View>()
  return {
    list: () => [...views.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    find: name => views.get(folded(name)),
    create: (call, name, plan, replace) => {
      if (typeof name !== 'string' || name === '' || /[\0\p{Surrogate}]/u.test(name))
        throw failure(call, 'ARGUMENT', `takes a name, not ${JSON.stringify(name) ?? String(name)}.`)
      if (!replace && views.has(folded(name)))
        throw failure(call, 'PLAN', `finds a view ${views.get(folded(name))!.name} already.`, {
          hint: 'createOrReplaceTempView replaces it, session.dropTempView drops it.',
        })
      views.set(folded(name), { name, plan })
    },
    drop: name => views.delete(folded(name)),
  }
}

/** @throws PartitaError PLAN where there is no such view */
export const viewNamed = (call: Call, views: Views, name: string): View => {
  const view = views.find(name)
  if (view !== undefined) return view
  throw failure(call, 'PLAN', `finds no view ${name}.`, {
    hint: suggestion(
      name,
      views.list().map(view => view.name),
    ),
  })
}
