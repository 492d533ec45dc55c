import { openSession } from 'partita'
import { engineLaws } from './common.ts'
import { sameAsReference } from './same-as-reference.ts'

const open = (workers: number) => openSession({ master: `local[${workers}]` })

engineLaws('local', open)
sameAsReference('local', open)
