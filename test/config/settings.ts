// Settings to start from, and a way to read what is said about broken ones.
import { readSettingsFile } from '../../src/config/index.js'
import { ConfigError } from '../../src/errors.js'

export const environment = {
  SLACK_SIGNING_SECRET: 'signing-canary-3141',
  SLACK_BOT_TOKEN: 'xoxb-canary-5926',
  SLACK_APP_TOKEN: 'xapp-canary-5358',
  MicrosoftAppPassword: 'password-canary-9793',
  EXCHANGE_CERTIFICATE:
    '-----BEGIN CERTIFICATE-----\ncanary-2384\n-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\ncanary-6264\n-----END PRIVATE KEY-----',
  EXCHANGE_CLIENT_SECRET: 'secret-canary-3383',
}

export const slack = `slack:
  signingSecret: \${SLACK_SIGNING_SECRET}
  botToken: \${SLACK_BOT_TOKEN}
  teamId: T1`

export const teams = `teams:
  appId: 11111111-2222-4333-8444-555555555555
  tenantId: 66666666-7777-4888-8999-AAAAAAAAAAAA
  appPassword: \${MicrosoftAppPassword}`

export const tenants = `tenants:
  - id: contoso
    name: Contoso
    backend: { kind: sandbox }
    channels: [{ slack: C1 }]`

/** A tenant of a real organisation; `more` is added to its backend. */
export const exchangeTenant = (more: string) => `tenants:
  - id: contoso
    name: Contoso
    backend:
      kind: exchange
      tenantId: 8C3DAD1D-b6bc-4f8b-939b-8263372eced6
      organization: Contoso.onmicrosoft.com
      appId: 99999999-8888-4777-a666-555555555555
${more.replaceAll(/^/gm, '      ')}
    channels: [{ slack: C1 }]`

/** The least that is enough. */
export const least = `${slack}\n${tenants}\n`

/** What is wrong with this file; fails when nothing is. */
export function findProblems(text: string, given: Readonly<Record<string, string>> = environment) {
  return toProblems(() => readSettingsFile(text, given))
}

export function toProblems(read: () => unknown): readonly string[] {
  try {
    read()
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  throw new Error('expected a ConfigError')
}
