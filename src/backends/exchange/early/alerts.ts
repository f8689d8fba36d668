// Microsoft's alert about odd sending, which comes before a restriction (learn.microsoft.com, "List alerts_v2"). Alerts that
// were tuned away, and some of Exchange, are not among them: none is no sign that all is well.
import { z } from 'zod'
import { type SendingAlert, sendingAlert } from '../../../domain/early.js'
import type { Instant } from '../../../domain/instant.js'
import { BackendError } from '../../../errors.js'
import type { Asking } from '../evidence/asking.js'
import type { GraphNeed } from '../evidence/failures.js'
import { parseAnswer, strictInstant, text } from '../evidence/values.js'
import type { Graph } from '../graph.js'
import { listMissing } from '../permissions.js'

const need: GraphNeed = { what: 'Alerts', permission: 'SecurityAlert.Read.All' }
const atOnce = 100

const account = z.object({ userPrincipalName: text }).nullish().catch(undefined)
const evidenceSchema = z.object({
  primaryAddress: text.optional().catch(undefined),
  upn: text.optional().catch(undefined),
  userAccount: account,
})
const alertSchema = z.object({
  id: z.string().min(1),
  title: text,
  alertPolicyId: z.string().nullish().catch(undefined),
  createdDateTime: strictInstant,
  evidence: z.array(z.unknown()).nullish().catch(undefined),
})

interface Reading {
  readonly asking: Asking
  readonly graph: Graph
  readonly signal: AbortSignal
  readonly since: Instant
}

export async function readSendingAlerts(reading: Reading): Promise<readonly SendingAlert[]> {
  const { asking, graph, signal, since } = reading
  const missing = listMissing('alerts', await graph.listPermissions(signal)).join(' and ')
  if (missing !== '')
    throw new BackendError(`Alerts: the app lacks ${missing}.`, { code: 'forbidden', outcome: 'unchanged' })
  const filter = `serviceSource eq 'microsoftDefenderForOffice365' and createdDateTime ge ${new Date(since).toISOString()}`
  const path = `/v1.0/security/alerts_v2?$filter=${encodeURIComponent(filter)}&$top=${atOnce}`
  const found = await asking.list(path, need, atOnce)
  return found
    .map((record) => parseAnswer(alertSchema, record, 'An alert'))
    .filter(isAboutSending)
    .map(({ id, createdDateTime, evidence }) => ({
      id,
      at: createdDateTime,
      addresses: [...new Set((evidence ?? []).flatMap(listAddresses))],
    }))
}

function isAboutSending({ title, alertPolicyId }: z.infer<typeof alertSchema>): boolean {
  const isPolicy = alertPolicyId?.toLowerCase().includes(sendingAlert.policyId) === true
  return isPolicy || title.trim().toLowerCase() === sendingAlert.title.toLowerCase()
}

/** Which kind of evidence is attached is not documented: the sign-in name, else the mail address. */
function listAddresses(evidence: unknown): readonly string[] {
  const read = evidenceSchema.safeParse(evidence).data
  const found = [read?.userAccount?.userPrincipalName, read?.upn, read?.primaryAddress]
  const address = found.find((one) => one?.includes('@') === true)
  return address === undefined ? [] : [address]
}
