// One card posted to a channel and edited there: what an alert needs, tried for real.

import type { Check } from '../../domain/check.js'
import type { MessageRef } from '../../domain/incident.js'
import type { ChannelRef } from '../../domain/task.js'
import { PlatformError, type PlatformErrorCode } from '../../errors.js'
import type { Card } from '../cards.js'
import { getPlatform, type Parts } from '../feature.js'
import { toClockText, toTone } from '../words/words.js'

export function toTestName({ channel }: ChannelRef): string {
  return channel === 'installed' ? 'Test card in its channel' : `Test card in ${channel}`
}

/** Never rejects. */
export async function testChannel(parts: Parts, channel: ChannelRef): Promise<Check> {
  const name = toTestName(channel)
  try {
    const posted = await getPlatform(parts, channel.platform).post(
      { kind: 'channel', channel },
      toTestCard(parts, 'Posting works.'),
    )
    return await editCard(parts, name, posted)
  } catch (error) {
    return toFailure(parts, { name, error, deed: 'posted' })
  }
}

async function editCard(parts: Parts, name: string, posted: MessageRef): Promise<Check> {
  try {
    const card = toTestCard(parts, 'Posting and editing work. Nothing to do.')
    await getPlatform(parts, posted.platform).update(posted, card)
    return { name, result: 'ok', found: 'Posted and edited.', remedy: '' }
  } catch (error) {
    if (isGone(error))
      return {
        name,
        result: 'warning',
        found: 'Posted, but it could not be edited.',
        remedy: 'Ask again. When it stays, every change will post a new card in this channel.',
      }
    return toFailure(parts, { name, error, deed: 'edited' })
  }
}

function isGone(error: unknown): boolean {
  return error instanceof PlatformError && error.code === 'message-gone'
}

function toTestCard({ clock }: Parts, text: string): Card {
  const at = toClockText(clock.now())
  return {
    name: 'notice',
    view: {
      ...toTone('calm'),
      icon: '🩺',
      title: 'Reprieve doctor',
      text: `Test card, ${at}. ${text}`,
      incidentId: '',
    },
  }
}

const remedies: Readonly<Record<PlatformErrorCode, string>> = {
  unavailable:
    'Mend what the other lines about this platform say; else check the network and the proxy of this machine. Then ask the doctor again.',
  throttled: 'Ask the doctor again in a few minutes.',
  forbidden: 'Compare what the bot may do with the manifest, and install the app again.',
  'channel-not-found': 'Invite the bot to the channel, or correct the channel in the settings.',
  'message-gone': 'Ask the doctor again. When it stays, ask who deletes cards in this channel.',
  rejected: 'Report it as a fault of Reprieve, with what was found.',
}

function toSentence(message: string): string {
  return message.replace(/[^.!?]$/, '$&.')
}

interface Failure {
  readonly name: string
  readonly error: unknown
  readonly deed: 'posted' | 'edited'
}

function toFailure({ log }: Parts, { name, error, deed }: Failure): Check {
  const before = deed === 'edited' ? 'Posted, but it could not be edited' : 'It could not be posted'
  if (error instanceof PlatformError)
    return {
      name,
      result: 'problem',
      found: `${before}: ${toSentence(error.message)}`,
      remedy: remedies[error.code],
    }
  log.error({ err: error }, 'doctor.test-card-failed')
  return {
    name,
    result: 'problem',
    found: `${before}: something broke on our side.`,
    remedy: 'The log has the details.',
  }
}
