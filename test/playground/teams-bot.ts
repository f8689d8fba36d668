// A tiny Teams bot on the real Bot Framework SDK: tests hand it a turn handler.
import {
  type Activity,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type ConversationReference,
  type TurnContext,
} from 'botbuilder'
import { readText } from '../../playground/http.js'
import type { Playground } from '../../playground/index.js'
import type { Route } from '../../src/ports.js'

export interface TeamsBot {
  readonly build: (playground: Playground) => Promise<readonly Route[]>
  /** Speaks up in a conversation seen before. */
  resume(
    reference: Partial<ConversationReference>,
    talk: (context: TurnContext) => Promise<void>,
  ): Promise<void>
  readonly seen: Activity[]
}

export function teamsBot(onTurn: (context: TurnContext) => Promise<void> = async () => {}): TeamsBot {
  let adapter: CloudAdapter | undefined
  let appId = ''
  const seen: Activity[] = []
  return {
    seen,
    async resume(reference, talk) {
      await adapter?.continueConversationAsync(appId, reference, talk)
    },
    async build(playground) {
      appId = playground.teams.botAuthentication().appId
      const running = createAdapter(playground)
      adapter = running
      return [
        {
          path: '/api/messages',
          async handle(request, response) {
            const body = await readText(request)
            const parsed = JSON.parse(body.ok ? body.value : '{}') as Record<string, unknown>
            const asked = { method: 'POST', headers: request.headers, body: parsed }
            const answered = {
              socket: response.socket,
              header: (name: string, value: unknown) => response.setHeader(name, String(value)),
              status: (code: number) => Object.assign(response, { statusCode: code }),
              send: (content: unknown) => response.write(JSON.stringify(content)),
              end: () => response.end(),
            }
            const logic = async (context: TurnContext) => {
              seen.push(structuredClone(context.activity))
              await onTurn(context)
            }
            await running.process(asked, answered, logic)
          },
        },
      ]
    },
  }
}

function createAdapter(playground: Playground): CloudAdapter {
  const { appId, tenantId, issuer, openIdMetadataUrl, outboundToken } = playground.teams.botAuthentication()
  const settings = {
    MicrosoftAppId: appId,
    MicrosoftAppType: 'SingleTenant',
    MicrosoftAppTenantId: tenantId,
    ToChannelFromBotLoginUrl: openIdMetadataUrl,
    ToChannelFromBotOAuthScope: issuer,
    ToBotFromChannelTokenIssuer: issuer,
    OAuthUrl: openIdMetadataUrl,
    ToBotFromChannelOpenIdMetadataUrl: openIdMetadataUrl,
    ToBotFromEmulatorOpenIdMetadataUrl: openIdMetadataUrl,
    CallerId: 'urn:botframework:azure',
  }
  const adapter = new CloudAdapter(
    new ConfigurationBotFrameworkAuthentication(settings, {
      isValidAppId: async (id) => id === appId,
      isAuthenticationDisabled: async () => false,
      createCredentials: async () => ({
        signRequest: async (request) => {
          request.headers.set('authorization', `Bearer ${outboundToken}`)
          return request
        },
      }),
    }),
  )
  adapter.onTurnError = async (_, error) => {
    throw error
  }
  return adapter
}
