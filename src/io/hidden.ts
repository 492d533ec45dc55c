/** As in Hadoop: marks, temporary output and the like. */
export const isHidden = (name: string): boolean => name.startsWith('_') || name.startsWith('.')
