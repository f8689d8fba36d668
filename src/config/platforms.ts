// The settings of the Slack app and of the Teams bot.
import { z } from 'zod'
import { cloudNames } from './backends.js'
import { always, checkCredentials } from './conflicts.js'
import { connectorUrl, guid, privateKey, secret, slackId, slackToken } from './formats.js'

const slackKeys = {
  botToken: secret(
    {
      description: 'Bot token of the Slack app',
      hint: 'Copy it from the app\'s page "OAuth & Permissions"',
      variable: 'SLACK_BOT_TOKEN',
    },
    slackToken.bot,
  ),
  teamId: slackId('T', 'workspace').meta({
    description: 'The home workspace: nobody of another one may do anything',
    hint: "It is in the workspace's address, https://app.slack.com/client/T…",
    variable: 'SLACK_TEAM_ID',
  }),
}
const signingSecret = secret({
  description: "Signs Slack's requests; needed in mode http",
  hint: 'Copy the signing secret from the app\'s page "Basic Information"',
  variable: 'SLACK_SIGNING_SECRET',
})
const appToken = secret(
  {
    description: 'App-level token with connections:write; needed in mode socket',
    hint: 'Make one on the app\'s page "Basic Information"',
    variable: 'SLACK_APP_TOKEN',
  },
  slackToken.app,
)
const mode = { description: 'http: Slack calls us. socket: we call Slack, for a host nobody can reach' }

export const slackSchema = z.discriminatedUnion('mode', [
  z.strictObject({
    mode: z.literal('http').default('http').meta(mode),
    ...slackKeys,
    signingSecret,
    appToken: appToken.optional(),
  }),
  z.strictObject({
    mode: z.literal('socket').meta(mode),
    ...slackKeys,
    signingSecret: signingSecret.optional(),
    appToken,
  }),
])

const certificateSchema = z.strictObject({
  thumbprint: z
    .string('is not a thumbprint: 40 hexadecimal digits')
    .overwrite((digits) => digits.replaceAll(/[\s:]/g, ''))
    .regex(/^[\da-fA-F]{40}$/, 'is not a thumbprint: 40 hexadecimal digits')
    .meta({
      description: 'SHA-1 thumbprint, as Entra shows it',
      variable: 'MicrosoftAppCertificateThumbprint',
    }),
  privateKey: secret(
    { description: 'Its private key as PEM', variable: 'MicrosoftAppCertificatePrivateKey' },
    privateKey,
  ).overwrite((pem) => pem.replaceAll('\\n', '\n')),
})

export const teamsSchema = z
  .strictObject({
    appId: guid.meta({
      description: "Application (client) id of the bot's registration",
      hint: 'Copy the application id from the Azure Bot\'s page "Configuration"',
      variable: 'MicrosoftAppId',
    }),
    appType: z
      .enum(['SingleTenant', 'UserAssignedMsi', 'MultiTenant'])
      .default('SingleTenant')
      .meta({ description: 'As the Azure Bot was registered', variable: 'MicrosoftAppType' }),
    tenantId: guid.meta({
      description: 'The home tenant in Entra: nobody of another one may do anything',
      hint: 'Copy the tenant id from the overview of Entra',
      variable: 'MicrosoftAppTenantId',
    }),
    appPassword: secret({
      description: 'Client secret; SingleTenant and MultiTenant need this or a certificate',
      hint: 'Make a client secret on the registration\'s page "Certificates & secrets"',
      variable: 'MicrosoftAppPassword',
    }).optional(),
    certificate: certificateSchema.optional().meta({ description: 'Instead of appPassword' }),
    cloud: z.enum(cloudNames).default('worldwide').meta({
      description: 'Which Microsoft cloud the bot and its home tenant live in; GCC is worldwide',
      variable: 'TEAMS_CLOUD',
    }),
    privateAnswers: z.enum(['channel', 'chat', 'card']).default('channel').meta({
      description:
        'Where somebody in a channel is shown what is for them alone: there, where Teams is known to do that, in their personal chat, or in place of the card they pressed',
      variable: 'TEAMS_PRIVATE_ANSWERS',
    }),
    serviceUrls: z.array(connectorUrl).max(20, 'has more than 20 entries').default([]).meta({
      description: "Addresses Teams may be answered at, beside Microsoft's own",
      hint: 'The doctor names an address that was turned away: add it only when it is Microsoft that uses it',
    }),
  })
  .superRefine(checkCredentials, always)
