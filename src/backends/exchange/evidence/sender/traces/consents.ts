// Apps that were let in and are out again.
import type { AuditRecord } from '../../audit.js'
import { findAfter, type Traces, toTrace } from './trace.js'

const givers =
  /^(?:Consent to application|Add (?:delegated permission grant|OAuth2PermissionGrant|app role assignment grant to user))\.?$/i
const takers =
  /^(?:Remove (?:delegated permission grant|OAuth2PermissionGrant|app role assignment (?:grant )?from user|service principal))\.?$/i

/** @param records those of the account, and what others removed. */
export function listConsentTraces(records: readonly AuditRecord[], isOwn: (who: string) => boolean): Traces {
  const taken = records.filter(({ operation }) => takers.test(operation))
  const given = records.filter(({ operation, who }) => givers.test(operation) && isOwn(who))
  const apps = [...new Set(given.map(toApp))]
  return apps.flatMap((app) => {
    const [made] = given.filter((one) => toApp(one) === app)
    const removed =
      made &&
      findAfter(
        made.at,
        taken.filter((one) => isSameApp(one, made)),
      )
    if (made === undefined || removed === undefined) return []
    const scopes =
      given
        .filter((one) => toApp(one) === app)
        .map(toScopes)
        .find((one) => one !== '') ?? ''
    return [
      toTrace({
        what: 'consent',
        suspicious: true,
        thing: `consent to the app "${app}"${scopes === '' ? '' : ` (${scopes})`}`,
        made,
        removed,
      }),
    ]
  })
}

function isSameApp(one: AuditRecord, other: AuditRecord): boolean {
  return (one.object !== '' && one.object === other.object) || toApp(one) === toApp(other)
}

const guid = /^(?:ServicePrincipal_)?[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i

/** Its name among what the log calls the target: ids, kinds and the name. */
function toApp({ data: { Target: targets }, object }: AuditRecord): string {
  const ids = Array.isArray(targets) ? targets.map(toTargetId) : []
  return (
    ids.find((id) => id !== '' && !guid.test(id) && id !== 'ServicePrincipal') ??
    (object || 'an app without a name')
  )
}

function toTargetId(target: unknown): string {
  if (typeof target !== 'object' || target === null || !('ID' in target)) return ''
  return typeof target.ID === 'string' ? target.ID : ''
}

/** `[] => [[Id: x, ConsentType: Principal, Scope:  Mail.Read Mail.Send]]` */
function toScopes({ data: { ModifiedProperties: properties } }: AuditRecord): string {
  const text = JSON.stringify(properties ?? '')
  return (/Scope:\s*([^\],\\"]+)/i.exec(text)?.[1] ?? '').trim().replaceAll(/\s+/g, ' ')
}
