/** Names as an error message lists them. */
export const nameList = (names: readonly string[]): string =>
  names
    .slice(0, 20)
    .map(name => JSON.stringify(name))
    .join(', ') + (names.length > 20 ? ', …' : '')
