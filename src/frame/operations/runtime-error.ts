// Errors that our SQL raises by itself as it runs. Their text names the node of the plan, so that the fault can name the
// operation that the user called.

const KINDS = {
  division: {
    text: 'division by zero',
    message: 'divides by zero.',
    hint: 'Write tryDivide to get null there, or nullIf(divisor, 0).',
  },
  index: {
    text: 'index outside of the list',
    message: 'takes an element that its list does not have.',
    hint: 'Write tryGetItem to get null there.',
  },
} as const

export const runtimeError = (kind: keyof typeof KINDS, site: string): string =>
  `${KINDS[kind].text} (${site})`

/** What they are: those of a node by its site, or those of any by a pattern of sites. */
export const runtimeErrors = (site = '\\w+') =>
  Object.values(KINDS).map(({ text, ...told }) => ({ ...told, pattern: `${text} \\(${site}\\)` }))
