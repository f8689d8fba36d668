// Where the services that a bot of Teams needs live in each cloud. Sources: `CloudEnvironment` of Microsoft's Teams SDK
// (microsoft/teams.ts, teams.net: issuer, metadata, scope, sign-in and `allowedServiceUrls`); learn.microsoft.com, "Configure
// Bot Framework bots for US Government customers", "National cloud deployments", "Send proactive messages" (GCC, GCC High,
// DoD). None of the sovereign ones has been seen from here.

export interface TeamsCloud {
  /** Who signs for Teams. The emulator, other bots and App Service extensions sign with others, and are not let in. */
  readonly issuer: string
  /** Names the document with its keys. */
  readonly metadataUrl: string
  /** What the bot's tokens are for. */
  readonly audience: string
  readonly login: string
  /** The tenant that gives a multi-tenant bot its tokens. */
  readonly botTenant: string
  readonly graph: string
  /** Exact names: anybody can register one under trafficmanager.net. The first until an activity has said which. */
  readonly connectorHosts: readonly [string, ...string[]]
}

const government = {
  issuer: 'https://api.botframework.us',
  metadataUrl: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
  audience: 'https://api.botframework.us',
  login: 'https://login.microsoftonline.us',
  botTenant: 'MicrosoftServices.onmicrosoft.us',
} as const

/** By the names that an organisation's cloud has; GCC is worldwide. */
export const teamsClouds = {
  worldwide: {
    issuer: 'https://api.botframework.com',
    metadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
    audience: 'https://api.botframework.com',
    login: 'https://login.microsoftonline.com',
    botTenant: 'botframework.com',
    graph: 'https://graph.microsoft.com',
    connectorHosts: [
      'smba.trafficmanager.net',
      'smba.onyx.prod.teams.trafficmanager.net',
      'smba.infra.gcc.teams.microsoft.com',
    ],
  },
  'gcc-high': {
    ...government,
    graph: 'https://graph.microsoft.us',
    connectorHosts: ['smba.infra.gov.teams.microsoft.us'],
  },
  dod: {
    ...government,
    graph: 'https://dod-graph.microsoft.us',
    connectorHosts: ['smba.infra.dod.teams.microsoft.us'],
  },
  china: {
    issuer: 'https://api.botframework.azure.cn',
    metadataUrl: 'https://login.botframework.azure.cn/v1/.well-known/openidconfiguration',
    audience: 'https://api.botframework.azure.cn',
    login: 'https://login.partner.microsoftonline.cn',
    botTenant: 'microsoftservices.partner.onmschina.cn',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    connectorHosts: ['frontend.botapi.msg.infra.teams.microsoftonline.cn'],
  },
} as const satisfies Readonly<Record<string, TeamsCloud>>

export type TeamsCloudName = keyof typeof teamsClouds
export const teamsCloudNames = Object.keys(teamsClouds) as TeamsCloudName[]

/** Where Microsoft has documented messages that one member alone sees; GCC and the clouds of others have not been heard of. */
const targetedHosts = ['smba.trafficmanager.net', 'smba.onyx.prod.teams.trafficmanager.net']

interface Address {
  readonly privateAnswers: string
  /** Handed in by code, for tests and the playground. */
  readonly isOwn: boolean
}

/** Whether the connector there knows such a message. One that did not would show it to everybody. */
export function knowsTargeted(serviceUrl: string, { privateAnswers, isOwn }: Address): boolean {
  if (privateAnswers !== 'channel') return false
  return isOwn || targetedHosts.includes(new URL(serviceUrl).hostname.toLowerCase())
}
