import { openSession } from 'partita'
import { engineLaws } from './common.ts'
import { sameAsReference } from './same-as-reference.ts'

const open = (workers: number) => openSession({ master: `local[${workers}]` })
/** Room for a few blocks: shuffles go to files, persisted partitions come and go. */
const openSmall = (workers: number) => openSession({ master: `local[${workers}]`, memory: '2k' })

engineLaws('local', open)
sameAsReference('local', open)
sameAsReference('local with little memory', openSmall)
