// Tokens of one tenant's app, kept for a while. What is kept is a few KB a tenant.
import { setMaxListeners } from 'node:events'
import { createJointWork } from '../../concurrency/joint-work.js'
import { minuteMilliseconds } from '../../domain/instant.js'
import { BackendError } from '../../errors.js'
import type { Clock } from '../../ports.js'
import type { Cloud } from './clouds.js'
import type { Identity, TokenAudience, Tokens } from './credential.js'
import { createTimeoutError } from './failures.js'
import type { SendHttp } from './http.js'
import { requestToken } from './token-request.js'

/** A token that ends sooner is not handed out: the call it is for may take a while. */
const marginMilliseconds = 5 * minuteMilliseconds

/** A permission granted meanwhile is in a new token only, and whoever granted it waits for the effect. */
const freshMilliseconds = 10 * minuteMilliseconds

interface Kept {
  readonly token: string
  /** By the clock that never steps: set back, the other one would keep a token for longer than it lives. */
  readonly freshUntil: number
  readonly endsAt: number
}

export interface TokensParts {
  readonly identity: Identity
  readonly cloud: Cloud
  readonly send: SendHttp
  readonly clock: Clock
}

export function createTokens({ identity, cloud, send, clock }: TokensParts): Tokens {
  const kept = new Map<TokenAudience, Kept>()
  const requests = createJointWork<string>()

  async function renew(audience: TokenAudience, signal: AbortSignal, claims: string | undefined) {
    const askedAt = clock.monotonic()
    const { token, lifeSeconds } = await requestToken({
      identity,
      cloud,
      send,
      clock,
      scope: `${cloud[audience]}/.default`,
      claims,
      signal,
    })
    const endsAt = askedAt + lifeSeconds * 1_000
    kept.set(audience, { token, freshUntil: askedAt + freshMilliseconds, endsAt })
    return token
  }

  function findUsable(audience: TokenAudience): Kept | undefined {
    const known = kept.get(audience)
    return known !== undefined && known.endsAt - clock.monotonic() > marginMilliseconds ? known : undefined
  }

  return {
    async get(audience, signal, claims) {
      const known = claims === undefined ? findUsable(audience) : undefined
      if (known !== undefined && known.freshUntil > clock.monotonic()) return known.token
      // Many calls under one signal may wait here.
      setMaxListeners(0, signal)
      try {
        const key = `${audience} ${claims ?? ''}`
        return await requests.join(key, (shared) => renew(audience, shared, claims), signal)
      } catch (error) {
        if (signal.aborted) throw createTimeoutError('Microsoft Entra', 'unchanged', signal.reason)
        if (known !== undefined && isOutage(error)) return known.token
        throw error
      }
    },
  }
}

/** Says nothing about whether the app may have a token. */
function isOutage(error: unknown): boolean {
  return error instanceof BackendError && ['unavailable', 'throttled', 'malformed'].includes(error.code)
}
