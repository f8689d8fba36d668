// Short-lived leave that Slack hands to a bot with every interaction: trigger ids and response urls.
import { randomBytes } from 'node:crypto'
import type { Clock } from '../../src/ports.js'
import type { PersonKey } from '../people.js'

/** Slack: "a trigger_id expires in 3 seconds and can be used once"; a response_url serves 5 times within 30 minutes. */
const TRIGGER_LIFE_MILLISECONDS = 3000
const RESPONSE_LIFE_MILLISECONDS = 30 * 60_000
const RESPONSE_USES = 5

/** Where a response_url leads: a channel, and the message that was clicked if there was one. */
export interface ResponseTarget {
  readonly person: PersonKey
  readonly channelId: string
  readonly threadTs: string | undefined
  readonly messageTs: string | undefined
  /** What came by it, where nothing was clicked: a command's answer can be replaced by the same URL. */
  answerTs?: string
}

export interface Tickets {
  issueTrigger(person: PersonKey): string
  /** Whose it is, or Slack's error. */
  redeemTrigger(id: string): { readonly person: PersonKey } | { readonly error: string }
  issueResponse(target: ResponseTarget): string
  /** Undefined when it is unknown, expired or used up. */
  redeemResponse(token: string): ResponseTarget | undefined
}

export function createTickets(clock: Pick<Clock, 'now'>): Tickets {
  const triggers = new Map<string, { person: PersonKey; expiresAt: number; used: boolean }>()
  const responses = new Map<string, { target: ResponseTarget; expiresAt: number; usesLeft: number }>()
  const newSecret = () => randomBytes(16).toString('hex')
  const forget = (tickets: Map<string, { expiresAt: number }>, keptMilliseconds: number) => {
    const oldest = clock.now() - keptMilliseconds
    for (const [key, ticket] of tickets) if (ticket.expiresAt < oldest) tickets.delete(key)
  }

  return {
    issueTrigger(person) {
      // Expired ones are kept a while: Slack tells an expired trigger from one that never was.
      forget(triggers, 60_000)
      const id = `${clock.now()}.${newSecret()}`
      triggers.set(id, { person, expiresAt: clock.now() + TRIGGER_LIFE_MILLISECONDS, used: false })
      return id
    },
    redeemTrigger(id) {
      const trigger = triggers.get(id)
      if (!trigger) return { error: 'invalid_trigger_id' }
      if (clock.now() > trigger.expiresAt) return { error: 'expired_trigger_id' }
      if (trigger.used) return { error: 'exchanged_trigger_id' }
      trigger.used = true
      return { person: trigger.person }
    },
    issueResponse(target) {
      forget(responses, 0)
      const token = newSecret()
      const expiresAt = clock.now() + RESPONSE_LIFE_MILLISECONDS
      responses.set(token, { target, expiresAt, usesLeft: RESPONSE_USES })
      return token
    },
    redeemResponse(token) {
      const response = responses.get(token)
      if (!response || clock.now() > response.expiresAt || response.usesLeft === 0) return undefined
      response.usesLeft -= 1
      return response.target
    },
  }
}
