// Evaluates an expression where a function would begin, without running any of it. A conditional breakpoint stands on
// each position where V8 could stop in the function; its condition runs in the new frame and ends the call at once.
// Arguments that answer to anything keep defaults and destructuring from running. Not for generators and classes.

import { enableDebugger, HUB, hub, post } from './inspector.ts'
import { type Fn, factsOf } from './scope.ts'
import { universalArguments } from './universal.ts'

const POSITIONS = 64

export type Entry = { readonly reached: true; readonly value: unknown } | { readonly reached: false }

let ran = 0
const run = (): { readonly a: number } => ({ a: ++ran })

/** Functions whose every part would be seen if it ran. */
const PROBES: readonly (() => Fn)[] = [
  () => () => run(),
  () => () => {
    run()
  },
  () =>
    async ({ a } = run(), b = run()) => {
      run()
      return [a, b]
    },
  () =>
    function (this: unknown, { a } = run()) {
      return [run(), this, a]
    },
]

/** Seen once in a process: that V8 enters functions as this file says, and runs nothing of them. */
let works: boolean | undefined
const isSure = (): boolean => {
  if (works !== undefined) return works
  const reached = PROBES.every(make => {
    const entry = enter(make(), '1')
    return entry.reached && entry.value === 1
  })
  works = reached && ran === 0
  return works
}

/** What `expression` is in the scope of the function's body; never reached where V8 does not do what this file needs. */
export const evaluateAtEntry = (fn: Fn, expression: string): Entry =>
  isSure() ? enter(fn, expression) : { reached: false }

const enter = (fn: Fn, expression: string): Entry => {
  enableDebugger()
  const { scriptId, line, column } = factsOf(fn)
  const { locations } = post<{ locations: object[] }>('Debugger.getPossibleBreakpoints', {
    start: { scriptId, lineNumber: line, columnNumber: column },
    restrictToFunction: true,
  })
  const condition = `(${HUB}.hit||(${HUB}.hit=true,${HUB}.sink(${expression})),${HUB}.terminate(),false)`
  const breakpoints: string[] = []
  const call = { fn, args: universalArguments }
  hub.hit = false
  hub.out = undefined
  try {
    for (const location of locations.slice(0, POSITIONS))
      breakpoints.push(
        post<{ breakpointId: string }>('Debugger.setBreakpoint', { location, condition }).breakpointId,
      )
    if (breakpoints.length === 0) return { reached: false }
    hub.value = call
    try {
      post('Runtime.evaluate', {
        expression: `${HUB}.value.fn(...${HUB}.value.args)`,
        silent: true,
        timeout: 1000,
      })
    } catch {
      // The call was ended, as it should be.
    }
  } finally {
    hub.value = undefined
    for (const breakpointId of breakpoints) post('Debugger.removeBreakpoint', { breakpointId })
  }
  const { out } = hub
  hub.out = undefined
  return hub.hit ? { reached: true, value: out } : { reached: false }
}
