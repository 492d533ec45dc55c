// How a value that cannot travel is named: the path to it within its record, what it is, and what to do.

import { PartitaError } from '../fault.ts'

/** Field names, indexes, and steps into collections as `get("a")`. */
export type Path = readonly (string | number)[]

export const refusal = (path: Path, index: number, what: string, hint: string): PartitaError => {
  const short = path.length > 12 ? [...path.slice(0, 6), '…', ...path.slice(-6)] : path
  return new PartitaError(
    'DATA',
    `A record cannot travel between workers: record${short.map(shown).join('')} is ${what} (record ${index} of its batch).`,
    { hint },
  )
}

const PLAIN_NAME = /^(?:[\p{ID_Start}$_][\p{ID_Continue}$]*|(?:keys|values|get)\(.*\)|…)$/u
const shown = (name: string | number): string => {
  if (typeof name === 'number' || /^\d+$/.test(name)) return `[${name}]`
  return PLAIN_NAME.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`
}

/** Without running a getter of the value. */
export const className = (prototype: unknown): string => {
  const made = Object.getOwnPropertyDescriptor(prototype ?? {}, 'constructor')?.value
  const name = typeof made === 'function' ? Object.getOwnPropertyDescriptor(made, 'name')?.value : undefined
  return typeof name === 'string' && name !== '' ? name : 'a nameless class'
}
