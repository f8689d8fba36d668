// Ways to prove oneself that were added or taken away, with who did it and from where: Entra's audit log says what the
// methods themselves do not (learn.microsoft.com, "List directoryAudits", "Authentication Methods activities"). A swap
// leaves their number as it was.
import { z } from 'zod'
import { dayMilliseconds } from '../../../../domain/instant.js'
import type { SenderQuestion } from '../question.js'
import { parseAnswer, strictInstant, text } from '../values.js'
import type { SenderValue } from './value.js'

const need = { what: 'Audit logs of methods', permission: 'AuditLog.Read.All' }
/** As far back as Entra keeps it with a licence; without one it is a week. */
const searchedDays = 30
const most = 200

const auditSchema = z.object({
  activityDateTime: strictInstant,
  activityDisplayName: text,
  result: text,
  resultReason: text,
  initiatedBy: z
    .object({
      user: z.object({ id: text, userPrincipalName: text, ipAddress: text }).nullish(),
      app: z.object({ displayName: text }).nullish(),
    })
    .nullish()
    .catch(undefined),
  targetResources: z.array(z.object({ id: text, userPrincipalName: text })).catch([]),
})
type Audit = z.infer<typeof auditSchema>

type MethodChanges = SenderValue<'methodChanges'>

/** @param signIns whose places the addresses are told by. */
export async function readMethodChanges(
  question: SenderQuestion,
  signIns: SenderValue<'signIns'>,
): Promise<MethodChanges> {
  const userId = await question.getUserId()
  const since = new Date(question.anchor - searchedDays * dayMilliseconds).toISOString()
  const filter = encodeURIComponent(
    `loggedByService eq 'Authentication Methods' and activityDateTime ge ${since} and targetResources/any(t: t/id eq '${userId}')`,
  )
  const records = await question.asking.list(
    `/v1.0/auditLogs/directoryAudits?$filter=${filter}&$top=${most}`,
    need,
    most,
  )
  return records
    .map((record) => parseAnswer(auditSchema, record, need.what))
    .filter((audit) => isChange(audit) && isAbout(audit, userId))
    .map((audit) => toChange(audit, userId, signIns))
    .sort((one, other) => other.at - one.at)
}

/** Beginning, looking through and finishing a registration changes nothing. */
function isChange({ activityDisplayName, result }: Audit): boolean {
  return (
    !/^failure/i.test(result) &&
    /registered security info|deleted security info|updated security info|changed default security info/i.test(
      activityDisplayName,
    )
  )
}

function isAbout({ targetResources }: Audit, userId: string): boolean {
  const ids = targetResources.map(({ id }) => id.toLowerCase()).filter((id) => id !== '')
  return ids.length === 0 || ids.includes(userId.toLowerCase())
}

function toChange(
  { activityDateTime, activityDisplayName, resultReason, initiatedBy, targetResources }: Audit,
  userId: string,
  signIns: SenderValue<'signIns'>,
): MethodChanges[number] {
  const { id = '', userPrincipalName = '', ipAddress = '' } = initiatedBy?.user ?? {}
  const own = targetResources.map((target) => target.userPrincipalName.toLowerCase())
  const isOwn =
    id.toLowerCase() === userId.toLowerCase() ||
    (userPrincipalName !== '' && own.includes(userPrincipalName.toLowerCase())) ||
    (initiatedBy?.app === null && userPrincipalName === '' && /^user /i.test(activityDisplayName))
  const who = userPrincipalName || (initiatedBy?.app?.displayName ?? '')
  const from = signIns.find((one) => one.succeeded && one.ipAddress === ipAddress)?.from
  return {
    at: activityDateTime,
    kind: toKind(resultReason),
    by: isOwn ? 'self' : 'other',
    ...(/deleted/i.test(activityDisplayName) ? { removed: true } : {}),
    ...(isOwn || who === '' ? {} : { who }),
    ...(ipAddress === '' ? {} : { ipAddress }),
    ...(from === undefined ? {} : { from }),
  }
}

const kinds: readonly (readonly [RegExp, string])[] = [
  [/temporary access pass/i, 'Temporary Access Pass'],
  [/passkey|fido|security key/i, 'Security key or passkey'],
  [/authenticator app with code|software oath|totp/i, 'Authenticator app with codes'],
  [/authenticator/i, 'Microsoft Authenticator'],
  [/windows hello/i, 'Windows Hello'],
  [/hardware/i, 'Hardware token'],
  [/alternate.*(?:phone|mobile)/i, 'Second phone'],
  [/office phone/i, 'Office phone'],
  [/phone|mobile|sms|text message/i, 'Phone'],
  [/e-?mail/i, 'Mail address for password reset'],
  [/app password/i, 'App password'],
  [/certificate/i, 'Certificate'],
  [/external/i, 'External method'],
]

/** "User registered Authenticator App with Notification" */
function toKind(reason: string): string {
  return (
    kinds.find(([pattern]) => pattern.test(reason))?.[1] ??
    (reason.replace(/^(?:user|admin) (?:registered|deleted|updated|changed) /i, '') || 'A sign-in method')
  )
}
