// The one session with this thread's own inspector, kept open: it reads scopes and never stops the program.
// Debugger is enabled only for moments, because that announces every live script again.

import { Session } from 'node:inspector'
import process from 'node:process'
import { PartitaError } from '../fault.ts'

export interface Script {
  readonly url: string
  readonly sourceMapURL: string
  readonly module: boolean
}

/** How code inside the inspector and code out here hand over real values. */
interface Hub {
  value: unknown
  out: unknown
  hit: boolean
  sink: (value: unknown) => void
  terminate: () => void
}

// On the process object, which all realms share.
const key = Symbol.for('partita.closure.hub')
export const HUB = "process[Symbol.for('partita.closure.hub')]"

let session: Session | undefined
const scripts = new Map<string, Script>()
let debugging = false

export const hub: Hub = {
  value: undefined,
  out: undefined,
  hit: false,
  sink: value => {
    hub.out = value
  },
  terminate: () => {
    session?.post('Runtime.terminateExecution')
  },
}

interface ScriptParsed {
  params: { scriptId: string; url: string; sourceMapURL?: string; isModule?: boolean }
}

const open = (): Session => {
  if (session !== undefined) return session
  const opened = new Session()
  try {
    opened.connect()
  } catch (cause) {
    throw new PartitaError('CLOSURE', 'Functions cannot be captured: the inspector is not available.', {
      cause,
      hint: 'start Node with --allow-inspector when the permission model is on, or use task(import.meta.url, name)',
    })
  }
  opened.on('Debugger.scriptParsed', ({ params }: ScriptParsed) => {
    const { scriptId, url, sourceMapURL, isModule } = params
    if (url !== '')
      scripts.set(scriptId, { url, sourceMapURL: sourceMapURL ?? '', module: isModule === true })
  })
  Object.defineProperty(process, key, { value: hub, configurable: true })
  session = opened
  return opened
}

/** Posts a command that answers at once, as all of this thread's own do. */
export const post = <R>(method: string, parameters: object = {}): R => {
  let answer: unknown
  let failure: Error | null = null
  open().post(method, parameters, (error: Error | null, result?: object) => {
    failure = error
    answer = result
  })
  if (failure !== null)
    throw new PartitaError('INTERNAL', `The inspector refused ${method}.`, { cause: failure })
  return answer as R
}

/** Enables Debugger until `release`; scripts are announced from then on, those that live already at once. */
export const enableDebugger = (): void => {
  if (debugging) return
  debugging = true
  post('Debugger.enable')
}

export const isDebugging = (): boolean => debugging

const anonymous = new Set<string>()

/** The script of an id, undefined when it has no URL (`new Function`, eval). */
export const scriptOf = (scriptId: string): Script | undefined => {
  if (!scripts.has(scriptId) && !anonymous.has(scriptId)) {
    enableDebugger()
    if (!scripts.has(scriptId)) anonymous.add(scriptId)
  }
  return scripts.get(scriptId)
}

/** The newest script of a URL that was seen so far. */
export const scriptAt = (url: string): Script | undefined => {
  const found = [...scripts.values()].filter(script => script.url === url)
  return found[found.length - 1]
}

const sources = new Map<string, string>()
const SOURCES = 32

export const scriptSource = (scriptId: string): string => {
  const known = sources.get(scriptId)
  if (known !== undefined) return known
  if (sources.size >= SOURCES) sources.clear()
  enableDebugger()
  const { scriptSource: source } = post<{ scriptSource: string }>('Debugger.getScriptSource', { scriptId })
  sources.set(scriptId, source)
  return source
}

const GROUP = 'partita'

/** The inspector's handle of a value, until `release`. */
export const handleOf = (value: unknown): string => {
  hub.value = value
  const { result } = post<{ result: { objectId?: string } }>('Runtime.evaluate', {
    expression: `${HUB}.value`,
    objectGroup: GROUP,
    silent: true,
  })
  hub.value = undefined
  if (result.objectId === undefined)
    throw new PartitaError('INTERNAL', 'The inspector gave no handle for a value.')
  return result.objectId
}

/** The real value behind a handle, or what `expression` makes of it as `this`. */
export const readValue = (objectId: string, expression = 'this'): unknown => {
  hub.out = undefined
  post('Runtime.callFunctionOn', {
    objectId,
    functionDeclaration: `function(){"use strict";${HUB}.sink(${expression})}`,
    silent: true,
  })
  const { out } = hub
  hub.out = undefined
  return out
}

/** Ends a capture: handles are dropped, Debugger is off again. */
export const release = (): void => {
  post('Runtime.releaseObjectGroup', { objectGroup: GROUP })
  if (debugging) post('Debugger.disable')
  debugging = false
}
