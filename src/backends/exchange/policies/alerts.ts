// The alert policies about restricted and suspicious sending. Get-ProtectionAlert is never asked for one of them: an
// identity that it does not know gives all policies, as if none had been named.
// Source: learn.microsoft.com, Get-ProtectionAlert and "Alert policies in the Microsoft Defender portal".
import type { Instant } from '../../../domain/instant.js'
import type { AlertPolicy } from '../../../domain/policies.js'
import { BackendError } from '../../../errors.js'
import { findProperty } from '../../records.js'
import { toInstant } from '../../values.js'
import type { CmdletRecord, Cmdlets } from '../cmdlets.js'
import { readFlag, readNumber, readText, readTexts } from '../properties.js'

interface Member {
  readonly name: string
  /** The same in every tenant, where it is known; names can be translated. */
  readonly id?: string
}

const family: readonly Member[] = [
  { name: 'User restricted from sending email' },
  { name: 'Suspicious email sending patterns detected', id: 'be215649-fba8-4339-9ddd-05991a43b948' },
  { name: 'Email sending limit exceeded' },
  { name: 'Suspicious connector activity', id: '8bb9c6c8-dc12-40e1-5bb8-08da05b13393' },
  { name: 'Suspicious tenant sending patterns observed' },
  { name: 'Tenant restricted from sending email', id: 'a7032ff5-7eee-412b-805b-d1295c7e0932' },
  { name: 'Tenant restricted from sending unprovisioned email', id: '5ed2d687-9bd3-49e7-9b56-b7dc0d9af5cb' },
]

const minutesOfDay = 1_440

interface Question {
  readonly cmdlets: Cmdlets
  readonly now: Instant
  readonly signal: AbortSignal
}

/** In the order of the family, so that two looks can be compared. */
export async function readAlerts({ cmdlets, now, signal }: Question): Promise<readonly AlertPolicy[]> {
  const { records } = await cmdlets.run({ cmdlet: 'Get-ProtectionAlert', parameters: {} }, signal)
  // Every tenant has default policies: an empty answer means that they could not be seen.
  if (records.length === 0)
    throw new BackendError('Security & Compliance showed no alert policy at all to this app.', {
      code: 'partial',
      outcome: 'unchanged',
    })
  return family.flatMap((member) =>
    records.filter((record) => isMember(record, member)).map((record) => toPolicy(record, now)),
  )
}

function isMember(record: CmdletRecord, { name, id }: Member): boolean {
  if (id !== undefined && listIds(record).includes(id)) return true
  return readText(record, 'Name').toLowerCase() === name.toLowerCase()
}

function toPolicy(record: CmdletRecord, now: Instant): AlertPolicy {
  const recipients = readTexts(record, 'NotifyUser').toSorted()
  const dailyLimit = readDailyLimit(record)
  return {
    name: readText(record, 'Name'),
    id: listIds(record)[0] ?? '',
    enabled: readFlag(record, 'Disabled') !== true,
    notifies:
      readFlag(record, 'NotificationEnabled') !== false && recipients.length > 0 && !isSilenced(record, now),
    recipients,
    ...(dailyLimit === undefined ? {} : { dailyLimit }),
    severity: readText(record, 'Severity'),
  }
}

/** The id that is the same in every tenant first. */
function listIds(record: CmdletRecord): readonly string[] {
  return [readText(record, 'ExchangeObjectId'), readText(record, 'Guid'), readText(record, 'ImmutableId')]
    .filter((id) => id !== '')
    .map((id) => id.toLowerCase())
}

function isSilenced(record: CmdletRecord, now: Instant): boolean {
  const until = toInstant(findProperty(record, 'NotifyUserSuppressionExpiryDate'))
  return until !== undefined && until > now
}

// The portal sets a limit a day; a script may have set another window, in minutes.
function readDailyLimit(record: CmdletRecord): number | undefined {
  const threshold = readNumber(record, 'NotifyUserThrottleThreshold') ?? 0
  const windowMinutes = readNumber(record, 'NotifyUserThrottleWindow') ?? 0
  if (threshold <= 0) return undefined
  return windowMinutes <= 0 ? threshold : Math.round((threshold * minutesOfDay) / windowMinutes)
}
