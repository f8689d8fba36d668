// Defender's alerts beside restrictions, over Graph (learn.microsoft.com, "alerts_v2"). Alerts that were tuned away, and some
// small ones, are not given out: that none is found says nothing.
import { z } from 'zod'
import type { AlertAssignee, AlertChange, AlertSubject } from '../../../domain/defender-alert.js'
import type { VerdictKind } from '../../../domain/verdict/index.js'
import { BackendError } from '../../../errors.js'
import type { DefenderAlerts } from '../../../ports.js'
import { createGivenUpError, type GraphNeed, toGraphFailure } from '../evidence/failures.js'
import type { Graph } from '../graph.js'
import { findRank, isAbout, parseAlert, toAlert } from './record.js'

const need: GraphNeed = { what: 'Alerts of Defender', permission: 'SecurityAlert.ReadWrite.All' }
const route = '/v1.0/security/alerts_v2'
/** Of all kinds, since titles cannot be asked for without their endings. */
const mostAlerts = 500

// The names are those of the metadata of v1.0. The page of the reference has others, which Graph refuses.
const conclusions: Readonly<Record<VerdictKind, Readonly<Record<string, string>>>> = {
  compromised: { classification: 'truePositive', determination: 'compromisedAccount' },
  bulk: { classification: 'informationalExpectedActivity', determination: 'lineOfBusinessApplication' },
  'limit-only': { classification: 'informationalExpectedActivity', determination: 'confirmedActivity' },
  // Nobody concluded anything, and neither does this.
  unclear: {},
}

export function createAlerts({ graph }: { readonly graph: Graph }): DefenderAlerts {
  async function ask<Value>(signal: AbortSignal, call: () => Promise<Value>): Promise<Value> {
    try {
      return await call()
    } catch (error) {
      if (signal.aborted) throw createGivenUpError(signal.reason)
      throw toGraphFailure(error, need)
    }
  }

  async function read(alertId: string, signal: AbortSignal) {
    try {
      return parseAlert(await graph.get(`${route}/${encodeURIComponent(alertId)}`, signal))
    } catch (error) {
      if (error instanceof BackendError && error.code === 'not-found') return undefined
      throw error
    }
  }

  return {
    find: (about, since, signal) =>
      ask(signal, async () => {
        const filter = `serviceSource eq 'microsoftDefenderForOffice365' and lastUpdateDateTime ge ${new Date(since).toISOString()}`
        const query = `$filter=${encodeURIComponent(filter)}&$top=100`
        const records = await graph.list(`${route}?${query}`, signal, mostAlerts)
        return findBest(
          about,
          records.flatMap((record) => parseAlert(record) ?? []),
        )
      }),
    read: (alertId, about, signal) =>
      ask(signal, async () => {
        const found = await read(alertId, signal)
        return found === undefined ? undefined : toAlert(about, found)
      }),
    change: (alertId, change, signal) =>
      ask(signal, async () => {
        const found = await read(alertId, signal)
        if (found === undefined) return undefined
        // First: by the comment it is known again that what follows was done from here.
        if (!found.comments.some(({ comment }) => comment?.includes(change.comment.mark)))
          await writeComment(graph, alertId, change, signal)
        return patch(graph, alertId, change, signal)
      }),
  }
}

function findBest(about: AlertSubject, alerts: readonly NonNullable<ReturnType<typeof parseAlert>>[]) {
  const [best] = alerts
    .flatMap((alert) => {
      const rank = findRank(about, alert)
      return rank === undefined || !isAbout(about, alert) ? [] : [{ alert, rank }]
    })
    .toSorted((one, other) => one.rank - other.rank)
  return best === undefined ? undefined : toAlert(about, best.alert)
}

async function writeComment(
  graph: Graph,
  alertId: string,
  { comment }: AlertChange,
  signal: AbortSignal,
): Promise<void> {
  await graph.send(
    {
      method: 'POST',
      path: `${route}/${encodeURIComponent(alertId)}/comments`,
      body: { '@odata.type': 'microsoft.graph.security.alertComment', comment: comment.text },
    },
    signal,
  )
}

async function patch(
  graph: Graph,
  alertId: string,
  { begins, assignTo, ends }: AlertChange,
  signal: AbortSignal,
): Promise<string | undefined> {
  const assignedTo = assignTo === undefined ? undefined : await findAssignee(graph, assignTo, signal)
  const status = ends === undefined ? (begins ? 'inProgress' : undefined) : 'resolved'
  if (status === undefined) return undefined
  const body = {
    status,
    ...(ends === undefined ? {} : conclusions[ends]),
    ...(assignedTo === undefined ? {} : { assignedTo }),
  }
  const send = (fields: object) =>
    graph.send({ method: 'PATCH', path: `${route}/${encodeURIComponent(alertId)}`, body: fields }, signal)
  try {
    await send(body)
    return assignedTo
  } catch (error) {
    if (!(error instanceof BackendError) || error.code !== 'rejected') throw error
    // Whoever may not be assigned, and a conclusion of another name, keep nothing else from being said.
    await send({ status })
    return undefined
  }
}

const userSchema = z.object({ userPrincipalName: z.string().min(1) })

/** As Defender wants it. Whoever cannot be found in the organisation is not assigned: the comment names them. */
async function findAssignee(
  graph: Graph,
  { objectId, address }: AlertAssignee,
  signal: AbortSignal,
): Promise<string | undefined> {
  const name = objectId ?? address
  if (name === undefined) return undefined
  try {
    const user = await graph.get(`/v1.0/users/${encodeURIComponent(name)}?$select=userPrincipalName`, signal)
    return userSchema.safeParse(user).data?.userPrincipalName
  } catch (error) {
    const isLasting =
      error instanceof BackendError && ['not-found', 'rejected', 'forbidden'].includes(error.code)
    if (isLasting) return undefined
    throw error
  }
}
