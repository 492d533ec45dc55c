interface Wide {
  readonly lines: number
}

export const breaking = (x: number): Wide => {
  const lines: Wide['lines'] = x
  if (lines > 0) throw new Error('elsewhere') // at: another module
  return { lines }
}
