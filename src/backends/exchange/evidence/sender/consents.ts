// What apps may do in the user's name, with the user's own leave, and those with rights of their own over every mailbox that
// are new or that sent. What an administrator granted for everybody is no grant of this user.
import { z } from 'zod'
import { BackendError } from '../../../../errors.js'
import type { SenderQuestion } from '../question.js'
import { instant, parseAnswer, text } from '../values.js'
import { type App, getApp } from './apps.js'
import { readGrantedApps, readRolesOfApp, toOwner } from './organisation-apps.js'
import type { SenderValue } from './value.js'

const need = { what: 'Consents', permission: 'Directory.Read.All' }

const grantSchema = z.object({
  id: z.string().min(1),
  clientId: z.string().min(1),
  scope: text,
  /** Not in v1.0 everywhere, and Graph documents its value as ignored: shown only when it can be true. */
  startTime: instant,
})

type Consents = SenderValue<'consents'>

export interface ReadConsents {
  readonly consents: Consents
  /** Why those with rights over every mailbox were not looked at; undefined when they were. */
  readonly missing: string | undefined
}

/** @param sender the app that handed the mail over; undefined when none did, or when nobody knows. */
export async function readConsents(
  question: SenderQuestion,
  sender: Promise<App | undefined>,
): Promise<ReadConsents> {
  const [own, granted] = await Promise.all([readGrants(question), settle(readGrantedApps(question))])
  const app = await sender
  const isListed = [...own, ...granted.consents].some((one) => one.app === app?.name)
  const sending =
    app === undefined || isListed ? { consents: [] } : await settle(readRolesOfApp(question, app))
  return { consents: [...own, ...granted.consents, ...sending.consents], missing: granted.missing }
}

async function settle(reading: Promise<Consents>): Promise<ReadConsents> {
  try {
    return { consents: await reading, missing: undefined }
  } catch (error) {
    if (error instanceof BackendError) return { consents: [], missing: error.message }
    throw error
  }
}

async function readGrants(question: SenderQuestion): Promise<Consents> {
  const { asking, now, getUserId } = question
  const id = encodeURIComponent(await getUserId())
  const records = await asking.list(`/v1.0/users/${id}/oauth2PermissionGrants`, need)
  const grants = records.map((record) => parseAnswer(grantSchema, record, need.what))
  const clientIds = [...new Set(grants.map(({ clientId }) => clientId))]
  const apps = new Map(
    await Promise.all(clientIds.map(async (clientId) => [clientId, await getApp(asking, clientId)] as const)),
  )
  return grants.map(({ id: grantId, clientId, scope, startTime }) => ({
    id: grantId,
    app: apps.get(clientId)?.name || `an app with the id ${clientId}`,
    scopes: scope.trim().replaceAll(/\s+/g, ' '),
    ...(startTime === undefined || startTime > now ? {} : { grantedAt: startTime }),
    ...toFacts(apps.get(clientId), question),
  }))
}

function toFacts(app: App | undefined, question: SenderQuestion): Partial<Consents[number]> {
  return app === undefined ? {} : { ...toOwner(app, question), consentedBy: 'user' }
}
