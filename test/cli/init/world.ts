// Slack, Teams, Microsoft's sign-in, Exchange and Graph behind one proxy, and an empty folder: where an installation begins.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { createSlackWorkspace } from '../../../playground/slack/workspace.js'
import { TENANT } from '../../../playground/teams/team.js'
import { createTeamsTenant } from '../../../playground/teams/tenant.js'
import { createWire } from '../../../playground/wire.js'
import { readEnvFile } from '../../../src/config/env-file.js'
import { createSystemClock } from '../../../src/run/clock.js'
import { connectorOrigin, createOutside, slackOrigin } from '../../chaos/outside.js'
import { createFakeAccount } from '../../fake-exchange/accounts.js'
import { createCertificate } from '../../fake-exchange/certificate.js'
import { identity } from '../../fake-exchange/homes.js'
import { createFakeExchange } from '../../fake-exchange/server.js'
import { createFakeTenant } from '../../fake-exchange/tenant.js'
import { run } from '../run.js'

/** The account of Maya in Entra, as it is in Teams. */
export const mayaId = '4b0f2f5e-5a53-4f0e-8a0e-6d8f0c1f1a01'
export const teamsApp = TENANT

const granted = [
  'User.Read.All',
  'AuditLog.Read.All',
  'UserAuthenticationMethod.ReadWrite.All',
  'IdentityRiskyUser.Read.All',
  'Directory.Read.All',
  'ExchangeMessageTrace.Read.All',
  'Domain.Read.All',
  'User.EnableDisableAccount.All',
  'User.RevokeSessions.All',
  'User-PasswordProfile.ReadWrite.All',
  'DelegatedPermissionGrant.ReadWrite.All',
] as const

export type World = Awaited<ReturnType<typeof createWorld>>

/** @param botUrl where Slack and Teams call the bot. */
export async function createWorld(botUrl: () => string = () => 'http://127.0.0.1:9') {
  const trustAgain = trustAnybody()
  const base = await mkdtemp(join(tmpdir(), 'reprieve-init-'))
  let count = 0
  let folder = base
  const clock = createSystemClock()
  const wire = createWire(clock)
  const saved = { name: 'nowhere', read: () => undefined, write: async () => {} }
  const shared = { clock, realClock: clock, wire, botUrl, saved }
  const slack = await createSlackWorkspace({ ...shared, baseUrl: () => slackOrigin })
  const teams = await createTeamsTenant({ ...shared, baseUrl: () => connectorOrigin })
  const tenant = createFakeTenant()
  for (const permission of granted) tenant.state.graphPermissions.add(permission)
  tenant.state.directoryRoles.add('User Administrator')
  tenant.state.accounts.push({ ...createFakeAccount({ upn: 'maya@contoso.com' }), userId: mayaId })
  const pem = createCertificate()
  const { tenantId, organization, appId } = identity
  const home = { tenant, tenantId, domain: organization, appId, certificate: pem.certificate }
  const fabrikam = {
    tenant: createFakeTenant(),
    tenantId: '12121212-3434-4565-a787-909090909090',
    domain: 'fabrikam.onmicrosoft.com',
    appId,
    certificate: pem.certificate,
  }
  const exchange = await createFakeExchange({ homes: [home, fabrikam] })
  const outside = await createOutside({
    slack,
    teams,
    exchangePort: exchange.port,
    onExchange: () => {},
    onPost: () => {},
  })
  const at = (...names: readonly string[]) => join(folder, ...names)
  const environment = { HTTPS_PROXY: outside.toProxy('one'), NO_PROXY: '127.0.0.1' }

  return {
    slack,
    teams,
    tenant,
    fabrikam: fabrikam.tenant,
    exchange,
    environment,
    at,
    read: (...names: readonly string[]) => readFileSync(at(...names), 'utf8'),
    has: (...names: readonly string[]) => existsSync(at(...names)),
    mode: (...names: readonly string[]) => (statSync(at(...names)).mode & 0o777).toString(8),
    write: (name: string, text: string) => writeFileSync(at(name), text),
    /** In an empty folder from now on. */
    beginAnew() {
      count += 1
      folder = join(base, String(count))
      mkdirSync(folder)
      writeFileSync(at('reprieve.crt'), pem.certificate)
      writeFileSync(at('reprieve.key'), pem.privateKey)
    },
    /** Answers to everything, as somebody writes them down for a machine without a terminal. */
    answers: () => ({
      name: 'Contoso',
      host: 'https://reprieve.contoso.com',
      'data-folder': at('data'),
      slack: true,
      'slack-signing-secret': slack.signingSecret,
      'slack-bot-token': slack.botToken,
      'slack-channel': slack.channelId,
      teams: true,
      'teams-app-id': TENANT.appId,
      'teams-tenant': organization,
      'teams-app-password': 'canary-password',
      exchange: true,
      organization,
      'exchange-app-id': appId,
      certificate: at('reprieve.crt'),
      'certificate-key': at('reprieve.key'),
      address: 'maya@contoso.com',
    }),
    /** A command in this folder, without a terminal unless something is typed. */
    reprieve: (
      args: readonly string[],
      typed?: readonly string[],
      more: Readonly<Record<string, string>> = {},
      onAsked: (question: string) => void = () => {},
    ) =>
      run([...args], {
        environment: { ...environment, ...more },
        ...(typed === undefined ? {} : { typed }),
        onAsked,
      }),
    /** What a shell has after it has read the file with the secrets. */
    loaded: () => readEnvFile(readFileSync(at('reprieve.env'), 'utf8')),
    files: () => ['--config', at('reprieve.yaml')] as const,
    init(answers: object, ...args: readonly string[]) {
      writeFileSync(at('answers.yaml'), stringify(answers))
      return this.reprieve([
        'init',
        '--config',
        at('reprieve.yaml'),
        '--answers',
        at('answers.yaml'),
        ...args,
      ])
    },
    async close() {
      await Promise.all([slack.stop(), teams.stop()])
      await outside.close()
      await exchange.close()
      trustAgain()
      await rm(base, { recursive: true, force: true })
    },
  }
}

/** The proxy ends TLS with a certificate of its own. Whatever runs after this in the same thread must not be so trusting. */
function trustAnybody(): () => void {
  const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
  return () => {
    if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
    else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before
  }
}
