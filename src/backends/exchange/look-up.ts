// What can be found out about an organisation before it is in the settings, by what people know of it.
import { z } from 'zod'
import { BackendError } from '../../errors.js'
import type { Clock, CreateId } from '../../ports.js'
import { type CloudName, clouds } from './clouds.js'
import type { Identity } from './credential.js'
import { findUser } from './find-user.js'
import { createGraph } from './graph-client.js'
import type { SendHttp } from './http.js'
import { createTokens } from './tokens.js'

interface DomainQuestion {
  readonly domain: string
  readonly cloud: CloudName
  readonly send: SendHttp
  readonly signal: AbortSignal
}

const configurationSchema = z.object({ issuer: z.string() })
const guid = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/i

/**
 * The directory that a domain belongs to, as the sign-in host tells everybody; undefined when it knows no such domain.
 * @throws the connection's own error.
 */
export async function findTenantId({
  domain,
  cloud,
  send,
  signal,
}: DomainQuestion): Promise<string | undefined> {
  const url = `${clouds[cloud].login}/${encodeURIComponent(domain)}/v2.0/.well-known/openid-configuration`
  const { status, body } = await send({ method: 'GET', url, headers: { accept: 'application/json' }, signal })
  if (status !== 200) return undefined
  return guid.exec(parseIssuer(body))?.[0].toLowerCase()
}

function parseIssuer(body: string): string {
  try {
    return configurationSchema.parse(JSON.parse(body)).issuer
  } catch {
    // A proxy may answer anything in the name of another.
    return ''
  }
}

interface AccountQuestion {
  readonly identity: Identity
  readonly cloud: CloudName
  readonly address: string
  readonly send: SendHttp
  readonly clock: Clock
  readonly createId: CreateId
  readonly signal: AbortSignal
}

/** The object id of the account with this address; undefined when there is none, or it may not be read. */
export async function findAccountId(question: AccountQuestion): Promise<string | undefined> {
  const { identity, send, clock, createId, address, signal } = question
  const cloud = clouds[question.cloud]
  const tokens = createTokens({ identity, cloud, send, clock })
  const graph = createGraph({ cloud, tokens, send, clock, createId })
  try {
    const user = await findUser({ graph, address, select: [], signal })
    return z.object({ id: z.guid() }).safeParse(user).data?.id
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    return undefined
  }
}
