// A bot as "reprieve serve" runs it, on a sandbox tenant in which somebody is restricted. Nothing leaves the machine: the
// Teams app was never added anywhere, so there is no channel to post to.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSandbox } from '../../src/backends/sandbox/index.js'
import { createSystemClock } from '../../src/run/clock.js'
import { toSandboxPath } from '../../src/run/data-folder.js'
import { createSavedFile } from '../../src/stores/saved-file.js'
import { run } from './run.js'

const settings = (folder: string) => `
server: { port: 0 }
dataFolder: ${join(folder, 'data')}
logLevel: silent
teams:
  appId: 11111111-2222-4333-8444-555555555555
  appType: UserAssignedMsi
  tenantId: 66666666-7777-4888-8999-AAAAAAAAAAAA
tenants:
  - id: contoso
    name: Contoso
    backend: { kind: sandbox }
    channels: [{ teams: installed }]
access:
  - { console: maya, role: approver, addresses: [maya@contoso.com] }
  - { console: laura, role: approver, addresses: [laura@contoso.com] }
  - { console: anonymous, role: approver }
  - { console: olga, role: operator, addresses: [olga@contoso.com] }
  - { console: vera, role: viewer, addresses: [vera@contoso.com] }
`

export interface Place {
  readonly folder: string
  readonly dataFolder: string
  readonly configPath: string
  remove(): Promise<void>
}

/** A settings file, with more at its end, and a tenant with these senders on its list. */
export async function createPlace(restricted: readonly string[], more = ''): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'reprieve-serve-'))
  const configPath = join(folder, 'reprieve.yaml')
  const dataFolder = join(folder, 'data')
  await writeFile(configPath, `${settings(folder)}${more}`)
  const saved = createSavedFile(toSandboxPath(dataFolder, 'contoso'))
  const sandbox = createSandbox({
    clock: createSystemClock(),
    random: () => 0.5,
    saved,
    latencyMilliseconds: 0,
  })
  for (const address of restricted) sandbox.restrict({ kind: 'sender', address })
  await sandbox.list(AbortSignal.timeout(5_000))
  return { folder, dataFolder, configPath, remove: () => rm(folder, { recursive: true, force: true }) }
}

/** "reprieve serve" in this process. */
export async function serve(
  { configPath }: Pick<Place, 'configPath'>,
  environment: Readonly<Record<string, string>> = {},
) {
  let stop = () => Promise.resolve()
  const ran = await run(['serve', '--config', configPath], {
    environment,
    onStop: (given) => {
      stop = given
    },
  })
  return { ...ran, stop: () => stop() }
}
