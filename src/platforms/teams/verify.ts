// Our own look at a token, before the SDK's: what is wrong with it costs no call, no line on stderr and nobody else.
import { errors, jwtVerify } from 'jose'
import type { SigningKeys } from './signing-keys.js'
import { findBearer } from './token.js'

export type Verdict = 'genuine' | 'forged' | 'cannot-tell'

const channelId = 'msteams'
/** Clocks differ; the SDK allows as much. */
const toleranceSeconds = 300

/** It names a key that may not have signed it. */
class WrongKey extends Error {}

interface Expected {
  readonly issuer: string
  readonly appId: string
  readonly keys: SigningKeys
}

// The lifetime is judged by the clock of the machine, as the SDK judges it: both have to agree.
export async function verifyToken(
  { issuer, appId, keys }: Expected,
  authorization: string,
  serviceUrl: string,
): Promise<Verdict> {
  const token = findBearer(authorization)
  if (token === undefined) return 'forged'
  try {
    const { payload } = await jwtVerify(token, ({ kid = '' }) => findKey(keys, kid), {
      algorithms: ['RS256'],
      issuer,
      audience: appId,
      clockTolerance: toleranceSeconds,
      requiredClaims: ['exp', 'serviceurl'],
    })
    return payload.serviceurl === serviceUrl ? 'genuine' : 'forged'
  } catch (error) {
    return error instanceof errors.JOSEError || error instanceof WrongKey ? 'forged' : 'cannot-tell'
  }
}

async function findKey(keys: SigningKeys, keyId: string) {
  const found = await keys.find(keyId)
  if (found === undefined) throw new WrongKey()
  const { endorsements = [], key } = found
  // A key without any is not bound to a channel (the SDK's reading).
  if (endorsements.length > 0 && !endorsements.includes(channelId)) throw new WrongKey()
  return key
}
