// What was posted without an answer tells where it is by its buttons: the message that one is pressed on is edited from then on.
import type { MessageRef } from '../domain/incident.js'
import type { OutboxParts } from './parts.js'
import { listLost, saveFound } from './post-once.js'

/** @param beginning of the key of the tasks that post it: the platform and the place follow. */
export async function learnPlace(parts: OutboxParts, beginning: string, on: MessageRef): Promise<void> {
  const lost = await listLost(parts, `${beginning}${on.platform}:`)
  // The settings may have another word for the place than the platform.
  const found =
    lost.find(({ key }) => key.endsWith(`:${on.channel}`)) ?? (lost.length === 1 ? lost[0] : undefined)
  if (found === undefined) return
  await saveFound(parts, found, on)
  parts.log.info({ task: found.key, platform: on.platform }, 'card.learnt-of')
  parts.poke()
}
