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

/** What an error of the database was, if it is one of these. */
export const parseRuntimeError = (
  message: string,
): { readonly site: string; readonly message: string; readonly hint: string } | undefined => {
  for (const { text, ...told } of Object.values(KINDS)) {
    const [, site] = new RegExp(`${text} \\((\\w+)\\)`).exec(message) ?? []
    if (site !== undefined) return { site, ...told }
  }
  return undefined
}
