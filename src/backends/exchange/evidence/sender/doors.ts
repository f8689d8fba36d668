// Ways into the mailbox that were opened lately and need no new sign-in method: SMTP and older protocols switched on, and
// telephones that fetch all mail.
import { z } from 'zod'
import { dayMilliseconds } from '../../../../domain/instant.js'
import { BackendError } from '../../../../errors.js'
import { toInstant } from '../../../values.js'
import type { CmdletRecord } from '../../cmdlets.js'
import { readText } from '../../properties.js'
import type { AuditRecord } from '../audit.js'
import type { SenderQuestion } from '../question.js'
import { isAboutMailbox } from '../trail.js'
import { parseAnswer } from '../values.js'
import { isFalseValue, isTrueValue } from './traces/trace.js'
import type { SenderValue } from './value.js'

type Doors = SenderValue<'doors'>

const searchedDays = 40

export interface ReadDoors {
  readonly doors: Doors
  /** Which half is missing and why, in a sentence; undefined when both were read. */
  readonly missing: string | undefined
}

export async function readDoors(question: SenderQuestion): Promise<ReadDoors> {
  const [protocols, devices] = await Promise.allSettled([readProtocols(question), readDevices(question)])
  if (protocols.status === 'rejected' && devices.status === 'rejected') throw protocols.reason
  const cut = protocols.status === 'fulfilled' ? protocols.value.missing : undefined
  return {
    doors: [...(protocols.status === 'fulfilled' ? protocols.value.doors : []), ...toList(devices)].sort(
      (one, other) => other.openedAt - one.openedAt,
    ),
    missing: cut ?? toMissing(protocols) ?? toMissing(devices),
  }
}

function toList(answer: PromiseSettledResult<Doors>): Doors {
  return answer.status === 'fulfilled' ? answer.value : []
}

function toMissing(answer: PromiseSettledResult<unknown>): string | undefined {
  if (answer.status === 'fulfilled') return undefined
  const reason: unknown = answer.reason
  if (reason instanceof BackendError) return reason.message
  throw reason
}

const switches = [
  ['popenabled', 'POP'],
  ['imapenabled', 'IMAP'],
  ['activesyncenabled', 'ActiveSync'],
  ['ewsenabled', 'EWS'],
] as const

async function readProtocols({ getTrail, getMailbox }: SenderQuestion): Promise<ReadDoors> {
  const [{ records, missing }, mailbox] = await Promise.all([getTrail(), getMailbox()])
  const doors = records
    .filter(
      (record) =>
        isForAll(record) || (/^Set-CASMailbox$/i.test(record.operation) && isAboutMailbox(record, mailbox)),
    )
    .flatMap((record) => listOpened(record).map((what) => toDoor(record, what)))
  return { doors, missing }
}

/** What is switched on for everybody is open for this mailbox as well. */
function isForAll({ operation }: AuditRecord): boolean {
  return /^Set-TransportConfig$/i.test(operation)
}

/** The switch of SMTP says when it is off. */
function listOpened(record: AuditRecord): readonly string[] {
  return [
    ...(isFalseValue(record, 'smtpclientauthenticationdisabled') ? ['SMTP AUTH'] : []),
    ...switches.flatMap(([name, what]) => (isTrueValue(record, name) ? [what] : [])),
  ]
}

function toDoor(record: AuditRecord, what: string): Doors[number] {
  const { at, who, from } = record
  return {
    kind: 'protocol',
    text: `${what} was switched on for ${isForAll(record) ? 'the whole organisation' : 'the mailbox'}`,
    openedAt: at,
    by: who,
    ...(from === '' ? {} : { from }),
  }
}

/** One that never came has no date; what has no such property is no device. */
const deviceSchema = z.object({ FirstSyncTime: z.union([z.string(), z.null()]) })

async function readDevices({ asking, now, getMailboxName }: SenderQuestion): Promise<Doors> {
  const mailbox = await getMailboxName()
  const records = await asking.run({
    cmdlet: 'Get-MobileDeviceStatistics',
    parameters: { Mailbox: mailbox },
    mailbox,
  })
  return records.flatMap((record) => {
    const { FirstSyncTime } = parseAnswer(deviceSchema, record, 'A mobile device')
    const openedAt = toInstant(FirstSyncTime)
    if (openedAt === undefined || openedAt < now - searchedDays * dayMilliseconds) return []
    return [
      { kind: 'device' as const, text: `The mobile device ${toDeviceName(record)} was joined`, openedAt },
    ]
  })
}

function toDeviceName(record: CmdletRecord): string {
  const names = [
    readText(record, 'DeviceFriendlyName'),
    readText(record, 'DeviceModel'),
    readText(record, 'ClientType'),
  ]
  return names.filter((name) => name !== '').join(', ') || 'without a name'
}
