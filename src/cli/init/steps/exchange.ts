import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from '../../../errors.js'
import { toPapers } from '../../../run/papers.js'
import { findDirectory } from '../../../run/probe.js'
import { askCertificate } from '../certificate.js'
import { exchangeQuestions } from '../questions.js'
import { note } from '../uploads.js'
import { askSecret, askSetting, isKnown, lookAt, toTenantPath, trySet, type Walk } from '../walk.js'
import { askDirectory, type Cloud, clouds, readCloud } from './teams.js'

/** @param isWanted undefined asks. */
export async function askExchange(walk: Walk, isWanted?: boolean): Promise<void> {
  const { asker, files } = walk
  const { draft } = files
  const path = toTenantPath(walk, 'backend')
  const isThere = draft.readText([...path, 'kind']) === 'exchange'
  if (!(isWanted ?? (await asker.isYes('exchange', isThere || asker.isInteractive)))) return
  if (draft.readText([...path, 'kind']) === 'sandbox') draft.set(path, { kind: 'exchange' })
  else draft.set([...path, 'kind'], 'exchange')
  for (let isAnew = false; ; isAnew = true) {
    await askAll(walk, isAnew)
    writePapers(walk)
    const name = draft.readText(toTenantPath(walk, 'name')) ?? ''
    const id = draft.readText(toTenantPath(walk, 'id')) ?? ''
    const looked = await lookAt(walk, `Exchange Online of ${name}`, (probe) => probe.examineTenant(id))
    if (looked !== 'anew') return
    asker.forget(exchangeQuestions)
  }
}

async function askAll(walk: Walk, isAnew: boolean): Promise<void> {
  const { asker, files } = walk
  const { draft } = files
  const at = (name: string) => toTenantPath(walk, 'backend', name)
  await askCloud(walk, at('cloud'))
  if (isAnew || !walk.known.has('organization')) await askSetting(walk, 'organization', at('organization'))
  await askOwnDirectory(walk)
  if (!isKnown(walk, ['appId'], ['exchange-app-id'])) await askSetting(walk, 'exchange-app-id', at('appId'))
  await askSignIn(walk)
  if (isKnown(walk, ['mode'], ['mode'])) return
  const mode = toTenantPath(walk, 'mode')
  const usual = draft.readText(mode) === 'watch' ? 'watch' : 'act'
  const chosen = await asker.choose('mode', ['act', 'watch'], usual)
  const isUsual = chosen === 'act' && !walk.known.has('mode')
  trySet(files, mode, () => draft.set(mode, isUsual ? undefined : chosen))
}

async function askCloud(walk: Walk, path: readonly (string | number)[]): Promise<void> {
  const { asker, known, files } = walk
  // Where there are defaults of a backend, what they do not say is worldwide for all.
  if (isKnown(walk, ['cloud', 'appId'], ['cloud'])) return
  const cloud = await asker.choose('cloud', clouds, readCloud(walk, path))
  // Worldwide is what counts without a word.
  files.draft.set(path, cloud === 'worldwide' && !known.has('cloud') ? undefined : cloud)
}

/** Where the defaults say the rest, nobody is asked for what the sign-in host tells. */
async function askOwnDirectory(walk: Walk): Promise<void> {
  const { asker, files, known } = walk
  const { draft } = files
  const at = (name: string) => toTenantPath(walk, 'backend', name)
  const cloud = readCloud(walk, at('cloud'))
  const found = await findByDomain(walk, draft.readText(at('organization')), cloud)
  if (found !== undefined && known.size > 0 && !asker.isGiven('directory')) {
    draft.set(at('tenantId'), found)
    return asker.say(`  Its directory is ${found}.`)
  }
  return askDirectory(walk, 'directory', { path: at('tenantId'), cloudPath: at('cloud'), byDefault: found })
}

async function findByDomain(
  walk: Walk,
  domain: string | undefined,
  cloud: Cloud,
): Promise<string | undefined> {
  if (domain === undefined) return undefined
  return findDirectory({ domain, cloud }, walk.files.draft.findProxy())
}

async function askSignIn(walk: Walk): Promise<void> {
  const { asker, files } = walk
  const { draft } = files
  const [secret, certificate] = [
    toTenantPath(walk, 'backend', 'clientSecret'),
    toTenantPath(walk, 'backend', 'certificate'),
  ]
  const usual = draft.read(secret) === undefined ? 'certificate' : 'secret'
  if (isSignInKnown(walk, usual === 'secret' ? secret : certificate)) return
  const isOneWay = isKnown(walk, ['certificate', 'clientSecret'], ['exchange-sign-in'])
  const way = isOneWay ? usual : await asker.choose('exchange-sign-in', ['certificate', 'secret'], usual)
  draft.set(way === 'secret' ? certificate : secret, undefined)
  await (way === 'secret'
    ? askSecret(walk, 'exchange-client-secret', secret)
    : askCertificate(walk, certificate))
}

/** Said by the defaults, and its variable is set: one that has the tenant's id in its name may not be yet. */
function isSignInKnown(walk: Walk, path: readonly (string | number)[]): boolean {
  const { files } = walk
  const ids = ['exchange-sign-in', 'certificate', 'certificate-key', 'exchange-client-secret'] as const
  return isKnown(walk, ['certificate', 'clientSecret'], ids) && files.draft.readText(path) !== undefined
}

/** What an administrator has to do there is written down before anything can work. */
function writePapers(walk: Walk): void {
  const { asker, files, folder } = walk
  const { draft } = files
  const read = (...path: readonly string[]) => draft.readText(toTenantPath(walk, ...path)) ?? ''
  const papers = toPapers({
    name: read('name'),
    mode: read('mode') === 'watch' ? 'watch' : 'act',
    backend: {
      tenantId: read('backend', 'tenantId'),
      appId: read('backend', 'appId'),
      cloud: readCloud(walk, toTenantPath(walk, 'backend', 'cloud')),
    },
  })
  const path = join(folder, `exchange-role-${read('id')}.ps1`)
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(path, papers.roleScript)
  } catch (error) {
    throw new ConfigError([`${path}: cannot be written: ${error instanceof Error ? error.message : ''}`])
  }
  note(walk, path)
  asker.say(
    `\n  Permissions of the app and its role in Exchange: ${path} lists and makes them.\n  Consent, as an administrator there: ${papers.consentUrl}\n  New roles and consents take up to an hour; "go on" then, and look later with "reprieve doctor".`,
  )
}
