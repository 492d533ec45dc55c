// The table of contents: every operation, by section.

import { titleOf } from './page.ts'
import type { Operation, Surface } from './surface.ts'

export const contentsOf = ({ operations, onlyDataLast }: Surface): string =>
  [
    '# Reference',
    'One page an operation, made by `npm run reference` from the TSDoc in `src/rdd` and from running each example; `laws/docs` fails where a page is missing or stale.',
    "The examples stand in a program that begins with `const session = await openSession({ master: 'local[2]' })`. Tables show the records of each partition before and after; an RDD is lazy, so they come from an action that was run on it.",
    ...sectionsOf(operations).flatMap(([section, members]) => [
      `## ${section}`,
      members.map(line).join('\n'),
    ]),
    '## Only in `partita/fp`',
    `${onlyDataLast.map(name => `\`${name}\``).join(', ')}: instances of fp-ts, and what they are made of. Every other operation is both a method and a data-last function.`,
    '## Errors',
    ERRORS,
  ].join('\n\n') + '\n'

const sectionsOf = (
  operations: readonly Operation[],
): readonly (readonly [string, readonly Operation[]])[] => {
  const sections = [...new Set(['Sources', ...operations.map(({ section }) => section)])]
  return sections.map(section => [section, operations.filter(operation => operation.section === section)])
}

const line = (operation: Operation): string => {
  const page = operation.owner === 'Session' ? `session/${operation.name}` : operation.name
  return `- [${titleOf(operation)}](${page}.md): ${firstSentence(operation.summary)}`
}

const firstSentence = (text: string): string => /^.*?[.:](?= |$)/.exec(text)?.[0].replace(/:$/, '.') ?? text

const ERRORS = `Every failure is a \`PartitaError\`; its \`code\` says what kind. Whatever the operation:

- \`ARGUMENT\`: an argument that makes no sense, or an async function where none is taken; thrown where the operation is called.
- \`CLOSURE\`: a function captures what cannot travel to a worker; the action rejects before any task runs.
- \`TASK_FAILED\`: a function threw; the error names your line, the operator, the partition and the record.
- \`DATA\`: a record that cannot be what it is used for: a key without value equality, a value that cannot travel.
- \`CANCELLED\`: the \`signal\` of an action was aborted. \`CLOSED\`: the session is closed.
- \`WORKER_LOST\`, \`OUT_OF_MEMORY\`: a worker died again and again.`
