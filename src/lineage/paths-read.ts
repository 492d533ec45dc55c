// The files, globs and directories that a lineage reads: what its save may not write over.

import { foldWith } from './fold.ts'
import type { Lineage } from './lineage.ts'

export const pathsRead = (root: Lineage): readonly string[] => {
  const paths: string[] = []
  foldWith<void>(node => {
    if (node.kind !== 'source') return
    if ('paths' in node.from) paths.push(...node.from.paths)
    if ('rows' in node.from) paths.push(...node.from.rows.paths())
  })(root)
  return paths
}
