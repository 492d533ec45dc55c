// The one traversal of a lineage: bottom-up, each node once (by identity, so 2^60 paths cost 60 visits), on an
// explicit stack (so 100,000 maps do not overflow). An algebra that forgets a kind does not compile.

import { type Kind, type Lineage, type Node, parentsOf } from './lineage.ts'

export type Algebra<R> = { readonly [K in Kind]: (node: Node<K>, parents: readonly R[]) => R }

export const fold =
  <R>(algebra: Algebra<R>) =>
  (root: Lineage): R =>
    foldWith<R>((node, parents) =>
      (algebra[node.kind] as (node: Lineage, parents: readonly R[]) => R)(node, parents),
    )(root)

/** As `fold`, for what treats most kinds alike. */
export const foldWith: <R>(visit: (node: Lineage, parents: readonly R[]) => R) => (root: Lineage) => R =
  visit => foldGraph(parentsOf, visit)

/** The same traversal of any graph without cycles. */
export const foldGraph =
  <N, R>(partsOf: (node: N) => readonly N[], visit: (node: N, parts: readonly R[]) => R) =>
  (root: N): R => {
    const done = new Map<N, R>()
    const stack: N[] = [root]
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!
      if (done.has(top)) {
        stack.pop()
        continue
      }
      const parents = partsOf(top)
      const waiting = parents.filter(parent => !done.has(parent))
      if (waiting.length > 0) {
        for (let i = waiting.length - 1; i >= 0; i--) stack.push(waiting[i]!)
        continue
      }
      stack.pop()
      done.set(
        top,
        visit(
          top,
          parents.map(parent => done.get(parent)!),
        ),
      )
    }
    return done.get(root)!
  }
