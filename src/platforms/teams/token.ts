// What a token must claim before its signature is even looked at. The SDK alone would take one without `exp`, skip the
// serviceUrl when it is missing, and accept the issuers of the emulator and of other bots.
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { z } from 'zod'

/** Who signs for Teams. The emulator, other bots and App Service extensions sign with others, and are not let in. */
export const channelIssuer = 'https://api.botframework.com'

const headerSchema = z.object({ alg: z.enum(['RS256', 'RS384', 'RS512']), kid: z.string().min(1) })

const claimsSchema = z.object({
  iss: z.literal(channelIssuer),
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

/** Undefined when the token cannot be one of ours, however it is signed. Nothing here is verified yet. */
export function readToken(authorization: string | undefined, appId: string): TokenClaims | undefined {
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization ?? '')?.[1]
  if (token === undefined) return undefined
  try {
    headerSchema.parse(decodeProtectedHeader(token))
    const claims = claimsSchema.parse(decodeJwt(token))
    if (claims.aud !== appId) return undefined
    return { serviceUrl: claims.serviceurl, tenantId: claims.tid?.toLowerCase() }
  } catch {
    return undefined
  }
}
