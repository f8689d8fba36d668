// Who holds a right by being in a group. Whoever may change the group gives it away, and no list of the mailbox shows that.
import { BackendError, type BackendErrorCode } from '../../../../errors.js'
import { readText } from '../../properties.js'
import type { AuditRecord } from '../audit.js'
import type { SenderQuestion } from '../question.js'
import { toSince } from './delegate-rights.js'
import type { SenderValue } from './value.js'

type Delegates = SenderValue<'delegates'>

const mostGroups = 4
const mostMembers = 50
/** There is no group of that name. */
const nobodyCodes: readonly BackendErrorCode[] = ['not-found', 'rejected']

interface ReadMembers {
  readonly members: Delegates
  /** Why members of a group are missing, in a sentence; undefined when none are. */
  readonly missing: string | undefined
}

export async function readGroupMembers(question: SenderQuestion, holders: Delegates): Promise<ReadMembers> {
  // Accounts are named by their addresses mostly, groups by their names.
  const names = [...new Set(holders.map(({ who }) => who).filter((who) => !who.includes('@')))]
  const groups = await Promise.all(names.slice(0, mostGroups).map((name) => readGroup(question, name)))
  const members = groups.flatMap((group) => {
    const right = [...new Set(holders.filter(({ who }) => who === group.name).map((one) => one.right))].join(
      ', ',
    )
    return group.members
      .slice(0, mostMembers)
      .map((member) => ({ ...member, right, through: toPlain(group.name) }))
  })
  return { members, missing: groups.find(({ missing }) => missing !== undefined)?.missing }
}

interface Group {
  readonly name: string
  readonly members: readonly Omit<Delegates[number], 'right' | 'through'>[]
  readonly missing: string | undefined
}

/** None when it is no group: the holder itself is on the list all the same. */
async function readGroup(question: SenderQuestion, name: string): Promise<Group> {
  try {
    const records = await question.asking.run({
      cmdlet: 'Get-DistributionGroupMember',
      parameters: { Identity: toPlain(name) },
    })
    const [domains, trail] = await Promise.all([
      question.getDomains(),
      question.getTrail().catch(withoutAnswer),
    ])
    const joined = (trail?.records ?? []).filter((record) => isJoining(record, name))
    return {
      name,
      missing: toCutText(name, records.length),
      members: records.map((record) => {
        const address = readText(record, 'PrimarySmtpAddress') || readText(record, 'WindowsLiveID')
        const names = [
          address,
          readText(record, 'Name'),
          readText(record, 'Alias'),
          readText(record, 'DisplayName'),
        ]
        const last = joined.findLast((one) => isMember(one, names))
        return {
          who: address || names.find((one) => one !== '') || 'somebody without a name',
          ...(isOutsider(address, domains) ? { outsider: true } : {}),
          ...(last === undefined ? {} : toSince(last)),
        }
      }),
    }
  } catch (error) {
    if (error instanceof BackendError)
      return { name, members: [], missing: nobodyCodes.includes(error.code) ? undefined : error.message }
    throw error
  }
}

/** Whoever is beyond is not on the list, and must not look as if nobody were. */
function toCutText(group: string, count: number): string | undefined {
  if (count <= mostMembers) return undefined
  return `Of the ${count} members of the group ${toPlain(group)} only ${mostMembers} are listed.`
}

function withoutAnswer(error: unknown): undefined {
  if (error instanceof BackendError) return undefined
  throw error
}

/** `contoso\Mail-Assist` */
function toPlain(name: string): string {
  return name.split('\\').at(-1) ?? name
}

function isJoining({ operation, values, object }: AuditRecord, group: string): boolean {
  if (!/^(?:Add|Update)-DistributionGroupMember$/i.test(operation)) return false
  const given = [values.get('identity'), object].map((one) => toPlain(one ?? '').toLowerCase())
  return given.includes(toPlain(group).toLowerCase())
}

function isMember({ values }: AuditRecord, names: readonly string[]): boolean {
  const given = `${values.get('member') ?? ''};${values.get('members') ?? ''}`.toLowerCase().split(/[;,]/)
  const wanted = names.filter((name) => name !== '').map((name) => name.toLowerCase())
  return given.map((one) => one.trim()).some((one) => wanted.includes(one))
}

/** A guest, or an address of another domain. */
function isOutsider(address: string, domains: ReadonlySet<string>): boolean {
  if (address === '') return false
  return /#ext#/i.test(address) || !domains.has(address.slice(address.lastIndexOf('@') + 1).toLowerCase())
}
