// reprieve tenant add: asks what nothing else tells, looks whether it works, and writes it where the other organisations are.
import { basename } from 'node:path'
import type { Draft, TenantPlace } from '../config/index.js'
import { ConfigError } from '../errors.js'
import { toDeadJson, toDeadLine } from './dead-text.js'
import { readAnswers } from './init/answers.js'
import { createAsker } from './init/asker.js'
import type { QuestionId } from './init/questions.js'
import { askExchange } from './init/steps/exchange.js'
import { toId } from './init/steps/place.js'
import { toSuffix } from './init/tenant-at.js'
import { askSetting, beginWalk, trySet, type Walk } from './init/walk.js'
import { choosePlace, fillNew, openNew, putNew, tellPlace } from './new-tenant.js'
import { type FilesOption, openSettingsFiles, type SettingsFiles } from './settings-files.js'
import { ExitError, exitCodes, type Terminal } from './terminal.js'

export interface AddOptions extends FilesOption {
  readonly answers?: string
  readonly folder?: string
  readonly goOn?: boolean
  readonly json?: boolean
  readonly given: ReadonlyMap<QuestionId, string>
}

/** Nothing is written unless all of it is right. @throws ExitError, ConfigError */
export async function addTenant(terminal: Terminal, options: AddOptions): Promise<void> {
  const given = await readAnswers(options)
  const files = await openSettingsFiles(terminal, options)
  if (files.isNew)
    throw new ExitError(
      exitCodes.usage,
      `There is no ${files.settingsPath}. Begin with "reprieve init", or say --config.`,
    )
  const { draft } = files
  const [text, before] = [draft.text(), draft.listProblems().map(toText)]
  const place = choosePlace(draft)
  const tenantAt = openNew(draft)
  const asker = createAsker(terminal, given)
  const walk = beginWalk({ terminal, asker, files, tenantAt, suffix: '' }, options)
  const { id, known: answered } = await askNames(walk, place)
  const channels = await askChannels(walk)
  const known = new Set([...fillNew(draft, { tenantAt, id, place }), ...answered])
  await askExchange({ ...walk, known, suffix: toSuffix(draft, tenantAt) }, true)
  const name = readName(walk)
  await putNew(draft, { tenantAt, id, place, channels, text })
  const wrong = listMore(draft.listProblems().map(toText), before)
  if (wrong.length > 0) throw new ConfigError(wrong.map(toDeadLine))
  await tellAdded({ ...walk, id, name, place }, options, files.save())
}

const toText = ({ path, what, remedy }: { path: string; what: string; remedy: string }) =>
  `${path}: ${what}. ${remedy}.`

/** What is wrong now, and was not before, or not as often: another row may have the same mistake. */
function listMore(now: readonly string[], before: readonly string[]): readonly string[] {
  const left = [...before]
  return now.filter((one) => {
    const at = left.indexOf(one)
    if (at !== -1) left.splice(at, 1)
    return at === -1
  })
}

/**
 * Its name, and an id only where nothing gives one that is free: in a CSV its domain, since a row without an id has that one,
 * elsewhere its name.
 */
async function askNames(
  walk: Walk,
  place: TenantPlace,
): Promise<{ readonly id: string; readonly known: readonly string[] }> {
  const { asker, files, tenantAt } = walk
  const { draft } = files
  const path = ['tenants', tenantAt]
  await asker.ask('name', {
    take: (name) =>
      trySet(files, [...path, 'name'], () =>
        draft.set(path, { id: toId(name), name, backend: { kind: 'sandbox' }, channels: [] }),
      ),
  })
  const isRow = place.kind === 'csv' && !asker.isGiven('tenant-id')
  const domain = [...path, 'backend', 'organization']
  if (isRow) {
    draft.set([...path, 'backend'], { kind: 'exchange' })
    await askSetting(walk, 'organization', domain)
  }
  const usual = isRow ? (draft.readText(domain)?.toLowerCase().split('.')[0] ?? '') : toId(readName(walk))
  const takeId = (id: string) => trySet(files, [...path, 'id'], () => draft.set([...path, 'id'], id))
  const isFree = usual !== '' && takeId(usual) === undefined
  if (!isFree || asker.isGiven('tenant-id'))
    await asker.ask('tenant-id', { ...(isFree ? { byDefault: usual } : {}), take: takeId })
  return { id: draft.readText([...path, 'id']) ?? '', known: isRow ? ['organization'] : [] }
}

function readName({ files: { draft }, tenantAt }: Walk): string {
  return draft.readText(['tenants', tenantAt, 'name']) ?? ''
}

type Channels = Readonly<Partial<Record<'slack' | 'teams', string>>>

/** Those that are its own: where all have theirs in common they are asked of nobody. */
async function askChannels(walk: Walk): Promise<Channels> {
  const { asker, files, tenantAt } = walk
  const { draft } = files
  const hasCommon = draft.read(['defaults', 'channels']) !== undefined
  const first = readFirstChannels(files)
  const isNone = Object.keys(first).length === 0
  const isSaid = isNone && (asker.isGiven('slack-channel') || asker.isGiven('teams-channel'))
  const own: { slack?: string; teams?: string } = {}
  for (const platform of ['slack', 'teams'] as const) {
    const id = `${platform}-channel` as const
    const isAsked = hasCommon || isSaid ? asker.isGiven(id) : isNone && draft.read([platform]) !== undefined
    if (!isAsked && (hasCommon || first[platform] === undefined)) continue
    const path = ['tenants', tenantAt, 'channels', Object.keys(own).length, platform]
    await askSetting(walk, id, path, first[platform] ?? (platform === 'teams' ? 'installed' : undefined))
    own[platform] = draft.readText(path) ?? ''
  }
  // Then those that the defaults name.
  if (Object.keys(own).length === 0) draft.set(['tenants', tenantAt, 'channels'], undefined)
  return own
}

/** In which the first is told that is written out. */
function readFirstChannels({ draft }: SettingsFiles): Channels {
  const find = (platform: 'slack' | 'teams') => {
    const channels = draft.read(['tenants', 0, 'channels'])
    const many = Array.isArray(channels) ? channels.length : 0
    return Array.from({ length: many }, (_, at) =>
      draft.readText(['tenants', 0, 'channels', at, platform]),
    ).find((one) => one !== undefined)
  }
  const [slack, teams] = [find('slack'), find('teams')]
  return { ...(slack === undefined ? {} : { slack }), ...(teams === undefined ? {} : { teams }) }
}

interface Added extends Walk {
  readonly id: string
  readonly name: string
  readonly place: TenantPlace
}

async function tellAdded(
  { terminal, files, written, skipped, id, name, place }: Added,
  { json }: AddOptions,
  isSecretNew: boolean,
): Promise<void> {
  const { draft, settingsPath } = files
  const where = tellPlace(draft, id, place) ?? settingsPath
  const others = draft.listProblems()
  if (json === true)
    return terminal.out(
      toDeadJson(
        JSON.stringify({
          ...{ id, name, settings: settingsPath, file: where, written, skipped },
          needsRestart: isSecretNew,
          otherProblems: others.length,
        }),
      ),
    )
  await terminal.out(
    [
      `${name} (${id}) is in ${where}.${skipped.length === 0 ? '' : ' It does not work yet.'}`,
      toTakenText({ draft, isSecretNew, settings: basename(settingsPath) }),
      ...written.map((path) => `To run: ${path}`),
      `Then: reprieve doctor --tenant ${id}`,
    ]
      .map(toDeadLine)
      .join('\n'),
  )
}

interface Taken {
  readonly draft: Draft
  readonly isSecretNew: boolean
  readonly settings: string
}

function toTakenText({ draft, isSecretNew, settings }: Taken): string {
  if (draft.listProblems().length > 0)
    return `No bot takes it up before the other mistakes of ${settings} are mended: reprieve config check says them.`
  return isSecretNew
    ? 'Its secret is new, which a bot that runs does not have: start Reprieve again.'
    : 'A bot that runs takes it up within seconds, else the next start does.'
}
