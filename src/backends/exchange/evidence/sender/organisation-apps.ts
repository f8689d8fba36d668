// Apps with rights of their own over every mailbox: those that got one in the week before, and the one that sent. No grant of
// the user shows them (learn.microsoft.com, "Grant or revoke API permissions programmatically").
import { z } from 'zod'
import { dayMilliseconds } from '../../../../domain/instant.js'
import { recentDays } from '../../../../domain/rules/window.js'
import { BackendError } from '../../../../errors.js'
import type { AuditRecord } from '../audit.js'
import { readText } from '../audit-data.js'
import type { SenderQuestion } from '../question.js'
import { assertAudited, grantOperations } from '../trail.js'
import { instant, parseAnswer, text } from '../values.js'
import { type App, findApp } from './apps.js'
import type { SenderValue } from './value.js'

type Consents = SenderValue<'consents'>

/** What reaches mailboxes, by name and by the id that assignments have it by (learn.microsoft.com, "Microsoft Graph permissions reference"). */
const mailRole =
  /^(?:mail\.|mailboxsettings\.|ews\.|(?:smtp|imap|pop)\.(?:send|accessasuser)|full_access_as_app$|(?:smtp|imap|pop)\.\w+asapp$|exchange\.manageas)/i
const mailRoleIds: Readonly<Record<string, string>> = {
  'b633e1c5-b582-4048-a93e-9f11b44c7e96': 'Mail.Send',
  'e2a3a72e-5f79-4c64-b1b1-878b674786c9': 'Mail.ReadWrite',
  '810c84a8-4a9e-49e6-bf7d-12d183f40d01': 'Mail.Read',
  'dc890d15-9560-4a4c-9b7f-a736ec74ec40': 'full_access_as_app',
  'dc50a0fb-09a3-484d-be87-e023b12c6440': 'Exchange.ManageAsApp',
}
/** Whose roles they are. */
const resources = /^(?:microsoft graph|office 365 exchange online|microsoft exchange online.*)$/i

const changeSchema = z.array(z.object({ Name: text, NewValue: text })).catch([])
const targetSchema = z.array(z.object({ ID: text, Type: z.unknown() })).catch([])

/** Those of the week, by the audit log. */
export async function readGrantedApps(question: SenderQuestion): Promise<Consents> {
  const { tenantWide, signal, anchor } = question
  const { records, isCut } = await tenantWide.readAdminTrail(signal)
  if (records.length === 0) await assertAudited(() => tenantWide.readAuditSetting(signal))
  if (isCut)
    throw new BackendError('The audit log has more than could be read.', {
      code: 'partial',
      outcome: 'unchanged',
    })
  const since = anchor - recentDays * dayMilliseconds
  const granted = records
    .filter(({ operation, at }) => grantOperations.includes(operation) && at >= since)
    .map((entry) => ({ entry, scopes: readScopes(entry), name: readAppName(entry) }))
    .filter(({ scopes, name }) => scopes !== '' && name !== '')
  return Promise.all(
    granted.map(async ({ entry, scopes, name }) => {
      const app = await findApp(question.asking, `displayName eq '${name.replaceAll("'", "''")}'`)
      return {
        app: name,
        scopes,
        grantedAt: entry.at,
        grantedBy: entry.who,
        consentedBy: 'admin' as const,
        ...(app === undefined ? {} : toOwner(app, question)),
      }
    }),
  )
}

/** What of it reaches mail, of everybody; empty when nothing does. */
function readScopes(entry: AuditRecord): string {
  if (/^consent/i.test(entry.operation)) return readConsentForAll(entry)
  const role = readRole(entry)
  return mailRole.test(role) ? toScopes(role) : ''
}

/** An administrator's, in the name of all; a user's own is among the user's grants. */
function readConsentForAll({ data }: AuditRecord): string {
  const changes = changeSchema.parse(data.ModifiedProperties)
  const value = (name: string) => changes.find((one) => one.Name === name)?.NewValue ?? ''
  const isForAll =
    /true/i.test(value('ConsentContext.OnBehalfOfAll')) ||
    /true/i.test(value('ConsentContext.IsAdminConsent'))
  const [, scope = ''] = /Scope:\s*([^,\]]+)/.exec(value('ConsentAction.Permissions')) ?? []
  const scopes = scope.trim().split(/\s+/)
  return isForAll && scopes.some((one) => mailRole.test(one)) ? `${scopes.join(' ')}, for everybody` : ''
}

/** In `evidence` it counts as a right over the whole organisation by this word. */
function toScopes(role: string): string {
  return `${role}, application, every mailbox`
}

function readRole({ data }: AuditRecord): string {
  const changes = changeSchema.parse(data.ModifiedProperties)
  const value = (name: string) => withoutQuotes(changes.find((one) => one.Name === name)?.NewValue ?? '')
  return value('AppRole.Value') || (mailRoleIds[value('AppRole.Id').toLowerCase()] ?? '')
}

function readAppName({ data }: AuditRecord): string {
  const changes = changeSchema.parse(data.ModifiedProperties)
  const named = changes.find(({ Name }) => Name === 'ServicePrincipal.DisplayName')?.NewValue ?? ''
  const [target] = targetSchema
    .parse(data.Target)
    .filter(({ ID, Type }) => Number(Type) === 1 && !resources.test(ID))
  return withoutQuotes(named) || (target?.ID ?? '') || readText(data, 'ObjectId')
}

function withoutQuotes(value: string): string {
  return value.trim().replace(/^"(.*)"$/s, '$1')
}

const assignmentSchema = z.object({ appRoleId: text, createdDateTime: instant })

/** What the one that handed the mail over may do; nothing when that cannot be read. */
export async function readRolesOfApp(question: SenderQuestion, app: App): Promise<Consents> {
  const path = `/v1.0/servicePrincipals/${encodeURIComponent(app.id)}/appRoleAssignments`
  const records = await question.asking.list(path, {
    what: 'Rights of apps',
    permission: 'Application.Read.All',
  })
  return records.flatMap((record) => {
    const { appRoleId, createdDateTime } = parseAnswer(assignmentSchema, record, 'A right of an app')
    const role = mailRoleIds[appRoleId.toLowerCase()]
    if (role === undefined) return []
    return [
      {
        app: app.name,
        scopes: toScopes(role),
        ...(createdDateTime === undefined ? {} : { grantedAt: createdDateTime }),
        consentedBy: 'admin' as const,
        ...toOwner(app, question),
      },
    ]
  })
}

export function toOwner(
  app: App,
  { organisationId }: Pick<SenderQuestion, 'organisationId'>,
): Pick<Consents[number], 'own' | 'publisherVerified' | 'byMicrosoft'> {
  if (app.isMicrosofts) return { byMicrosoft: true }
  const isOwn = organisationId !== undefined && app.ownerId === organisationId.toLowerCase()
  return isOwn ? { own: true } : { publisherVerified: app.hasVerifiedPublisher }
}
