// Secrets and certificates that were added to apps which are there already: no grant and no consent shows them. Entra's audit log
// does (learn.microsoft.com, "Microsoft Entra audit log categories and activities", Core Directory, Application Management),
// as what an app's list of keys was and is.
import { z } from 'zod'
import type { Instant } from '../../../../domain/instant.js'
import { BackendError } from '../../../../errors.js'
import { orElse } from '../or-else.js'
import type { SenderQuestion } from '../question.js'
import { mostCredentialAudits } from '../tenant-wide.js'
import { isSameAddress } from '../user.js'
import { parseAnswer, strictInstant, text } from '../values.js'
import { type App, listApps } from './apps.js'
import { type Key, readKeys } from './keys.js'
import { readRolesOfApp } from './organisation-apps.js'
import type { SenderValue } from './value.js'

type Credentials = SenderValue<'appCredentials'>

const auditSchema = z.object({
  activityDateTime: strictInstant,
  activityDisplayName: text,
  result: text,
  initiatedBy: z
    .object({
      user: z.object({ id: text, userPrincipalName: text, ipAddress: text }).nullish(),
      app: z.object({ displayName: text }).nullish(),
    })
    .nullish()
    .catch(undefined),
  targetResources: z
    .array(
      z.object({
        id: text,
        displayName: text,
        type: text,
        modifiedProperties: z
          .array(z.object({ displayName: text, oldValue: text, newValue: text }))
          .nullish()
          .catch([]),
      }),
    )
    .catch([]),
  additionalDetails: z
    .array(z.object({ key: text, value: text }))
    .nullish()
    .catch([]),
})
type Audit = z.infer<typeof auditSchema>

/** One change of the keys of one app. */
interface Change {
  readonly at: Instant
  readonly audit: Audit
  readonly app: Parameters<typeof listApps>[1]
  readonly added: readonly Key[]
  readonly removed: readonly Key[]
}

/** @param sender the app that handed the mail over; undefined when none did, or when nobody knows. */
export async function readAppCredentials(
  question: SenderQuestion,
  sender: Promise<App | undefined>,
): Promise<Credentials> {
  const records = await question.tenantWide.readCredentialAudits(question.signal)
  const changes = records
    .flatMap((record) => toChange(parseAnswer(auditSchema, record, 'The audit log of apps')) ?? [])
    .sort((one, other) => other.at - one.at)
  const [userId, sending] = [await orElse(question.getUserId(), ''), await sender]
  const read = await Promise.all(
    changes
      .filter(({ added }) => added.length > 0)
      .map(async (change) => ({ change, scopes: await readScopes(question, change) })),
  )
  const kept = read.flatMap(({ change, scopes }) => {
    const own = isOwn(change, { userId, address: question.address })
    const isSending = sending !== undefined && sending.name === change.app.name
    if (scopes === '' && !own && !isSending) return []
    return change.added.map((key) => toCredential(change, { key, own, scopes, changes }))
  })
  // What is not in a cut answer may still have happened.
  if (kept.length === 0 && records.length >= mostCredentialAudits)
    throw new BackendError('The audit log of apps has more than could be read.', {
      code: 'partial',
      outcome: 'unchanged',
    })
  return kept
}

const changing =
  /^(?:Add|Remove) service principal credentials|^Update application\b.*Certificates and secrets/i

function toChange(audit: Audit): Change | undefined {
  const { activityDisplayName, activityDateTime: at, result, targetResources, additionalDetails } = audit
  const target =
    targetResources.find(({ type }) => /^(?:application|serviceprincipal)$/i.test(type)) ?? targetResources[0]
  if (!changing.test(activityDisplayName) || /^failure/i.test(result) || target === undefined)
    return undefined
  const { id, displayName, type, modifiedProperties } = target
  const keys = modifiedProperties?.find((one) => /^KeyDescription$/i.test(one.displayName))
  return {
    at,
    audit,
    app: {
      id,
      appId: additionalDetails?.find(({ key }) => /^AppId$/i.test(key))?.value ?? '',
      name: displayName || id,
      isPrincipal: !/^application$/i.test(type),
    },
    ...readKeys(keys, { isAdded: !/^Remove/i.test(activityDisplayName) }),
  }
}

/** What the app may do with mail; empty when nothing, undefined when that cannot be read. */
async function readScopes(question: SenderQuestion, { app }: Change): Promise<string | undefined> {
  const apps = await listApps(question.asking, app)
  if (apps.length === 0) return undefined
  const roles = await orElse(Promise.all(apps.map((one) => readRolesOfApp(question, one))), undefined)
  return roles && [...new Set(roles.flat().map(({ scopes }) => scopes))].join('; ')
}

function isOwn(
  { audit: { initiatedBy } }: Change,
  { userId, address }: { readonly userId: string; readonly address: string },
): boolean {
  const { id = '', userPrincipalName = '' } = initiatedBy?.user ?? {}
  return (id !== '' && id === userId) || isSameAddress(userPrincipalName, address)
}

interface Read {
  readonly key: Key
  readonly own: boolean
  readonly scopes: string | undefined
  readonly changes: readonly Change[]
}

function toCredential(change: Change, { key, own, scopes, changes }: Read): Credentials[number] {
  const { user, app } = change.audit.initiatedBy ?? {}
  const by = user?.userPrincipalName || app?.displayName
  const gone = changes.findLast(
    ({ at, removed }) => at >= change.at && key.id !== '' && removed.some(({ id }) => id === key.id),
  )
  return {
    app: change.app.name,
    ...(key.kind === undefined ? {} : { kind: key.kind }),
    addedAt: change.at,
    ...(by ? { by } : {}),
    ...(own ? { own } : {}),
    ...(user?.ipAddress ? { from: user.ipAddress } : {}),
    ...(scopes === undefined ? {} : { scopes }),
    ...(gone === undefined ? {} : { removedAt: gone.at }),
  }
}
