import { openSession } from 'partita'
import { engineLaws } from './common.ts'

engineLaws('reference', () => openSession({ master: 'reference' }))
