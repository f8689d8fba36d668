// The only file that knows the Bot Framework SDK: it checks who is calling us, and asks the machine for the tokens of a
// managed identity. Everything else speaks HTTP and plain data, so that moving to @microsoft/agents-hosting changes this
// file alone. It is loaded when the first token is to be looked at, or a while after the start: to load it takes longer
// than the rest of a start.
//
// Neither the SDK's adapter nor its connector client is used. `CloudAdapter.process` rejects outside its own
// try/catch on a body of `{}`, and answers 500 to a forged token; `ConnectorClient` repeats a POST after 5xx and
// dropped sockets and ignores `noRetryPolicy`, which posts cards twice (all 4.23.3).
import { z } from 'zod'
import type { Clock, Fetch, Log } from '../../ports.js'
import { type TeamsCloud, teamsClouds } from './clouds.js'
import type { CheckedTeamsSettings, TeamsAuthentication } from './settings.js'
import { createSigningKeys, type SigningKeys } from './signing-keys.js'
import { createTokens } from './tokens.js'
import { type Verdict, verifyToken } from './verify.js'

export interface Transport {
  /** Whether the service that signs for Teams signed this header for this bot and this connector address. */
  verify(authorization: string, serviceUrl: string): Promise<Verdict>
  readonly keys: Pick<SigningKeys, 'look' | 'readTrouble'>
  /** The `Authorization` header for calls to the connector. Rejects when no token is to be had. */
  authorize(): Promise<string>
  /** The same for Microsoft Graph, from the same app registration. */
  authorizeForGraph(): Promise<string>
  /** Loads what the first token would wait for. */
  warmUp(): Promise<void>
}

// The part of the SDK's interfaces that is needed, so that no activity has to be made up to call them.
interface Validator {
  authenticateRequest(activity: { channelId: string; serviceUrl: string }, header: string): Promise<unknown>
}
interface Signer {
  signRequest(request: { headers: { set(name: string, value: string | number): void } }): Promise<unknown>
}

interface TransportParts {
  readonly settings: CheckedTeamsSettings
  readonly authentication?: TeamsAuthentication | undefined
  readonly fetch: Fetch
  readonly clock: Clock
  readonly log: Log
}

export function createTransport({ settings, authentication, ...parts }: TransportParts): Transport {
  const { appId } = settings
  const cloud: TeamsCloud = {
    ...teamsClouds[settings.cloud],
    ...(authentication === undefined ? {} : { metadataUrl: authentication.openIdMetadataUrl }),
  }
  const keys = createSigningKeys({ metadataUrl: cloud.metadataUrl, ...parts })
  let loading: Promise<Validator> | undefined
  function load(): Promise<Validator> {
    loading ??= createValidator(settings, { cloud, keys })
    return loading
  }
  const own = authentication && (async () => `Bearer ${authentication.outboundToken}`)
  return {
    keys,
    async warmUp() {
      await load()
    },
    async verify(authorization, serviceUrl) {
      const verdict = await verifyToken({ issuer: cloud.issuer, appId, keys }, authorization, serviceUrl)
      if (verdict !== 'genuine') return verdict
      const validator = await load()
      try {
        await validator.authenticateRequest({ channelId: 'msteams', serviceUrl }, authorization)
        return 'genuine'
      } catch (error) {
        return isAboutToken(error) ? 'forged' : 'cannot-tell'
      }
    },
    ...(own === undefined
      ? createAuthorizers(settings, { cloud, ...parts })
      : { authorize: own, authorizeForGraph: own }),
  }
}

/** Where the SDK keeps what it knows of a metadata document, by its address. It has no door to it. */
const sdkCacheSchema = z.instanceof(Map)

async function createValidator(
  { appId }: CheckedTeamsSettings,
  { cloud, keys }: { readonly cloud: TeamsCloud; readonly keys: SigningKeys },
): Promise<Validator> {
  const { ConfigurationBotFrameworkAuthentication, JwtTokenExtractor } = await import('./sdk.js')
  // Left alone it fetches the keys itself, without a time limit and past the proxy, once for each who asks, and turns
  // everybody away when they cannot be renewed after a day.
  sdkCacheSchema.parse(Reflect.get(JwtTokenExtractor, 'openIdMetadataCache')).set(cloud.metadataUrl, {
    getKey: (keyId: string) => keys.find(keyId),
  })
  const login = `${cloud.login}/${cloud.botTenant}`
  // One of them alone switches all the SDK's own off.
  const addresses = {
    MicrosoftAppId: appId,
    ToChannelFromBotLoginUrl: login,
    ToChannelFromBotOAuthScope: cloud.audience,
    ToBotFromChannelTokenIssuer: cloud.issuer,
    OAuthUrl: login,
    ToBotFromChannelOpenIdMetadataUrl: cloud.metadataUrl,
    ToBotFromEmulatorOpenIdMetadataUrl: cloud.metadataUrl,
    CallerId: 'urn:botframework:azure',
  }
  return new ConfigurationBotFrameworkAuthentication(addresses, {
    isValidAppId: async (given: string) => given === appId,
    isAuthenticationDisabled: async () => false,
    createCredentials: () => Promise.reject(new Error('Nothing is sent through the SDK')),
  })
}

interface AuthorizerParts extends Pick<TransportParts, 'fetch' | 'clock'> {
  readonly cloud: TeamsCloud
}

function createAuthorizers(
  settings: CheckedTeamsSettings,
  { cloud, ...parts }: AuthorizerParts,
): Pick<Transport, 'authorize' | 'authorizeForGraph'> {
  if (settings.appType === 'UserAssignedMsi')
    return {
      authorize: () => askMachine(settings.appId, cloud.audience),
      authorizeForGraph: () => askMachine(settings.appId, cloud.graph),
    }
  const getToken = createTokens({ credentials: settings, ...parts })
  const home = `${cloud.login}/${settings.tenantId}`
  // A multi-tenant bot's own tokens come from a tenant of Microsoft's, where Graph knows nobody.
  const authority = settings.appType === 'MultiTenant' ? `${cloud.login}/${cloud.botTenant}` : home
  return {
    authorize: async () => `Bearer ${await getToken({ audience: cloud.audience, authority })}`,
    authorizeForGraph: async () => `Bearer ${await getToken({ audience: cloud.graph, authority: home })}`,
  }
}

async function askMachine(appId: string, audience: string): Promise<string> {
  const { ConfigurationServiceClientCredentialFactory } = await import('./sdk.js')
  const credentials = new ConfigurationServiceClientCredentialFactory({
    MicrosoftAppId: appId,
    MicrosoftAppType: 'UserAssignedMsi',
    // Wanted, and not used for anything.
    MicrosoftAppTenantId: appId,
  })
  const signer: Signer = await credentials.createCredentials(appId, audience, '', true)
  let authorization = ''
  await signer.signRequest({
    headers: {
      set(_name, value) {
        authorization = String(value)
      },
    },
  })
  return authorization
}

// The SDK throws its own error with a status, or lets jsonwebtoken's through. Anything else says nothing about the token.
function isAboutToken(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('statusCode' in error) return error.statusCode === 401
  return ['JsonWebTokenError', 'TokenExpiredError', 'NotBeforeError'].includes(error.name)
}
