// Tokens of one tenant's app, kept until shortly before they end. What is kept is a few KB a tenant.
import type { Instant } from '../../domain/instant.js'
import { minuteMilliseconds } from '../../domain/instant.js'
import type { Clock } from '../../ports.js'
import type { Cloud } from './clouds.js'
import type { Identity, TokenAudience, Tokens } from './credential.js'
import { createTimeoutError } from './failures.js'
import type { SendHttp } from './http.js'
import { createSharedWork } from './shared-work.js'
import { requestToken } from './token-request.js'

/** A token that ends sooner is not handed out: the call it is for may take a while. */
const marginMilliseconds = 5 * minuteMilliseconds

interface Kept {
  readonly token: string
  readonly endsAt: Instant
}

export interface TokensParts {
  readonly identity: Identity
  readonly cloud: Cloud
  readonly send: SendHttp
  readonly clock: Clock
}

export function createTokens({ identity, cloud, send, clock }: TokensParts): Tokens {
  const kept = new Map<TokenAudience, Kept>()
  const requests = createSharedWork<string>((reason) =>
    createTimeoutError('Microsoft Entra', 'unchanged', reason),
  )

  async function renew(audience: TokenAudience, signal: AbortSignal, claims: string | undefined) {
    const askedAt = clock.now()
    const { token, lifeSeconds } = await requestToken({
      identity,
      cloud,
      send,
      clock,
      scope: `${cloud[audience]}/.default`,
      claims,
      signal,
    })
    kept.set(audience, { token, endsAt: askedAt + lifeSeconds * 1_000 })
    return token
  }

  return {
    async get(audience, signal, claims) {
      const known = kept.get(audience)
      if (claims === undefined && known !== undefined && known.endsAt - clock.now() > marginMilliseconds)
        return known.token
      return requests.join(`${audience} ${claims ?? ''}`, signal, (shared) => renew(audience, shared, claims))
    },
  }
}
