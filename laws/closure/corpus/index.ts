import { classes } from './classes.ts'
import { complaints } from './complaints.ts'
import { forms } from './forms.ts'
import { modules } from './modules.ts'
import { packages } from './packages.ts'
import { scope } from './scope.ts'
import { values } from './values.ts'

export { failures } from './failures.ts'
export { refusals } from './refusals.ts'
export const groups = { forms, scope, classes, values, modules, packages, complaints }
