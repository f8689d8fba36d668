// Turns the facts of a story into what a backend would have gathered. Nothing is judged here: words of people (a network, a
// device, what a rule does) become the values that Exchange and Graph give. A fact in neither list was not asked for, and
// stays so. `calendar` and `autoReply` are left out: whoever is in an account can write both.
import type { ConnectorEvidence, Evidence, SenderEvidence } from '../../../src/domain/evidence.js'
import type { Fact } from '../../../src/domain/fact.js'
import { dayMilliseconds, hourMilliseconds } from '../../../src/domain/instant.js'
import { parseReason } from '../../../src/domain/reason.js'
import type { Restriction } from '../../../src/domain/restriction.js'
import { readSubjects } from '../../../src/domain/themes.js'
import type { VerdictContext } from '../../../src/domain/verdict/index.js'
import type { Story, StoryFacts } from './story.js'

/** The moment of judging. */
const now = Date.UTC(2026, 10, 20, 8, 0)

const hoursAgo = (hours: number) => now - hours * hourMilliseconds
const daysAgo = (days: number) => now - days * dayMilliseconds

interface Moment {
  readonly hoursAgo?: number | undefined
  readonly daysAgo?: number | undefined
}

function toInstant({ hoursAgo: hours, daysAgo: days }: Moment): number | undefined {
  if (hours !== undefined) return hoursAgo(hours)
  return days === undefined ? undefined : daysAgo(days)
}

/** A member that may be missing is left out, as a backend does. */
function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [Key in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [Key in Name]?: Value })
}

export function toEvidence(story: Story): Evidence {
  return story.entity.type === 'sender' ? toSenderEvidence(story) : toConnectorEvidence(story)
}

export function toContext({ entity, reason, known }: Story): VerdictContext {
  const restriction: Restriction = {
    entity:
      entity.type === 'sender'
        ? { kind: 'sender', address: entity.address ?? '' }
        : { kind: 'connector', connectorId: entity.connectorId ?? '', name: entity.name ?? '' },
    reason: parseReason(reason),
    ...optional('createdAt', toInstant({ hoursAgo: known.restrictedHoursAgo })),
    temporary: known.temporaryBlock === true,
    raw: {},
  }
  const before = known.restrictedBefore?.flatMap((one) => {
    const began = toInstant(one)
    return began === undefined ? [] : [{ began, unblockedAt: toInstant({ hoursAgo: one.unblockedHoursAgo }) }]
  })
  return { restriction, ...optional('before', before), ...optional('owner', toOwnerWord(known.ownerSays)) }
}

/** A word by chat or mail may be the intruder's; somebody else who stands behind the mail, or a voice, is none. */
function toOwnerWord(said: string | undefined): VerdictContext['owner'] {
  if (said === undefined || said === '') return undefined
  const isDenied = /not (?:mine|me|sent|from)|did(?: not|n't)|never|nicht von/i.test(said)
  const isDoubtful =
    /not (?:checked|verified|confirmed|by voice)|unverified|by (?:chat|mail|e-mail)|in (?:the )?(?:chat|mail)/i.test(
      said,
    )
  const isChecked =
    /approved|confirmed|checked|verified|phone|voice|called|in person|video|at the desk/i.test(said)
  return { says: isDenied ? 'not-mine' : 'mine', verified: isChecked && !isDoubtful }
}

/** Known, unknown with why, or not asked for at all. */
function toFact<Value>(
  { unknown }: Story,
  names: readonly string[],
  value: Value | undefined,
): Fact<Value> | undefined {
  if (value !== undefined) return { known: true, value }
  const name = names.find((one) => one in unknown)
  return name === undefined ? undefined : { known: false, why: unknown[name] ?? '' }
}

const notAsked = { known: false, why: 'not looked at' } as const

function toSenderEvidence(story: Story): SenderEvidence {
  const { known } = story
  const fact = <Value>(name: string, value: Value | undefined) => toFact(story, [name], value)
  const isNobody = known.account?.kind === 'no mailbox'
  return {
    kind: 'sender',
    gatheredAt: now,
    account: isNobody
      ? { known: false, why: 'There is no account with this address.' }
      : (fact('account', toAccount(story)) ?? notAsked),
    ...optional('owner', toOwner(story, isNobody)),
    forwarding: fact('forwarding', toForwarding(known.forwarding)) ?? notAsked,
    inboxRules: fact('rules', known.rules?.map(toRule)) ?? notAsked,
    delegates: fact('delegates', known.delegates?.map(toDelegate)) ?? notAsked,
    ...optional('delegateSigns', fact('delegatesEvidence', toDelegateSigns(known.delegatesEvidence))),
    authentication: toFact(story, ['methods', 'mfa'], toAuthentication(known)) ?? notAsked,
    ...optional('methodChanges', fact('methodsAdded', toMethodChanges(known))),
    password: fact('passwordChangedDaysAgo', toPassword(known)) ?? notAsked,
    signIns: fact('signIns', toSignIns(known)) ?? notAsked,
    ...optional('usualPlaces', fact('history30d', known.history30d?.map(toPlace))),
    risk:
      fact('risk', known.risk && { level: known.risk.level, detail: known.risk.detail ?? '' }) ?? notAsked,
    consents: fact('grants', known.grants?.map(toConsent)) ?? notAsked,
    ...optional('transportRules', fact('transportRules', toOrganisationRules(known.transportRules))),
    ...optional('journalRules', fact('journalRules', toOrganisationRules(known.journalRules))),
    ...optional('appCredentials', fact('appSecrets', toCredentials(known))),
    ...optional('automaticReply', fact('automaticReply', toAutomaticReply(known))),
    ...optional('doors', fact('doors', toDoors(known))),
    ...optional('removedTraces', fact('auditRemovedTraces', known.auditRemovedTraces?.map(toTrace))),
    ...optional('submission', fact('submittedBy', toSubmission(known.submittedBy))),
    ...optional('rhythm', fact('usual', toRhythm(known.usual))),
    roles: fact('roles', known.roles) ?? notAsked,
    ...optional('mailFlowChanges', fact('connectorChanges', known.connectorChanges?.map(toChange))),
    sentMail: toFact(story, ['messages', 'sentByHour'], toSentMail(known)) ?? notAsked,
    outboundPolicy: fact('limitsPolicy', toPolicy(known.limitsPolicy)) ?? notAsked,
    ...optional('headroom', fact('tenantHeadroom', known.tenantHeadroom)),
  }
}

function toAccount({
  entity,
  known,
}: Story): Extract<SenderEvidence['account'], { known: true }>['value'] | undefined {
  const { account } = known
  if (account === undefined) return undefined
  const kinds: Readonly<Record<string, 'person' | 'shared' | 'service' | 'guest'>> = {
    user: 'person',
    'shared mailbox': 'shared',
    guest: 'guest',
    'service account': 'service',
  }
  const kind = kinds[entity.kind === 'service account' ? entity.kind : (account.kind ?? '')]
  const { lastUsedDaysAgo, startsInDays } = account
  return {
    userId: '',
    displayName: '',
    addresses: [entity.address ?? ''],
    signInAllowed: account.signInAllowed !== false,
    synced: known.synced === true,
    ...optional('kind', kind),
    ...optional('createdAt', toInstant({ daysAgo: account.createdDaysAgo })),
    ...optional('lastUsedAt', toInstant({ daysAgo: lastUsedDaysAgo })),
    ...optional('startsAt', startsInDays === undefined ? undefined : daysAgo(-startsInDays)),
  }
}

function toOwner({ entity, known }: Story, isNobody: boolean): SenderEvidence['owner'] {
  if (isNobody) return { kind: 'nobody' }
  const address = entity.address ?? ''
  if (known.account === undefined || /#ext#/i.test(address)) return undefined
  return { kind: 'account', addresses: [address], domains: [address.slice(address.lastIndexOf('@') + 1)] }
}

function toForwarding(given: StoryFacts['forwarding']) {
  if (given === null || given === undefined) return given
  const { to = '', keepsCopy = true, setHoursAgo, setDaysAgo, by } = given
  return {
    to,
    keepsCopy,
    ...optional('setAt', toInstant({ hoursAgo: setHoursAgo, daysAgo: setDaysAgo })),
    ...optional('setBy', by === undefined || isItself(by) ? undefined : by),
  }
}

function isItself(who: string): boolean {
  return /\bitself\b|\bself\b|the (?:user|owner)/i.test(who)
}

type Rules = NonNullable<StoryFacts['rules']>

function toRule({
  name = '',
  effect = '',
  hidden = false,
  enabled = true,
  createdHoursAgo,
  createdDaysAgo,
}: Rules[number]) {
  return {
    name,
    effect,
    enabled,
    hidden,
    suspicious: isOddEffect(effect) || !/[\p{L}\p{N}]/u.test(name),
    ...optional('changedAt', toInstant({ hoursAgo: createdHoursAgo, daysAgo: createdDaysAgo })),
  }
}

/** What a backend calls suspicious: sending away, deleting, hiding, or a folder where hardly anybody looks. */
function isOddEffect(effect: string): boolean {
  return /forward|redirect|delet|text message|everything|\ball (?:mail|messages)|mark\w* (?:it |them |\w+ )?(?:as )?read|\brss\b|archiv|conversation history|junk|sync issues|clutter|drafts|notes|unterhaltung|gelöscht|indésirable|supprimés|historial|correo no deseado|eliminad|posta indesiderata|ongewenste|verwijderd/iu.test(
    effect,
  )
}

function toDelegate({
  who = '',
  right = '',
  by,
  sinceDaysAgo,
  sinceHoursAgo,
}: NonNullable<StoryFacts['delegates']>[number]) {
  return {
    who,
    right,
    ...optional('since', toInstant({ daysAgo: sinceDaysAgo, hoursAgo: sinceHoursAgo })),
    ...optional('by', by),
  }
}

function toDelegateSigns(given: StoryFacts['delegatesEvidence']) {
  return given
    ?.filter(({ newPlace, risk }) => newPlace !== undefined || risk === 'high')
    .map((one) => ({
      who: one.who ?? '',
      from: toPlace(one.newPlace ?? 'a place at risk'),
      at: toInstant(one) ?? now,
    }))
}

/** Null: there is nothing to register a method for. */
function toAuthentication({ mfa, methods }: StoryFacts) {
  if (mfa === undefined && methods === undefined) return undefined
  return { multiFactor: mfa !== false, methods: (methods ?? []).map((kind) => ({ kind })) }
}

/** A registered device is a way to prove oneself too. */
function toMethodChanges({ methodsAdded, devicesAdded, devicesRegistered }: StoryFacts) {
  const devices = (devicesAdded ?? devicesRegistered)?.map((one) => ({ ...one, kind: 'device' }))
  const given =
    methodsAdded === undefined && devices === undefined
      ? undefined
      : [...(methodsAdded ?? []), ...(devices ?? [])]
  return given?.map((one) => {
    const by = one.by ?? ''
    const isChecked = /ticket|in person|id card|identity|manager|video|checked/i.test(by)
    return {
      at: toInstant(one) ?? now,
      kind: one.kind ?? '',
      by: by === '' || isItself(by) ? ('self' as const) : ('other' as const),
      ...optional('from', one.from === undefined || !one.from.includes(',') ? undefined : toPlace(one.from)),
      ...optional('checked', isChecked ? true : undefined),
    }
  })
}

function toPassword({ passwordChangedDaysAgo: days, passwordChangedBy: by }: StoryFacts) {
  if (days === undefined) return undefined
  const changedBy = by === undefined ? undefined : isItself(by) ? ('self' as const) : ('other' as const)
  return { changedAt: daysAgo(days), ...optional('changedBy', changedBy) }
}

/** "Zurich, CH" is what the sign-in log calls "Zurich (CH)" here. */
function toPlace(place: string): string {
  return place.replace(/,\s*([A-Za-z]{2})$/, ' ($1)')
}

function toSignIns(known: StoryFacts) {
  const usual = known.history30d ?? []
  return known.signIns
    ?.map((one) => ({
      at: toInstant(one) ?? now,
      from: toPlace(one.place ?? 'an unknown place'),
      ipAddress: one.ip ?? '',
      client: one.app ?? '',
      succeeded: one.success !== false,
      ...optional('interactive', one.interactive),
      ...optional('count', one.count),
      ...optional('device', toDevice(one.device)),
      ...optional('network', toNetwork(`${one.network ?? ''} ${one.note ?? ''}`)),
      ...optional('way', toWay(`${one.protocol ?? ''} ${one.app ?? ''} ${one.note ?? ''}`)),
      ...optional('sharedBy', usual.includes(one.place ?? '') ? undefined : known.othersAtSameAddress),
    }))
    .toSorted((one, other) => other.at - one.at)
}

function toDevice(device: string | undefined): 'known' | 'unknown' | undefined {
  if (device === undefined || device === '') return undefined
  if (/un(?:known|managed|registered)|not (?:known|managed|seen)|never seen/i.test(device)) return 'unknown'
  if (/managed|known|enrolled|compliant|joined|registered|own|same|usual/i.test(device)) return 'known'
  return /new|other|strange/i.test(device) ? 'unknown' : undefined
}

function toNetwork(network: string): 'hosting' | 'hidden' | 'roaming' | 'organisation' | undefined {
  if (/company|corporate|office|organi[sz]ation/i.test(network)) return 'organisation'
  if (/satellite|in-?flight|privacy relay|private relay/i.test(network)) return 'roaming'
  if (/hosting|data ?cent(?:re|er)|cloud|vps/i.test(network)) return 'hosting'
  return /proxy|\btor\b|anonym|vpn/i.test(network) ? 'hidden' : undefined
}

function toWay(words: string): 'device-code' | 'device-registration' | undefined {
  if (/device ?code/i.test(words)) return 'device-code'
  return /device registration|registered a (?:new )?device|primary refresh/i.test(words)
    ? 'device-registration'
    : undefined
}

function toConsent(grant: NonNullable<StoryFacts['grants']>[number]) {
  const by = grant.consentBy
  return {
    app: grant.app ?? '',
    scopes: (grant.scopes ?? []).join(' '),
    ...optional('grantedAt', toInstant(grant)),
    ...optional('publisherVerified', grant.publisherVerified ?? undefined),
    ...optional('own', grant.ownTenant),
    ...optional(
      'consentedBy',
      by === undefined ? undefined : /admin/i.test(by) ? ('admin' as const) : ('user' as const),
    ),
    ...optional('usedBy', grant.usedByUsers),
  }
}

function toTrace(trace: NonNullable<StoryFacts['auditRemovedTraces']>[number]) {
  const text = trace.what ?? ''
  const what = toTraceKind(text)
  return {
    what,
    text,
    ...optional('madeAt', toInstant({ hoursAgo: trace.madeHoursAgo })),
    ...optional(
      'removedAt',
      toInstant({ hoursAgo: trace.removedHoursAgo ?? trace.hoursAgo, daysAgo: trace.daysAgo }),
    ),
    suspicious: what !== 'rule' || isOddEffect(text),
  }
}

function toOrganisationRules(rules: StoryFacts['transportRules']) {
  return rules?.map(({ name = '', effect = '', whose = 'some', enabled = true, ...one }) => ({
    name,
    effect,
    whose,
    enabled,
    ...optional('changedAt', toInstant(one)),
  }))
}

function toCredentials({ appSecrets }: StoryFacts) {
  return appSecrets?.map(({ app = '', kind, scopes, by, ip, ...one }) => ({
    app,
    addedAt: toInstant(one) ?? now,
    ...optional('kind', kind),
    ...optional('scopes', scopes),
    ...optional('by', by),
    ...optional('own', by !== undefined && isItself(by) ? true : undefined),
    ...optional('from', ip),
  }))
}

function toAutomaticReply({ automaticReply }: StoryFacts) {
  if (automaticReply === null || automaticReply === undefined) return automaticReply
  const { audience = 'everybody', signs = [], ...one } = automaticReply
  return { audience, signs, ...optional('changedAt', toInstant(one)) }
}

function toDoors({ doors }: StoryFacts) {
  return doors?.map(({ kind = 'protocol', text = '', ip, ...one }) => ({
    kind,
    text,
    openedAt: toInstant(one) ?? now,
    ...optional('from', ip),
  }))
}

function toTraceKind(
  text: string,
): 'rule' | 'consent' | 'connector' | 'method' | 'forwarding' | 'delegate' | 'other' {
  if (/rule/i.test(text)) return 'rule'
  if (/consent|app\b/i.test(text)) return 'consent'
  if (/connector/i.test(text)) return 'connector'
  if (/forward/i.test(text)) return 'forwarding'
  if (/delegate|full access|send as/i.test(text)) return 'delegate'
  return /method|authenticator|phone/i.test(text) ? 'method' : 'other'
}

function toSubmission(by: string | undefined) {
  if (by === undefined || by === '') return undefined
  const account = /\bas (\S+@\S+)/i.exec(by)?.[1]
  const app = /\b(?:graph )?app (.+)$/i.exec(by)?.[1] ?? /^(Microsoft Graph.*)$/i.exec(by)?.[1]
  const connector = /connector "?([^"]+)"?/i.exec(by)?.[1]
  const device = toDevice(/\(([^)]*device)\)/i.exec(by)?.[1])
  const kind =
    connector !== undefined ? 'connector' : app !== undefined ? 'app' : /smtp/i.test(by) ? 'smtp' : 'person'
  return {
    by: kind as 'connector' | 'app' | 'smtp' | 'person',
    ...optional('name', connector ?? app),
    ...optional('account', account),
    ...optional('device', device),
  }
}

function toRhythm(usual: StoryFacts['usual']) {
  if (usual === undefined) return undefined
  const peaks = usual.peakDays?.flatMap((one) => {
    const at = toInstant(one)
    return at === undefined || one.messages === undefined ? [] : [{ at, messages: one.messages }]
  })
  const outside =
    usual.externalShare ?? (usual.internalShare === undefined ? undefined : 1 - usual.internalShare)
  return {
    ...optional('messagesPerDay', usual.messagesPerDay),
    ...optional('peaks', peaks),
    ...optional('sameWeekday', usual.sameWeekday),
    ...optional('outsideShare', outside),
    ...optional('smtp', usual.smtpAuthBefore),
  }
}

function toSentMail(known: StoryFacts) {
  const byHour = (known.sentByHour ?? [])
    .map((one) => ({ startsAt: toInstant(one) ?? now, messages: one.messages ?? 0 }))
    .toSorted((one, other) => one.startsAt - other.startsAt)
  const counted = known.sentByHour && byHour.reduce((sum, { messages }) => sum + messages, 0)
  const messages = known.messages ?? counted
  if (messages === undefined) return undefined
  const { sentAs, sentAsMessages = 0, mailAtRestriction: before, subjectsSample } = known
  return {
    hours: 24,
    messages,
    recipients: known.recipients ?? messages,
    distinctSubjects: known.distinctSubjects ?? messages,
    ...optional('truncated', known.traceTruncated),
    ...(byHour.length === 0 ? {} : { byHour }),
    ...optional('outsideShare', known.externalShare),
    ...optional('seenBefore', known.recipientsSeenBefore),
    ...optional('subjects', subjectsSample && readSubjects(subjectsSample)),
    ...(sentAsMessages > 0 ? { asAnother: { address: sentAs ?? '', messages: sentAsMessages } } : {}),
    ...(before?.messages === undefined
      ? {}
      : { before: { messages: before.messages, distinctSubjects: before.distinctSubjects ?? 1 } }),
    ...(/fail|refus|reject/i.test(known.sentByHourStatus ?? '') ? { refused: true } : {}),
  }
}

function toPolicy(policy: StoryFacts['limitsPolicy']) {
  if (policy === undefined) return undefined
  return {
    name: policy.name ?? '',
    recipientsPerDay: policy.recipientsPerDay ?? 0,
    ...optional('externalPerHour', policy.externalPerHour),
    ...optional('internalPerHour', policy.internalPerHour),
    action: policy.action ?? '',
  }
}

function toConnectorEvidence(story: Story): ConnectorEvidence {
  const { entity, known } = story
  const { connector, mail } = known
  const definition = connector && {
    name: entity.name ?? '',
    type: connector.type ?? '',
    enabled: connector.enabled !== false,
    senderIpAddresses: connector.senderIpAddresses ?? [],
    senderDomains: connector.senderDomains ?? [],
    requiresTls: connector.requiresTls === true,
    ...optional('createdAt', toInstant({ daysAgo: connector.createdDaysAgo })),
  }
  return {
    kind: 'connector',
    gatheredAt: now,
    definition: toFact(story, ['connector'], definition) ?? notAsked,
    changes: toFact(story, ['connectorChanges'], known.connectorChanges?.map(toChange)) ?? notAsked,
    mail: toFact(story, ['mail'], mail && toConnectorMail(mail)) ?? notAsked,
    ...optional('rhythm', toFact(story, ['usual'], toRhythm(known.usual))),
  }
}

function toChange(change: NonNullable<StoryFacts['connectorChanges']>[number]) {
  const { whoRisk, whoNewPlace, ticket, explained, note, what } = change
  const isDoubtful = whoNewPlace !== undefined || /medium|high/.test(whoRisk ?? '')
  const isSaid = /ticket|planned|approved|change request|migration plan/i.test(
    `${note ?? ''} ${what ?? ''} ${change.who ?? ''}`,
  )
  return {
    at: toInstant(change) ?? now,
    who: change.who ?? 'somebody',
    operation: change.operation ?? 'Set-InboundConnector',
    ...optional('doubtful', isDoubtful ? true : whoRisk === undefined ? undefined : false),
    ...optional(
      'explained',
      (ticket !== undefined && ticket !== false) || (explained !== undefined && explained !== false) || isSaid
        ? true
        : undefined,
    ),
  }
}

function toConnectorMail(mail: NonNullable<StoryFacts['mail']>) {
  return {
    hours: 24,
    messages: mail.messages ?? 0,
    markedAsSpam: mail.markedAsSpam ?? 0,
    ...optional('fromDomains', mail.fromAddressDomains),
    ...optional('sourceAddresses', mail.sourceIps),
    ...optional('envelopeDiffers', mail.envelopeDiffersFromHeader),
    ...optional('distinctSubjects', mail.distinctSubjects),
    ...optional('outsideShare', mail.externalShare),
    ...optional('subjects', mail.subjectsSample && readSubjects(mail.subjectsSample)),
  }
}
