// What the settings file of a replica says: nothing that an installation's could not say.
import { type PersonKey, people } from '../../playground/people.js'
import type { SlackWorkspace } from '../../playground/slack/workspace.js'
import { TENANT } from '../../playground/teams/team.js'

export const exchangeApp = {
  appId: '6f1d2c4e-9b0a-4c7d-8e21-3a5b7c9d0e42',
  clientSecret: 'canary-client-secret',
}

export const toTenantId = (at: number) => `8c3dad1d-b6bc-4f8b-939b-${String(at).padStart(12, '0')}`

interface SettingsParts {
  readonly slack: Pick<SlackWorkspace, 'teamId' | 'channelId'>
  readonly dataFolder: string
  readonly tenants: number
  readonly proxy: string
}

export const approverKeys = ['maya', 'tom', 'laura'] as const satisfies readonly PersonKey[]
const approvers = people.filter(({ key }) => approverKeys.some((one) => one === key))

export function toSettings({ slack, dataFolder, tenants, proxy }: SettingsParts): object {
  return {
    server: { host: '127.0.0.1', port: 0 },
    dataFolder,
    logLevel: 'info',
    proxy,
    noProxy: '127.0.0.1',
    store: { url: '${DATABASE_URL}' },
    slack: { signingSecret: '${SLACK_SIGNING_SECRET}', botToken: '${SLACK_BOT_TOKEN}', teamId: slack.teamId },
    teams: { appId: TENANT.appId, tenantId: TENANT.tenantId, appPassword: '${MicrosoftAppPassword}' },
    tenants: Array.from({ length: tenants }, (_, at) => ({
      id: `tenant-${at}`,
      name: `Tenant ${at}`,
      pollSeconds: 15,
      backend: {
        kind: 'exchange',
        appId: exchangeApp.appId,
        clientSecret: '${EXCHANGE_CLIENT_SECRET}',
        tenantId: toTenantId(at),
        organization: 'contoso.onmicrosoft.com',
        transport: 'rest',
      },
      channels: [{ slack: slack.channelId }, { teams: 'installed' }],
    })),
    access: approvers.flatMap(({ name, email, slack: inSlack, teams: inTeams }) => [
      { slack: inSlack.userId, role: 'approver', addresses: [email], name },
      { entra: inTeams.aadObjectId, role: 'approver', addresses: [email], name },
    ]),
  }
}

/** What stands in its environment. */
export function toSecrets({ signingSecret, botToken }: SlackWorkspace, databaseUrl: string) {
  return {
    DATABASE_URL: databaseUrl,
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_BOT_TOKEN: botToken,
    MicrosoftAppPassword: 'canary-password',
    EXCHANGE_CLIENT_SECRET: exchangeApp.clientSecret,
  }
}
