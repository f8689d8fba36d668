// reprieve init: from an empty folder, or from settings that are there, to a bot that can be started and a doctor that says so.
import { ConfigError } from '../../errors.js'
import { toDeadLine } from '../dead-text.js'
import { type FilesOption, openSettingsFiles, type SettingsFiles } from '../settings-files.js'
import type { Terminal } from '../terminal.js'
import { readAnswers } from './answers.js'
import { createAsker } from './asker.js'
import { endWithDoctor } from './end.js'
import { type QuestionId, type StepName, stepNames } from './questions.js'
import { askExchange } from './steps/exchange.js'
import { askPeople } from './steps/people.js'
import { askPlace } from './steps/place.js'
import { askSlack } from './steps/slack.js'
import { askTeams } from './steps/teams.js'
import { findTenantAt, toSuffix } from './tenant-at.js'
import { beginWalk, type Walk } from './walk.js'

const steps: Readonly<Record<StepName, (walk: Walk) => Promise<void>>> = {
  place: askPlace,
  slack: askSlack,
  teams: askTeams,
  exchange: askExchange,
  people: askPeople,
}

const titles: Readonly<Record<StepName, string>> = {
  place: 'Your organisation and this machine',
  slack: 'Slack',
  teams: 'Microsoft Teams',
  exchange: 'Exchange Online',
  people: 'Who may act',
}

export interface InitOptions extends FilesOption {
  readonly answers?: string
  readonly step?: StepName
  readonly tenant?: string
  readonly folder?: string
  readonly goOn?: boolean
  readonly doctor: boolean
  readonly testCard: boolean
  readonly json?: boolean
  /** Answers that are no secrets, as options. */
  readonly given: ReadonlyMap<QuestionId, string>
}

/** @throws ExitError, ConfigError */
export async function init(terminal: Terminal, options: InitOptions): Promise<void> {
  const walk = await openWalk(terminal, options)
  const { files, asker } = walk
  if (!files.isNew) asker.say(`What stands in ${files.settingsPath} is what Enter takes.`)
  const wanted = options.step === undefined ? stepNames : [options.step]
  for (const [at, name] of wanted.entries()) {
    asker.say(`\n${wanted.length === 1 ? '' : `${at + 1} of ${wanted.length}: `}${titles[name]}`)
    await takeStep(walk, name, at === wanted.length - 1)
  }
  await endWithDoctor(walk, options)
}

async function openWalk(terminal: Terminal, options: InitOptions): Promise<Walk> {
  const given = await readAnswers(options)
  const files = await openSettingsFiles(terminal, options)
  const tenantAt = findTenantAt(files.draft, options.tenant)
  const asker = createAsker(terminal, given)
  return beginWalk({ terminal, asker, files, tenantAt, suffix: toSuffix(files.draft, tenantAt) }, options)
}

/** Saved after each step as soon as it is whole; whoever leaves in the middle loses this step alone. */
async function takeStep(walk: Walk, name: StepName, isLast: boolean): Promise<void> {
  const { files, asker } = walk
  const before = new Set(listWrong(files))
  await steps[name](walk)
  const wrong = listWrong(files).filter((one) => !before.has(one))
  if (wrong.length > 0 && isLast) throw new ConfigError(wrong.map(toDeadLine))
  if (wrong.length > 0 || (files.isNew && listWrong(files).length > 0)) return
  files.save()
  asker.say(`  Saved: ${files.settingsPath}`)
}

function listWrong({ draft }: SettingsFiles): readonly string[] {
  return draft
    .listProblems()
    .map(({ path, what, remedy }) => `${path === '' ? 'The file' : path}: ${what}. ${remedy}.`)
}
