// The one way in which capturing fails: naming the function, the path to what cannot travel, what it is, and a way out.

import { PartitaError, type Position, showPosition } from '../fault.ts'

/** Thrown inside a capture, where the path is not known yet. */
export class Obstacle extends Error {
  readonly hint: string
  constructor(message: string, hint: string) {
    super(message)
    this.hint = hint
  }
}

export interface Trail {
  /** `function 'f'`, or undefined when the root is a plain value. */
  readonly root: string
  readonly rootAt: Position | undefined
  /** From the root to what cannot travel: `variable 'deep'`, `.conn`, `["0"]`. */
  readonly steps: readonly string[]
  /** The last function on the way, when it is not the root. */
  readonly by: string | undefined
  readonly byAt: Position | undefined
}

const at = (position: Position | undefined): string =>
  position === undefined ? '' : ` (${showPosition(position)})`

export const refusal = (obstacle: Obstacle, trail: Trail): PartitaError => {
  const { root, rootAt, steps, by, byAt } = trail
  const lines = [`Cannot ship ${root}${at(rootAt)} to a worker: ${obstacle.message}.`]
  if (steps.length > 0) lines.push(`captured as: ${[root, ...steps].join(' -> ')}`)
  if (by !== undefined) lines.push(`captured by: ${by}${at(byAt)}`)
  return new PartitaError('CLOSURE', lines.join('\n'), { hint: obstacle.hint, source: byAt ?? rootAt })
}

const NODE_STATE = 'create it inside the task, for example in mapPartitions'

export const obstacles = {
  native: (name: string) =>
    new Obstacle(
      `the native function ${name} has no name that a worker knows`,
      'call it in a function of your own',
    ),
  nodeInstance: (name: string, module: string) =>
    new Obstacle(`a ${name} object (${module}) holds native state`, NODE_STATE),
  /** What nobody foresaw: refused like the rest, with what was found. */
  unforeseen: (error: unknown) =>
    new Obstacle(`it could not be read (${String(error)})`, 'pass the values, or create it inside the task'),
  handle: () => new Obstacle('a native handle cannot leave its process', NODE_STATE),
  promise: () => new Obstacle('a promise cannot be awaited in another thread', 'await it first'),
  iterator: () => new Obstacle('a running generator or iterator cannot be copied', 'use Array.from first'),
  weak: (name: string) =>
    new Obstacle(
      `a ${name} cannot be copied`,
      'capture the data that the task needs, or make what holds it in each worker: session.perWorker(() => …)',
    ),
  proxy: () => new Obstacle('a Proxy cannot be copied', 'capture the data that the task needs instead'),
  shared: () =>
    new Obstacle('a SharedArrayBuffer cannot be shared with workers', 'capture a copy: new Uint8Array(it)'),
  driverOnly: (noun: string) =>
    new Obstacle(
      `${noun} lives in the driver only`,
      'collect() it first, or combine the RDDs with join or union',
    ),
  evaluates: (what: string) =>
    new Obstacle(`it uses ${what}, so what it mentions cannot be known`, 'pass the values it needs'),
  outer: (what: string) =>
    new Obstacle(`it uses the surrounding function's ${what}`, 'assign it to a const first'),
  superMethod: () =>
    new Obstacle(
      'it uses super, and its object cannot be known from it',
      'call the method through its class',
    ),
  privateName: (name: string) =>
    new Obstacle(
      `it uses #${name} outside its class`,
      'capture the value, or the object and call its method',
    ),
  privatePackage: (name: string) =>
    new Obstacle(
      `an instance of the package class ${name} cannot be made again with its private fields`,
      'create it inside the task',
    ),
  uninitialised: (name: string) =>
    new Obstacle(
      `variable '${name}' has no value yet`,
      'call the action after the declaration of the variable',
    ),
  fieldKey: (name: string) =>
    new Obstacle(
      `a field of the class has a key computed from variable '${name}', which cannot be seen any more`,
      'write the key as a literal, or set the property in the constructor',
    ),
  receiver: () =>
    new Obstacle(
      'the this of the arrow function cannot be read',
      'assign it to a const first: const self = this',
    ),
  module: () => new Obstacle('the module object belongs to its thread', 'capture what the task needs of it'),
  sharedVariable: (name: string) =>
    new Obstacle(
      `variable '${name}' is written by a closure and read by others that cannot be told apart`,
      'keep it as a property of an object',
    ),
  typeScript: (url: string) =>
    new Obstacle(
      `it is a task of ${url}, and a worker can load only JavaScript files`,
      'give the function itself, or compile the module first',
    ),
  unreadable: (cause: string) =>
    new Obstacle(`its text cannot be read (${cause})`, 'write it as an ordinary function'),
  relativeImport: (specifier: string) =>
    new Obstacle(
      `it imports '${specifier}' while it runs, and a worker can load only JavaScript files`,
      'import it statically at the top of the file',
    ),
} as const
