import type { UnreadableEntry } from '../../domain/listed.js'
import { restrictedEntitiesPage, toPortalUrl } from '../../domain/portals.js'
import { parseReason } from '../../domain/reason.js'
import { say, tellDay } from '../../domain/said.js'
import type { Tenant } from '../../domain/tenant.js'
import type { Card } from '../cards.js'
import { toReasonText } from '../words/reason.js'
import { toCountText, toMoment, toTone } from '../words/words.js'
import type { Unread } from './record.js'

/** On a phone, beside what to do. */
export const entryRows = 3

const cmdlets = { sender: 'Get-BlockedSenderAddress', connector: 'Get-BlockedConnector' } as const

export function toUnreadCard(unread: Unread, tenant: Tenant): Card {
  const { entries, left, endedAt, openedAt } = unread
  const shown = endedAt === undefined ? entries.filter(({ key }) => left.includes(key)) : entries
  const texts = toTexts(shown)
  const more = texts.length - entryRows
  const count = toCountText(shown.length, 'entry', 'entries')
  const words =
    endedAt === undefined
      ? {
          ...toTone('bad'),
          statusIcon: '🔴',
          statusWord: 'Unreadable on the list',
          headline: `${count} of the Restricted entities list could not be read`,
          advice: toAdvice(shown),
          outcomeText: '',
        }
      : {
          ...toTone('good'),
          statusIcon: '🟢',
          statusWord: 'All of the list can be read',
          headline: `${count} of the Restricted entities list could not be read for a while`,
          advice: '',
          outcomeText: say`Read in whole again, or off the list, seen ${tellDay(endedAt)}.`,
        }
  return {
    name: 'unread',
    view: {
      ...words,
      tenantName: tenant.name,
      entries: texts.slice(0, entryRows).map((text) => ({ text })),
      moreText: more > 0 ? `and ${more} more` : '',
      seenAt: toMoment(openedAt),
      portalUrl: toPortalUrl(tenant, restrictedEntitiesPage),
    },
  }
}

function toAdvice(entries: readonly UnreadableEntry[]): string {
  const kinds = [...new Set(entries.map(({ kind }) => kind))]
  const commands = kinds.map((kind) => `${cmdlets[kind]} | Format-List`).join(' and ')
  return `Somebody may be restricted whom Reprieve cannot name. Look at Restricted entities in Defender, or run ${commands}. Until all can be read, nobody is said to be off the list.`
}

/** What is the same of several is said once. */
function toTexts(entries: readonly UnreadableEntry[]): readonly string[] {
  const texts = entries.map(toEntryText)
  return [...new Set(texts)].map((text) => {
    const count = texts.filter((one) => one === text).length
    return count === 1 ? text : `${text} (${count} entries)`
  })
}

/** Of the reason only what every card says of one: client addresses never reach a channel. */
function toEntryText({ kind, what, reason }: UnreadableEntry): string {
  const words = reason === '' ? '' : `. ${toReasonText(parseReason(reason))}`
  return `A ${kind}: ${what}${words}`
}
