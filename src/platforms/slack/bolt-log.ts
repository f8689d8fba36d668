// Bolt and its WebClient log through here. Their debug lines hold whole requests, so those never get anywhere; the
// rest is cut short, because an unreadable reply of Slack becomes part of a message.
import { type Logger, LogLevel } from '@slack/bolt'
import type { Log } from '../../ports.js'

const maximumCharacters = 200

export function createBoltLog(log: Log): Logger {
  return {
    debug: () => {},
    info: (...parts: unknown[]) => log.debug({ text: toText(parts) }, 'slack.sdk'),
    warn: (...parts: unknown[]) => log.warn({ text: toText(parts) }, 'slack.sdk'),
    error: (...parts: unknown[]) => log.error({ text: toText(parts) }, 'slack.sdk'),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  }
}

function toText(parts: readonly unknown[]): string {
  const words = parts.map((part) =>
    part instanceof Error ? part.message : typeof part === 'string' ? part : '',
  )
  return words.join(' ').slice(0, maximumCharacters)
}
