// Who holds a right by being in a group, or in a group inside it. Whoever may change the group gives it away, and no list of the
// mailbox shows that.
import { BackendError, type BackendErrorCode } from '../../../../errors.js'
import type { CmdletRecord } from '../../cmdlets.js'
import { readText } from '../../properties.js'
import type { AuditRecord } from '../audit.js'
import type { SenderQuestion } from '../question.js'
import { toSince } from './delegate-rights.js'
import type { SenderValue } from './value.js'

type Delegates = SenderValue<'delegates'>

/** Together with those inside others. */
const mostGroups = 8
const mostMembers = 50
/** There is no group of that name. */
const nobodyCodes: readonly BackendErrorCode[] = ['not-found', 'rejected']

interface ReadMembers {
  readonly members: Delegates
  /** Why members of a group are missing, in a sentence; undefined when none are. */
  readonly missing: string | undefined
}

interface Group {
  readonly names: readonly [string, ...string[]]
  readonly right: string
  /** The group in which it is a member; undefined when it holds the right itself, or is none at all. */
  readonly within?: string
}

interface ReadGroup extends ReadMembers {
  readonly inside: readonly Group[]
}

export async function readGroupMembers(question: SenderQuestion, holders: Delegates): Promise<ReadMembers> {
  let waiting = toGroups(holders)
  const seen = new Set<string>()
  const read: ReadMembers[] = []
  while (waiting.length > 0) {
    const level = waiting.filter(isNew(seen))
    const taken = level.slice(0, mostGroups - read.length)
    const groups = await Promise.all(taken.map((group) => readGroup(question, group)))
    read.push(...groups)
    if (taken.length < level.length)
      return join([...read, { members: [], missing: `More than ${mostGroups} groups: not all were read.` }])
    waiting = groups.flatMap(({ inside }) => inside)
  }
  return join(read)
}

/** Accounts are named by their addresses mostly, groups by their names. */
function toGroups(holders: Delegates): readonly Group[] {
  const names = [...new Set(holders.map(({ who }) => who).filter((who) => !who.includes('@')))]
  return names.map((name) => {
    const rights = holders.filter(({ who }) => who === name).map((one) => one.right)
    return { names: [name], right: [...new Set(rights)].join(', ') }
  })
}

/** Groups may be in each other. */
function isNew(seen: Set<string>) {
  return ({ names: [name] }: Group): boolean => {
    const key = toPlain(name).toLowerCase()
    if (seen.has(key)) return false
    seen.add(key)
    return true
  }
}

function join(read: readonly ReadMembers[]): ReadMembers {
  return {
    members: read.flatMap(({ members }) => members),
    missing: read.find(({ missing }) => missing !== undefined)?.missing,
  }
}

async function readGroup(question: SenderQuestion, group: Group): Promise<ReadGroup> {
  try {
    const records = await question.asking.run({
      cmdlet: 'Get-DistributionGroupMember',
      parameters: { Identity: toPlain(group.names[0]) },
    })
    const [domains, trail] = await Promise.all([
      question.getDomains(),
      question.getTrail().catch(withoutAnswer),
    ])
    const joined = (trail?.records ?? []).filter((record) => isJoining(record, group))
    const through = toThrough(group)
    const listed = records.slice(0, mostMembers)
    return {
      missing: toCutText(through, records.length),
      members: listed.map((record) => {
        const { address, names } = toNames(record)
        const last = joined.findLast((one) => isMember(one, names))
        return {
          who: names[0] ?? 'somebody without a name',
          right: group.right,
          through,
          ...(isOutsider(address, domains) ? { outsider: true } : {}),
          ...(last === undefined ? {} : toSince(last)),
        }
      }),
      inside: listed.flatMap((record) => toInside(record, { right: group.right, within: through })),
    }
  } catch (error) {
    if (error instanceof BackendError) return { members: [], inside: [], missing: toMissing(group, error) }
    throw error
  }
}

/** Whoever is beyond is not on the list, and must not look as if nobody were. */
function toCutText(group: string, count: number): string | undefined {
  if (count <= mostMembers) return undefined
  return `Of the ${count} members of the group ${group} only ${mostMembers} are listed.`
}

/** A holder of the right is on the list all the same, and may well be no group. What is inside another was said to be one. */
function toMissing({ names, within }: Group, { code, message }: BackendError): string | undefined {
  if (!nobodyCodes.includes(code)) return message
  return within === undefined
    ? undefined
    : `Exchange does not list who is in ${toPlain(names[0])} in ${within}.`
}

function toThrough({ names, within }: Group): string {
  const name = toPlain(names[0])
  return within === undefined ? name : `${name} in ${within}`
}

function toInside(record: CmdletRecord, rest: Omit<Group, 'names'>): readonly Group[] {
  const types = [readText(record, 'RecipientType'), readText(record, 'RecipientTypeDetails')]
  const [name, ...others] = toNames(record).names
  return name !== undefined && types.some((type) => /group/i.test(type))
    ? [{ ...rest, names: [name, ...others] }]
    : []
}

function toNames(record: CmdletRecord) {
  const address = readText(record, 'PrimarySmtpAddress') || readText(record, 'WindowsLiveID')
  const others = ['Name', 'Alias', 'DisplayName'].map((property) => readText(record, property))
  return { address, names: [address, ...others].filter((one) => one !== '') }
}

function withoutAnswer(error: unknown): undefined {
  if (error instanceof BackendError) return undefined
  throw error
}

/** `contoso\Mail-Assist` */
function toPlain(name: string): string {
  return name.split('\\').at(-1) ?? name
}

function isJoining({ operation, values, object }: AuditRecord, { names }: Group): boolean {
  if (!/^(?:Add|Update)-DistributionGroupMember$/i.test(operation)) return false
  const given = [values.get('identity'), object].map((one) => toPlain(one ?? '').toLowerCase())
  return names.some((name) => given.includes(toPlain(name).toLowerCase()))
}

function isMember({ values }: AuditRecord, names: readonly string[]): boolean {
  const given = `${values.get('member') ?? ''};${values.get('members') ?? ''}`.toLowerCase().split(/[;,]/)
  const wanted = names.map((name) => name.toLowerCase())
  return given.map((one) => one.trim()).some((one) => wanted.includes(one))
}

/** A guest, or an address of another domain. */
function isOutsider(address: string, domains: ReadonlySet<string>): boolean {
  if (address === '') return false
  return /#ext#/i.test(address) || !domains.has(address.slice(address.lastIndexOf('@') + 1).toLowerCase())
}
