// The floor for Teams: a bot as the samples of botbuilder build it, with the SDK's own adapter and handler. It checks
// the token as ours does and answers every invoke with one line, or one card that was rendered beforehand, or sends that card
// as a message of its own and says so in one line.

import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import {
  type Attachment,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type InvokeResponse,
  TeamsActivityHandler,
  type TurnContext,
} from 'botbuilder'
import { z } from 'zod'
import { catalogue } from '../../src/features/index.js'
import { createRenderer } from '../../src/platforms/templates/index.js'
import { answerCalls } from '../processes/answer.js'
import { readUsage } from '../processes/usage.js'
import { createShowCard } from '../world/cards.js'
import { issuer, teams } from '../world/facts.js'

const settingsSchema = z.object({
  openIdMetadataUrl: z.string(),
  answers: z.enum(['card', 'message', 'text']),
})
const bodySchema = z.record(z.string(), z.unknown())

answerCalls({
  async start(argument) {
    const { openIdMetadataUrl, answers } = settingsSchema.parse(argument)
    const adapter = createAdapter(openIdMetadataUrl)
    const card = await createCardBody()
    const bot = new AnsweringBot(
      answers === 'card' ? card : textBody,
      answers === 'message' ? { contentType: card.type, content: card.value } : undefined,
    )
    const server = createServer((request, response) => {
      void readBody(request).then((body) =>
        adapter.process(toSdkRequest(request, body), toSdkResponse(response), (context) => bot.run(context)),
      )
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    return typeof address === 'object' ? address?.port : undefined
  },
  usage: readUsage,
})

const textBody = { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Done.' }

async function createCardBody() {
  const value = createRenderer({ platform: 'teams', cards: catalogue.cards })(await createShowCard('teams'))
  return { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value }
}

class AnsweringBot extends TeamsActivityHandler {
  readonly #body: object
  readonly #sent: Attachment | undefined

  constructor(body: object, sent: Attachment | undefined) {
    super()
    this.#body = body
    this.#sent = sent
  }

  protected override async onInvokeActivity(context: TurnContext): Promise<InvokeResponse> {
    if (this.#sent !== undefined) await context.sendActivity({ type: 'message', attachments: [this.#sent] })
    return { status: 200, body: this.#body }
  }
}

/** With keys of our own instead of Microsoft's; the SDK does the same work with them. */
function createAdapter(openIdMetadataUrl: string): CloudAdapter {
  const addresses = {
    MicrosoftAppId: teams.appId,
    ToChannelFromBotLoginUrl: openIdMetadataUrl,
    ToChannelFromBotOAuthScope: 'https://api.botframework.com',
    ToBotFromChannelTokenIssuer: issuer,
    OAuthUrl: openIdMetadataUrl,
    ToBotFromChannelOpenIdMetadataUrl: openIdMetadataUrl,
    ToBotFromEmulatorOpenIdMetadataUrl: openIdMetadataUrl,
    CallerId: 'urn:botframework:azure',
  }
  const signer = {
    signRequest: async <Request>(request: Request) => request,
  }
  return new CloudAdapter(
    new ConfigurationBotFrameworkAuthentication(addresses, {
      isValidAppId: async (given) => given === teams.appId,
      isAuthenticationDisabled: async () => false,
      createCredentials: async () => signer,
    }),
  )
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array))
  return bodySchema.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')))
}

/** What restify or Express would hand over, without their cost. */
function toSdkRequest({ headers, method }: IncomingMessage, body: Record<string, unknown>) {
  return { body, headers, ...(method === undefined ? {} : { method }) }
}

function toSdkResponse(response: ServerResponse) {
  return {
    socket: response.socket,
    status: (code: number) => response.writeHead(code, { 'content-type': 'application/json; charset=utf-8' }),
    header: (name: string, value: unknown) => response.setHeader(name, String(value)),
    send: (body: unknown) => response.write(JSON.stringify(body)),
    end: () => response.end(),
  }
}
