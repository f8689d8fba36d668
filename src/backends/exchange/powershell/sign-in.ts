// What pwsh is given to sign in with. It travels on the standard input alone: command lines and environments can be read
// by others on the machine.
import { z } from 'zod'
import type { Instant } from '../../../domain/instant.js'
import type { Cloud } from '../clouds.js'
import { type CmdletService, cmdletNames, toService } from '../cmdlets.js'
import type { Identity, Tokens } from '../credential.js'
import type { HostRequest, SignIn } from './protocol.js'

export interface SignInParts {
  readonly identity: Identity
  readonly cloud: Cloud
  readonly tokens: Tokens
  /** Undefined: with the certificate when there is one. */
  readonly signIn?: SignIn['kind'] | undefined
}

export interface Connecting {
  readonly request: HostRequest
  /** When what was handed over ends; undefined for a certificate, with which the module renews by itself. */
  readonly expiresAt: Instant | undefined
}

/** Rejects with BackendError when there is no token. */
export async function createConnecting(
  { identity, cloud, tokens, signIn: wanted }: SignInParts,
  service: CmdletService,
  signal: AbortSignal,
): Promise<Connecting> {
  const getToken = async () => ({ kind: 'token', token: await tokens.get(service, signal) }) as const
  const signIn = wanted === 'token' ? await getToken() : await createSignIn(identity, getToken)
  return {
    request: {
      do: 'connect',
      service,
      signIn,
      parameters: {
        Organization: identity.organization,
        // Few cmdlets are imported faster, into less memory, and cannot clash with those of the other service.
        CommandName: cmdletNames.filter((name) => toService(name) === service),
        ...toEndpoint(cloud, service),
      },
    },
    expiresAt: signIn.kind === 'token' ? findExpiry(signIn.token) : undefined,
  }
}

/** The module takes no client secret: with one, it gets the token. */
async function createSignIn(
  { appId, credential }: Identity,
  getToken: () => Promise<SignIn>,
): Promise<SignIn> {
  if (credential.kind === 'secret') return getToken()
  const { certificate, privateKey } = credential
  return { kind: 'certificate', appId, certificate, privateKey }
}

function toEndpoint(cloud: Cloud, service: CmdletService): Readonly<Record<string, string>> {
  if (service === 'exchange') return { ExchangeEnvironmentName: cloud.powershellEnvironment }
  const endpoint = cloud.compliancePowershell
  if (endpoint === undefined) return {}
  return {
    ConnectionUri: endpoint.connectionUri,
    AzureADAuthorizationEndpointUri: endpoint.authorizationUri,
  }
}

const claimsSchema = z.object({ exp: z.number() })

/** Undefined when the token is not one that can be looked into: they are opaque by contract. */
function findExpiry(token: string): Instant | undefined {
  try {
    const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')
    return claimsSchema.parse(JSON.parse(payload)).exp * 1_000
  } catch {
    return undefined
  }
}
