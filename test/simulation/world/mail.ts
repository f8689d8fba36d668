// The mail of one tenant after its unblocks, and what message trace tells of it.

import { minuteMilliseconds } from '../../../src/domain/instant.js'
import type { MailTrace } from '../../../src/domain/mail-flow.js'
import type { Random } from '../random.js'

interface Message {
  /** By the clock on the wall. */
  readonly at: number
  readonly kind: 'outside' | 'inside' | 'refused'
}

export interface Mail {
  /** Somebody may have sent something since it was asked last. */
  trace(
    key: string,
    asked: { readonly since: number; readonly now: number; readonly isListed: boolean },
  ): MailTrace
  /** Whether a message was delivered outside then. */
  wasDelivered(key: string, at: number): boolean
}

export function createMail(random: Random): Mail {
  const sent = new Map<string, readonly Message[]>()
  return {
    trace(key, { since, now, isListed }) {
      const at = now - Math.floor(random.between(1, 5) * minuteMilliseconds)
      const before = sent.get(key) ?? []
      const messages = random.chance(0.4)
        ? [...before, { at, kind: toKind(random, isListed) } as const]
        : before
      sent.set(key, messages)
      const told = messages.filter((message) => message.at > since)
      const timesOf = (kind: Message['kind']) => told.flatMap((one) => (one.kind === kind ? [one.at] : []))
      const [outside, inside, refused] = [timesOf('outside'), timesOf('inside'), timesOf('refused')]
      return {
        known: true,
        value: {
          ...(outside.length > 0
            ? { outside: { first: Math.min(...outside), last: Math.max(...outside) } }
            : {}),
          ...(inside.length > 0 ? { insideAt: Math.max(...inside) } : {}),
          ...(refused.length > 0 ? { refused: { at: Math.max(...refused), code: '5.1.8' } } : {}),
        },
      }
    },
    wasDelivered: (key, at) => (sent.get(key) ?? []).some((one) => one.kind === 'outside' && one.at === at),
  }
}

function toKind(random: Random, isListed: boolean): Message['kind'] {
  if (isListed) return random.chance(0.5) ? 'refused' : 'inside'
  if (random.chance(0.15)) return 'refused'
  return random.chance(0.3) ? 'inside' : 'outside'
}
