// The end of the setup: what was written, how to start, and what the doctor says to all of it.
import { relative } from 'node:path'
import { type DoctorReport, findWorst } from '../../domain/doctor.js'
import { toDeadJson, toDeadLine } from '../dead-text.js'
import { askDoctor, toDoctorText } from '../doctor.js'
import { isBotRunning } from '../running.js'
import { ExitError, exitCodes } from '../terminal.js'
import type { Walk } from './walk.js'

interface EndOptions {
  readonly doctor: boolean
  readonly testCard: boolean
  readonly json?: boolean
}

export interface Ended {
  readonly settings: string
  readonly secrets: string
  readonly written: readonly string[]
  /** Saved, and did not work yet when it was looked at. */
  readonly skipped: readonly string[]
  readonly doctor: (DoctorReport & { readonly worst: string }) | null
}

/** @throws ExitError when something needs mending. */
export async function endWithDoctor(walk: Walk, options: EndOptions): Promise<void> {
  const { terminal, files, asker, written, skipped } = walk
  const settings = files.draft.toSettings()
  const isRunning = await isBotRunning(settings.dataFolder)
  if (isRunning)
    asker.say(
      '\nA bot is running. It takes up organisations by itself, and the rest when it is started again: do that, then "reprieve doctor".',
    )
  const isWanted = options.doctor && !isRunning
  const report = isWanted
    ? await askDoctor({ terminal, settings }, { tenant: undefined, postsTestCards: options.testCard })
    : undefined
  if (options.json === true) {
    const ended: Ended = {
      settings: files.settingsPath,
      secrets: files.secretsPath,
      written,
      skipped,
      doctor: report === undefined ? null : { worst: findWorst(report), ...report },
    }
    await terminal.out(toDeadJson(JSON.stringify(ended)))
  } else await terminal.out(toEndText(walk, report))
  if (report !== undefined && findWorst(report) === 'problem') throw new ExitError(exitCodes.no)
}

function toEndText({ files, written, skipped }: Walk, report: DoctorReport | undefined): string {
  const { settingsPath, secretsPath } = files
  const [settings, secrets] = [settingsPath, secretsPath].map(toShortPath)
  return [
    ...(report === undefined ? [] : [toDoctorText(report), toRedoText(report)]),
    ...(skipped.length === 0 ? [] : [`Saved, but not confirmed: ${skipped.map(toDeadLine).join(', ')}.`]),
    [
      `Settings: ${settings}`,
      `Secrets, for their owner alone: ${secrets}`,
      ...written.map((path) => `To upload or run: ${path}`),
    ].join('\n'),
    `Start it:\n  set -a; . ${secrets}; set +a\n  reprieve serve --config ${settings}`,
  ]
    .filter((text) => text !== '')
    .join('\n\n')
}

function toShortPath(path: string): string {
  const near = relative('.', path)
  return near.startsWith('..') ? path : `./${near}`
}

/** Whose lines are mended by which step. */
function toRedoText({ sections }: DoctorReport): string {
  const troubled = sections.filter(({ checks }) => checks.some(({ result }) => result === 'problem'))
  const lines = troubled.map(({ name }) => `  ${name}: ${toRedo(name)}`)
  return lines.length === 0
    ? ''
    : ['What needs mending is answered anew with', ...lines.map(toDeadLine)].join('\n')
}

function toRedo(section: string): string {
  switch (section) {
    case 'Slack':
      return 'reprieve init --step slack'
    case 'Teams':
      return 'reprieve init --step teams'
    case 'Reprieve':
      return 'reprieve init --step place, or --step people'
    default:
      return `reprieve init --step exchange --tenant "${section.replaceAll('"', '')}"`
  }
}
