import type { ConnectorEvidence } from '../../../domain/evidence.js'
import { readChanges } from './connector/changes.js'
import { readMail } from './connector/mail.js'
import type { ConnectorQuestion } from './connector/question.js'
import { createLooks } from './looks.js'

/** All facts at once, each on its own. @throws BackendError when nothing at all could be asked. */
export async function gatherConnector(question: ConnectorQuestion): Promise<ConnectorEvidence> {
  const looks = createLooks()
  const [definition, changes, mail] = await Promise.all([
    looks.take(question.getDefinition()),
    looks.take(readChanges(question)),
    looks.take(readMail(question)),
  ])
  looks.assertAnswered()
  return { kind: 'connector', gatheredAt: question.now, definition, changes, mail }
}
