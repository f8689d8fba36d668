// The bot's own tokens, by client credentials: one request for all who want the same one, kept until shortly before its
// end. Not through the SDK: its MSAL has no way through a proxy, keeps a refusal for up to an hour, and asks the worldwide
// sign-in for whoever has a certificate (botframework-connector 4.23.3).
import { createPrivateKey, randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import { z } from 'zod'
import { createJointWork } from '../../concurrency/joint-work.js'
import { withReason } from '../../domain/connection.js'
import { minuteMilliseconds } from '../../domain/instant.js'
import { isUnreached, PlatformError } from '../../errors.js'
import type { Clock, Fetch } from '../../ports.js'
import { withDeadline } from './deadline.js'
import type { CheckedTeamsSettings } from './settings.js'

export interface Wanted {
  /** `https://api.botframework.com` */
  readonly audience: string
  /** `https://login.microsoftonline.com/contoso.com` */
  readonly authority: string
}

const callMilliseconds = 10_000
/** Nothing is sent with a token that could end on the way. */
const spareMilliseconds = 5 * minuteMilliseconds
const assertionSeconds = 600

const issuedSchema = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() })
const refusedSchema = z.object({ error_description: z.string() })

type Credentials = Pick<
  CheckedTeamsSettings,
  'appId' | 'appPassword' | 'certificateThumbprint' | 'certificatePrivateKey'
>

/** The function it returns rejects with PlatformError; of a refusal the cause has Microsoft's words. */
export function createTokens(parts: {
  readonly credentials: Credentials
  readonly fetch: Fetch
  readonly clock: Clock
}): (wanted: Wanted) => Promise<string> {
  const { credentials, fetch, clock } = parts
  const asking = createJointWork<string>()
  const kept = new Map<string, { readonly token: string; readonly until: number }>()

  async function ask({ audience, authority }: Wanted, signal: AbortSignal): Promise<string> {
    const url = `${authority}/oauth2/v2.0/token`
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: credentials.appId,
      scope: `${audience}/.default`,
      ...(await prove(credentials, url)),
    })
    const answer = await reach(() => fetch(url, { method: 'POST', redirect: 'error', signal, body }))
    const issued = issuedSchema.safeParse(answer)
    if (!issued.success) throw toRefusal(answer)
    const { access_token: token, expires_in: seconds } = issued.data
    kept.set(audience, { token, until: clock.monotonic() + seconds * 1000 - spareMilliseconds })
    return token
  }

  return async (wanted) => {
    const known = kept.get(wanted.audience)
    if (known !== undefined && clock.monotonic() < known.until) return known.token
    const toError = () =>
      new PlatformError('Microsoft Entra did not answer within 10 s', { code: 'unavailable' })
    return asking.join(wanted.audience, () =>
      withDeadline({ clock, milliseconds: callMilliseconds, toError }, (signal) => ask(wanted, signal)),
    )
  }
}

async function reach(call: () => Promise<Response>): Promise<unknown> {
  try {
    const text = await (await call()).text()
    return toJson(text)
  } catch (cause) {
    const what = isUnreached(cause) ? 'could not be reached' : 'did not answer'
    throw new PlatformError(withReason(`Microsoft Entra ${what}`, cause), { code: 'unavailable', cause })
  }
}

/** Its words may name the tenant and the app but are not ours to vouch for: they go along as the cause only. */
function toRefusal(answer: unknown): PlatformError {
  const { data } = refusedSchema.safeParse(answer)
  return new PlatformError('Microsoft Entra gave the bot no token: check its app id, tenant and secret', {
    code: 'unavailable',
    ...(data === undefined ? {} : { cause: new Error(data.error_description) }),
  })
}

function toJson(text: string): unknown {
  try {
    const body: unknown = JSON.parse(text)
    return body
  } catch {
    return undefined
  }
}

async function prove(credentials: Credentials, url: string): Promise<Record<string, string>> {
  const { appId, appPassword, certificateThumbprint = '', certificatePrivateKey = '' } = credentials
  if (appPassword !== undefined) return { client_secret: appPassword }
  // Microsoft, "Microsoft identity platform application authentication certificate credentials".
  const assertion = new SignJWT({})
    .setProtectedHeader({
      alg: 'RS256',
      typ: 'JWT',
      x5t: Buffer.from(certificateThumbprint, 'hex').toString('base64url'),
    })
    .setAudience(url)
    .setIssuer(appId)
    .setSubject(appId)
    .setJti(randomUUID())
    .setIssuedAt()
    .setNotBefore('0s')
    .setExpirationTime(`${assertionSeconds}s`)
  return {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await assertion.sign(createPrivateKey(certificatePrivateKey)),
  }
}
