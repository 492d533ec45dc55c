// A promise where a value belongs is refused, the same way at definition, in a task and at a border.

export const PROMISE_HINT = 'Use mapAsync, or await it in mapPartitions, which takes async functions.'

export const isPromiseLike = (x: unknown): x is PromiseLike<unknown> =>
  ((typeof x === 'object' && x !== null) || typeof x === 'function') &&
  'then' in x &&
  typeof x.then === 'function'
