// What is said of each cause: on the card in a few words, on the page with what to do about it.

import type { Blindness } from '../../domain/blindness.js'
import { minuteMilliseconds } from '../../domain/instant.js'
import type { AlertRoute } from '../../domain/route.js'
import { say, tellCommand, type Words } from '../../domain/said.js'
import { toListText } from '../../domain/words.js'
import { type Parts, toTenant } from '../feature.js'
import { toAgeText, toCountText, toTitle } from '../words/words.js'
import type { BlindRow } from './views.js'

export interface BlindWords {
  /** After the icon, while it lasts and when it is over. */
  readonly begun: string
  readonly over: string
  /** What it means. */
  readonly meaning: string
  readonly rows: readonly BlindRow[]
  readonly overMeaning: string
  readonly overRows: readonly BlindRow[]
}

export function toBlindWords(parts: Parts, blindness: Blindness): BlindWords {
  switch (blindness.cause) {
    case 'tenant':
      return toTenantWords(parts, blindness)
    case 'platform':
      return toPlatformWords(blindness)
    case 'journal':
      return {
        begun: 'The journal is behind',
        over: 'The journal is whole again',
        meaning: 'Its files lack what was done since',
        rows: [
          { icon: '❌', text: 'The files of the journal' },
          { icon: '✅', text: 'What was done is kept, and written later' },
          { icon: '✅', text: 'Watching, cards, reviews' },
        ],
        overMeaning: `Its files lagged for ${toLengthText(blindness)}`,
        overRows: [{ icon: '✅', text: 'Everything is in them now' }],
      }
    case 'clock':
      return {
        begun: 'The clock was set back',
        over: 'The clock runs on',
        meaning: 'Times may be out of order',
        rows: [
          { icon: '⚠️', text: 'Times on cards and in the journal' },
          { icon: '✅', text: 'Watching, cards, reviews' },
        ],
        overMeaning: 'The clock was set back, and polls went on',
        overRows: [{ icon: '✅', text: 'Nothing waits for the old time' }],
      }
    default:
      return blindness.cause satisfies never
  }
}

function toTenantWords(parts: Parts, blindness: Blindness): BlindWords {
  const { tenantIds, left, fresh = [], ...times } = blindness
  const shown = left.length > 0 ? left : tenantIds
  const names = toNames(parts, shown)
  const others = countOthers(parts, blindness)
  return {
    begun: `Not watching ${names}`,
    over: `Watching ${names} again`,
    meaning: 'New restrictions go unseen',
    rows: [
      { icon: '❌', text: `Watching and unblocking ${names}` },
      ...(others > 0 ? [{ icon: '✅', text: `The other ${toCountText(others, 'tenant')}` }] : []),
      { icon: '✅', text: 'Cards, reviews, history' },
    ],
    overMeaning: `${toLengthText(times)} ${isOne(times) ? 'was' : 'were'} not watched`,
    overRows: [
      fresh.length === 0
        ? { icon: '✅', text: 'Nothing new was found' }
        : { icon: '🔴', text: `${fresh.length} new since then: ${toListText(fresh)}, see the cards` },
    ],
  }
}

/** Of those that these channels are told of: that there are more is nobody's business there. */
function countOthers({ allTenants }: Parts, { left, places }: Blindness): number {
  const isTold = ({ channel }: AlertRoute) =>
    places.some(({ platform, id }) => platform === channel.platform && id === channel.channel)
  return [...allTenants.values()].filter(({ id, routes }) => !left.includes(id) && routes.some(isTold)).length
}

/** One by its name; of several how many there are: they stand below. */
function toNames(parts: Parts, ids: readonly string[]): string {
  const [only, ...others] = ids
  if (only !== undefined && others.length === 0) return toTenant(parts, only).name
  return toCountText(ids.length, 'tenant')
}

/** All by name, as far as there is room. */
export function toTenantList(parts: Parts, ids: readonly string[]): string {
  return toListText(ids.map((id) => toTenant(parts, id).name))
}

function toPlatformWords({ platform = '', ...times }: Blindness): BlindWords {
  const name = toTitle(platform)
  return {
    begun: `${name} is not reached`,
    over: `${name} is reached again`,
    meaning: `Nobody is told anything on ${name}`,
    rows: [
      { icon: '❌', text: `Cards and buttons on ${name}` },
      { icon: '✅', text: 'Watching, and cards here' },
    ],
    overMeaning: `${name} was not reached for ${toLengthText(times)}`,
    overRows: [{ icon: '✅', text: 'What waited is shown there now' }],
  }
}

type Times = Pick<Blindness, 'since' | 'endedAt'>

function toMinutes({ since, endedAt = since }: Times): number {
  return Math.max(1, Math.round((endedAt - since) / minuteMilliseconds))
}

function isOne(times: Times): boolean {
  return toMinutes(times) === 1
}

function toLengthText(times: Times): string {
  const minutes = toMinutes(times)
  return minutes < 120 ? toCountText(minutes, 'minute') : toAgeText(0, minutes * minuteMilliseconds)
}

/** What an answer of Exchange says of itself belongs on nobody's card but that of who asks. */
const whyTexts: Readonly<Record<string, string>> = {
  forbidden: 'its access was refused',
  timeout: 'no answer in time',
  unavailable: 'Exchange is not reached',
  throttled: 'Exchange asks to wait',
  malformed: 'the answer cannot be read',
  partial: 'the answer is not whole',
  unlicensed: 'a licence is missing',
}

export function toWhyText({ cause, code }: Blindness): string {
  if (cause !== 'tenant') return ''
  return code === undefined ? '' : (whyTexts[code] ?? 'the list is not read')
}

/** @param problem as Exchange, or this machine, says it. Outside text. */
export function toFixText({ cause, platform = '', endedAt }: Blindness, problem: string): Words {
  if (endedAt !== undefined) return 'It is over: nothing has to be done.'
  switch (cause) {
    case 'tenant': {
      const said = problem === '' ? '' : `The last poll says: ${problem.replace(/\.$/, '')}. `
      return say`${said}Type ${tellCommand('doctor')}: it checks the certificate, the roles and the way there, and says how to mend what fails. Until then look at Restricted entities in the Microsoft Defender portal.`
    }
    case 'platform':
      return say`Type ${tellCommand('doctor')} here: it says what ${toTitle(platform)} does not take, and how to mend it. What waits for ${toTitle(platform)} is kept, and comes when it is back.`
    case 'journal':
      return 'Look at the disk that Reprieve writes to: whether it is full, and whether Reprieve may write there. The log says which file it is. Nothing is lost meanwhile: what was done is kept, and written as soon as it can be.'
    case 'clock':
      return 'Look at the time service of the machine that Reprieve runs on. Nothing else has to be done: what waited was moved with the clock.'
    default:
      return cause satisfies never
  }
}
