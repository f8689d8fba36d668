// What it means when Entra gives no token, and what to do about it. Codes: learn.microsoft.com/entra/identity-platform/
// reference-error-codes.
import { z } from 'zod'
import { BackendError } from '../../errors.js'
import type { Clock } from '../../ports.js'
import type { Identity } from './credential.js'
import { createMalformedError, createStatusError, createThrottledError } from './failures.js'
import type { HttpResponse } from './http.js'
import { findJson } from './json.js'

const refusalSchema = z.object({
  error: z.string().regex(/^[\w-]{1,60}$/),
  error_description: z.string().catch(''),
  error_codes: z.array(z.number()).catch([]),
})

interface Refusal {
  readonly response: HttpResponse
  readonly identity: Identity
  readonly clock: Clock
}

export function toTokenRefusal({ response, identity, clock }: Refusal): BackendError {
  const { status } = response
  if (status === 429) return createThrottledError('Microsoft Entra', response, clock)
  const refusal = refusalSchema.safeParse(findJson(response.body))
  if (status >= 500 || (refusal.success && refusal.data.error === 'temporarily_unavailable'))
    return createStatusError('Microsoft Entra', { response, outcome: 'unchanged', clock })
  // A proxy's own page, or no answer of this service at all.
  if (!refusal.success)
    return status >= 300
      ? createStatusError('Microsoft Entra', { response, outcome: 'unchanged', clock })
      : createMalformedError('Microsoft Entra', 'unchanged')
  const number = findNumber(refusal.data)
  const name = number === undefined ? refusal.data.error : `AADSTS${number}`
  return new BackendError(`The app cannot sign in (${name}): ${explain(number, identity)}`, {
    code: 'forbidden',
    outcome: 'unchanged',
  })
}

function findNumber(refusal: z.infer<typeof refusalSchema>): number | undefined {
  const written = /\bAADSTS(\d{1,9})\b/.exec(refusal.error_description)?.[1]
  return written === undefined ? refusal.error_codes[0] : Number(written)
}

const words: ReadonlyMap<number, string> = new Map([
  [7000215, 'its client secret is wrong. Copy the value of the secret, not its id, into the settings.'],
  [7000222, 'its client secret has expired. Make a new one in Entra and put it into the settings.'],
  [7000112, 'it is disabled in this tenant. Enable it under Enterprise applications in Entra.'],
  [7000229, 'it is not set up in this tenant. Give it admin consent there.'],
  [700027, 'its certificate is not the one that Entra knows. Upload the public part in Entra.'],
  [700024, 'the clock of this machine is wrong, or the sign-in took too long. Set the clock.'],
  [650052, 'this tenant does not have the service it asks for. Check the licences and the cloud.'],
  [500011, 'this tenant does not have the service it asks for. Check the licences and the cloud.'],
  [53003, 'a Conditional Access policy blocks it. Exclude its service principal or allow this address.'],
])
const wrongTenant = 'there is no such tenant. Check the tenant id, and that the right cloud is set.'

function explain(number: number | undefined, { appId, tenantId }: Identity): string {
  if (number === 700016)
    return `the app ${appId} is not known in this tenant. Check the app id, and give it admin consent there.`
  if (number === 90002 || number === 900023) return wrongTenant
  return (
    (number === undefined ? undefined : words.get(number)) ??
    `Entra refused it. Check app ${appId} of tenant ${tenantId}: its credential, its consent and the cloud.`
  )
}
