// What a token must claim before its signature is even looked at. The SDK alone would take one without `exp`, skip the
// serviceUrl when it is missing, and accept the issuers of the emulator and of other bots.
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { z } from 'zod'

/** Microsoft's are about 1.5 kB. A longer one costs more to look at than it can be worth. */
const longestHeader = 4_096

const headerSchema = z.object({ alg: z.literal('RS256'), kid: z.string().min(1) })

const claimsSchema = z.object({
  iss: z.string(),
  aud: z.string(),
  exp: z.number(),
  serviceurl: z.string().min(1),
  tid: z.string().optional(),
})

export interface TokenClaims {
  readonly serviceUrl: string
  /** Lower-cased; undefined when the token names none, as Teams' tokens do. */
  readonly tenantId: string | undefined
}

export function findBearer(authorization: string | undefined = ''): string | undefined {
  if (authorization.length > longestHeader) return undefined
  return /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization)?.[1]
}

/** Undefined when the token cannot be one of ours, however it is signed. Nothing here is verified yet. */
export function readToken(
  authorization: string | undefined,
  { appId, issuer }: { readonly appId: string; readonly issuer: string },
): TokenClaims | undefined {
  const token = findBearer(authorization)
  if (token === undefined) return undefined
  try {
    headerSchema.parse(decodeProtectedHeader(token))
    const claims = claimsSchema.parse(decodeJwt(token))
    if (claims.aud !== appId || claims.iss !== issuer) return undefined
    return { serviceUrl: claims.serviceurl, tenantId: claims.tid?.toLowerCase() }
  } catch {
    return undefined
  }
}
