// The only file that knows the Bot Framework SDK: it checks who is calling us, and gets the token for calling back.
// Everything else speaks HTTP and plain data, so that moving to @microsoft/agents-hosting changes this file alone.
//
// Neither the SDK's adapter nor its connector client is used. `CloudAdapter.process` rejects outside its own
// try/catch on a body of `{}`, and answers 500 to a forged token; `ConnectorClient` repeats a POST after 5xx and
// dropped sockets and ignores `noRetryPolicy`, which posts cards twice (all 4.23.3).
import {
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
} from 'botbuilder'
import { type CheckedTeamsSettings, graphLogins, type TeamsAuthentication } from './settings.js'
import { channelIssuer } from './token.js'

const connectorAudience = 'https://api.botframework.com'
const loginUrl = 'https://login.microsoftonline.com/botframework.com'

export type Verdict = 'genuine' | 'forged' | 'cannot-tell'

export interface Transport {
  /** Whether the service that signs for Teams signed this header for this bot and this connector address. */
  verify(authorization: string, serviceUrl: string): Promise<Verdict>
  /** The `Authorization` header for calls to the connector. Rejects when no token is to be had. */
  authorize(): Promise<string>
  /** The same for Microsoft Graph, from the same app registration. */
  authorizeForGraph(): Promise<string>
}

// The part of the SDK's interfaces that is needed, so that no activity has to be made up to call them.
interface Validator {
  authenticateRequest(activity: { channelId: string; serviceUrl: string }, header: string): Promise<unknown>
}
interface Signer {
  signRequest(request: { headers: { set(name: string, value: string | number): void } }): Promise<unknown>
}

export function createTransport(
  settings: CheckedTeamsSettings,
  authentication: TeamsAuthentication | undefined,
): Transport {
  const { validator, createSigner, createGraphSigner } =
    authentication === undefined ? createForMicrosoft(settings) : createForOwnKeys(authentication)
  return {
    async verify(authorization, serviceUrl) {
      try {
        await validator.authenticateRequest({ channelId: 'msteams', serviceUrl }, authorization)
        return 'genuine'
      } catch (error) {
        return isAboutToken(error) ? 'forged' : 'cannot-tell'
      }
    },
    authorize: async () => toHeader(await createSigner()),
    authorizeForGraph: async () => toHeader(await createGraphSigner()),
  }
}

async function toHeader(signer: Signer): Promise<string> {
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

interface Sdk {
  readonly validator: Validator
  readonly createSigner: () => Promise<Signer>
  readonly createGraphSigner: () => Promise<Signer>
}

function createForMicrosoft(settings: CheckedTeamsSettings): Sdk {
  const { appId, appType, tenantId, graphUrl } = settings
  const credentials = createCredentials(settings, appType)
  // A multi-tenant bot's own tokens come from botframework.com, where Graph knows nobody: the home tenant's are needed.
  const graph = createCredentials(settings, appType === 'MultiTenant' ? 'SingleTenant' : appType)
  const graphLogin = `${graphLogins[graphUrl]}/${tenantId}`
  return {
    validator: new ConfigurationBotFrameworkAuthentication({ MicrosoftAppId: appId }, credentials),
    createSigner: () => credentials.createCredentials(appId, connectorAudience, loginUrl, true),
    createGraphSigner: () => graph.createCredentials(appId, graphUrl, graphLogin, true),
  }
}

function createCredentials(settings: CheckedTeamsSettings, appType: CheckedTeamsSettings['appType']) {
  const { appId, appPassword, certificateThumbprint, certificatePrivateKey } = settings
  return new ConfigurationServiceClientCredentialFactory({
    MicrosoftAppId: appId,
    MicrosoftAppType: appType,
    MicrosoftAppTenantId: settings.tenantId,
    ...(appPassword === undefined ? {} : { MicrosoftAppPassword: appPassword }),
    ...(certificateThumbprint === undefined ? {} : { CertificateThumbprint: certificateThumbprint }),
    ...(certificatePrivateKey === undefined ? {} : { CertificatePrivateKey: certificatePrivateKey }),
  })
}

function createForOwnKeys({ appId, openIdMetadataUrl, outboundToken }: TeamsAuthentication): Sdk {
  const signer = {
    async signRequest<Request extends Parameters<Signer['signRequest']>[0]>(request: Request) {
      request.headers.set('authorization', `Bearer ${outboundToken}`)
      return request
    },
  }
  const credentials = {
    isValidAppId: async (given: string) => given === appId,
    isAuthenticationDisabled: async () => false,
    createCredentials: async () => signer,
  }
  // One of these keys switches all of the SDK's public defaults off, so all are given.
  const addresses = {
    MicrosoftAppId: appId,
    ToChannelFromBotLoginUrl: openIdMetadataUrl,
    ToChannelFromBotOAuthScope: connectorAudience,
    ToBotFromChannelTokenIssuer: channelIssuer,
    OAuthUrl: openIdMetadataUrl,
    ToBotFromChannelOpenIdMetadataUrl: openIdMetadataUrl,
    ToBotFromEmulatorOpenIdMetadataUrl: openIdMetadataUrl,
    CallerId: 'urn:botframework:azure',
  }
  return {
    validator: new ConfigurationBotFrameworkAuthentication(addresses, credentials),
    createSigner: async () => signer,
    createGraphSigner: async () => signer,
  }
}

// The SDK throws its own error with a status, or lets jsonwebtoken's through. Anything else (metadata that cannot be
// fetched) says nothing about the token.
function isAboutToken(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('statusCode' in error) return error.statusCode === 401
  return ['JsonWebTokenError', 'TokenExpiredError', 'NotBeforeError'].includes(error.name)
}
