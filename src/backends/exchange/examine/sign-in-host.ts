// One cheap request to the sign-in host tells three things: that it can be reached, that it knows the tenant, and what
// time it is there. A clock that is off makes Entra refuse certificates and tokens.
import type { Check } from '../../../domain/check.js'
import { withReason } from '../../../domain/connection.js'
import { minuteMilliseconds } from '../../../domain/instant.js'
import type { Clock } from '../../../ports.js'
import type { Cloud } from '../clouds.js'
import type { Identity } from '../credential.js'
import type { HttpResponse, SendHttp } from '../http.js'

const warningMilliseconds = minuteMilliseconds
const problemMilliseconds = 5 * minuteMilliseconds

interface SignInHost {
  readonly identity: Identity
  readonly cloud: Cloud
  readonly send: SendHttp
  readonly clock: Clock
}

export async function checkSignInHost(
  { identity, cloud, send, clock }: SignInHost,
  signal: AbortSignal,
): Promise<readonly Check[]> {
  const host = new URL(cloud.login).host
  const url = `${cloud.login}/${encodeURIComponent(identity.tenantId)}/v2.0/.well-known/openid-configuration`
  const askedAt = clock.now()
  try {
    const response = await send({ method: 'GET', url, headers: { accept: 'application/json' }, signal })
    const answeredAt = clock.now()
    return [judgeTenant(host, response), judgeClock(response, (askedAt + answeredAt) / 2)]
  } catch (error) {
    // The connection's own error can name hosts and addresses of the inner network; the reason names none.
    return [
      {
        name: 'Sign-in host',
        result: 'problem',
        found: `${withReason(`${host} cannot be reached`, error)}.`,
        remedy: 'Check name resolution, firewall and proxy.',
      },
      {
        name: 'Clock',
        result: 'skipped',
        found: 'Nobody could be asked for the time.',
        remedy: '',
      },
    ]
  }
}

function judgeTenant(host: string, { status }: HttpResponse): Check {
  const name = 'Sign-in host'
  if (status === 200)
    return { name, result: 'ok', found: `${host} answers and knows the tenant.`, remedy: '' }
  if (status === 400 || status === 404)
    return {
      name,
      result: 'problem',
      found: `${host} does not know the tenant.`,
      remedy: 'Check the tenant id and the cloud in the settings.',
    }
  return {
    name,
    result: 'warning',
    found: `${host} answered with status ${status}.`,
    remedy: 'Try again. If a proxy answered in its place, let this host through.',
  }
}

function judgeClock({ headers }: HttpResponse, now: number): Check {
  const name = 'Clock'
  const there = Date.parse(headers.date ?? '')
  if (Number.isNaN(there))
    return { name, result: 'skipped', found: 'The answer of the sign-in host has no date.', remedy: '' }
  const ahead = now - there
  const off = Math.abs(ahead)
  // The date of an answer has whole seconds.
  const seconds = Math.round(off / 1_000)
  if (off <= warningMilliseconds)
    return { name, result: 'ok', found: `Within a minute of Microsoft's.`, remedy: '' }
  return {
    name,
    result: off > problemMilliseconds ? 'problem' : 'warning',
    found: `${seconds} seconds ${ahead > 0 ? 'ahead of' : 'behind'} Microsoft's.`,
    remedy: 'Set the clock of this machine by NTP: sign-in fails when it is off by more than 5 minutes.',
  }
}
