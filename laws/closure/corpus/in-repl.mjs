// What is typed into the REPL, as one script.

export { dialect } from './dialect/dialect.ts'
export { failures, groups, refusals } from './index.ts'
