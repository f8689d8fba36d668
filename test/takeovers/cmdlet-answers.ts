// Cmdlets answered from the records of a story. `Get-InboxRule (info@contoso.com)` is what the cmdlet says of another mailbox
// or group, `Get-InboxRule -IncludeHidden` what it says with that switch. What is not listed is empty, never an error.
import {
  type CmdletCall,
  type CmdletRecord,
  type Cmdlets,
  cmdletNames,
} from '../../src/backends/exchange/cmdlets.js'
import { findProperty } from '../../src/backends/records.js'
import { type Story, type StoryRecord, toTime } from './story.js'

type Records = readonly CmdletRecord[]
type Parameters = CmdletCall['parameters']

export function createStoryCmdlets(story: Story): Cmdlets & { readonly calls: readonly CmdletCall[] } {
  const calls: CmdletCall[] = []
  const sessions = new Set<string>()
  return {
    calls,
    async run(call) {
      calls.push(call)
      return { records: answer(story, call, sessions), warnings: [] }
    },
    listAllowed: async () => new Set(cmdletNames.map((name) => name.toLowerCase())),
    close: () => Promise.resolve(),
  }
}

function answer(story: Story, { cmdlet, parameters }: CmdletCall, sessions: Set<string>): Records {
  switch (cmdlet) {
    case 'Get-MessageTraceV2':
      return trace(story, parameters)
    case 'Search-UnifiedAuditLog':
      return search(story, parameters, sessions)
    default:
      return pick(story, cmdlet, parameters)
  }
}

interface Source {
  readonly name: string
  readonly option: string
  readonly about: string
  readonly records: readonly StoryRecord[]
}

/** What Exchange knows of a thing it also says when it is asked about anybody. */
const alsoNamed: Readonly<Record<string, RegExp>> = {
  'get-recipient': /^get-(?:mailcontact|mailuser|contact|user)$/,
  'get-distributiongroupmember': /^get-(?:unifiedgrouplinks|groupmember)$/,
}

/** `Get-X -Switch (identity)`, also as `Get-EXOX`. */
function listSources(story: Story, cmdlet: string): readonly Source[] {
  return Object.entries(story.records).flatMap(([key, records]) => {
    const [, name = '', option = '', about = ''] = /^(\S+)(?:\s+-(\w+))?(?:\s+\((.*)\))?\s*$/.exec(key) ?? []
    const [own, wanted] = [name.toLowerCase().replace(/^get-exo/, 'get-'), cmdlet.toLowerCase()]
    return own === wanted || alsoNamed[wanted]?.test(own) === true ? [{ name, option, about, records }] : []
  })
}

const targetNames = ['Identity', 'Mailbox', 'Recipient', 'Group'] as const
/** What one thing may be called by, in Exchange and in Entra. */
const nameProperties = [
  'Identity',
  'Name',
  'Alias',
  'DisplayName',
  'DistinguishedName',
  'Guid',
  'ExchangeGuid',
  'ExternalDirectoryObjectId',
  'LegacyExchangeDN',
  'PrimarySmtpAddress',
  'WindowsEmailAddress',
  'UserPrincipalName',
  'ExternalEmailAddress',
  'WindowsLiveID',
  'EmailAddresses',
] as const

function pick(story: Story, cmdlet: string, parameters: Parameters): Records {
  const target = targetNames.map((name) => parameters[name]).find((value) => typeof value === 'string')
  const sources = listSources(story, cmdlet).filter(
    ({ option }) => option === '' || parameters[option] === true,
  )
  const withOption = sources.filter(({ option }) => option !== '')
  const wanted = (some: readonly Source[]) =>
    some.filter(({ about }) => isSameTarget(story, about, typeof target === 'string' ? target : ''))
  const found = wanted(withOption)[0] ?? wanted(sources)[0]
  if (found === undefined) return typeof target === 'string' ? pickByName(sources, target) : []
  const isAnybody = found.about === '' && (target === undefined || isOwn(story, target))
  return isAnybody || found.about !== '' ? found.records : pickByName([found], target)
}

/** A directory of several things: the one that is asked for. */
function pickByName(sources: readonly Source[], target: unknown): Records {
  if (typeof target !== 'string') return []
  return sources
    .filter(({ about }) => about === '')
    .flatMap(({ records }) => records)
    .filter((record) => listNames(record).includes(toPlainName(target)))
}

function listNames(record: StoryRecord): readonly string[] {
  return nameProperties
    .flatMap((name) => {
      const value = findProperty(record, name)
      const values: readonly unknown[] = Array.isArray(value) ? value : [value]
      return values.filter((one) => typeof one === 'string')
    })
    .map(toPlainName)
}

/** `contoso\Mail-Assist`, `SMTP:laura@contoso.com` */
function toPlainName(name: string): string {
  return name
    .replace(/^smtp:/i, '')
    .replace(/^[^\\:@]+\\(?=[^\\]+$)/, '')
    .replace(/^\/o=.*\/cn=/i, '')
    .replace(/^[^@]*\/(?=[^/]+$)/, '')
    .toLowerCase()
}

/** `laura:\Inbox` and `laura@contoso.com:\Inbox` are one folder. */
function isSameTarget(story: Story, about: string, target: string): boolean {
  const [aboutOwner = '', aboutFolder] = about.split(/:(?=[\\/])/)
  const [owner = '', folder] = target.split(/:(?=[\\/])/)
  if (toFolder(aboutFolder) !== toFolder(folder)) return false
  if (about === '') return target === '' || isOwn(story, owner)
  return isOwn(story, owner) ? isOwn(story, aboutOwner) : toPlainName(aboutOwner) === toPlainName(owner)
}

function toFolder(folder: string | undefined): string {
  return (folder ?? '').replaceAll('/', '\\').toLowerCase()
}

function isOwn(story: Story, name: string): boolean {
  const address = story.entity.address ?? ''
  const mailboxes = [...(story.records['Get-Mailbox'] ?? []), ...(story.records['graph users/{id}'] ?? [])]
  const names = [address, ...mailboxes.flatMap(listNames), ...mailboxes.map(({ id }) => String(id))]
  return name === '' || names.map(toPlainName).includes(toPlainName(name))
}

function toList(value: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value]
  return values.flatMap((one) =>
    typeof one === 'string' ? one.split(/[,;]/).map((part) => part.trim().toLowerCase()) : [],
  )
}

function matches(record: StoryRecord, property: string, wanted: unknown): boolean {
  const value = findProperty(record, property)
  if (value === undefined || value === null) return true
  return wanted === undefined || (typeof value === 'string' && toList(wanted).includes(value.toLowerCase()))
}

function isWithin(given: unknown, { StartDate, EndDate }: Parameters): boolean {
  const at = toTime(given)
  if (at === undefined) return true
  return at >= (toTime(StartDate) ?? at) && at <= (toTime(EndDate) ?? at)
}

/** Newest first, as Exchange gives it. */
function trace(story: Story, parameters: Parameters): Records {
  return listSources(story, 'Get-MessageTraceV2')
    .flatMap(({ records }) => records)
    .filter(
      (row) =>
        isWithin(findProperty(row, 'Received'), parameters) &&
        (['SenderAddress', 'RecipientAddress', 'FromIP', 'MessageTraceId', 'Status'] as const).every((name) =>
          matches(row, name, parameters[name]),
        ),
    )
    .toSorted((one, other) => toSortTime(other.Received) - toSortTime(one.Received))
    .slice(0, typeof parameters.ResultSize === 'number' ? parameters.ResultSize : undefined)
}

function toSortTime(value: unknown): number {
  return toTime(value) ?? 0
}

/** A session gives its rows once. */
function search(story: Story, parameters: Parameters, sessions: Set<string>): Records {
  const { SessionId: session } = parameters
  if (typeof session === 'string' && sessions.has(session)) return []
  if (typeof session === 'string') sessions.add(session)
  return listSources(story, 'Search-UnifiedAuditLog')
    .flatMap(({ records }) => records)
    .filter(
      (row) =>
        isWithin(findProperty(row, 'CreationDate'), parameters) &&
        matches(row, 'Operations', parameters.Operations) &&
        matches(row, 'UserIds', parameters.UserIds) &&
        (typeof parameters.FreeText !== 'string' ||
          JSON.stringify(row).toLowerCase().includes(parameters.FreeText.toLowerCase())),
    )
}
