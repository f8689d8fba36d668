// What the doctor found, problems first.

import type { ActorRef } from '../../domain/actor.js'
import type { Check } from '../../domain/check.js'
import { type DoctorReport, type DoctorSection, groupReport, resultOrder } from '../../domain/doctor.js'
import type { Instant } from '../../domain/instant.js'
import { say, tellClock } from '../../domain/said.js'
import type { Card, DoctorRow } from '../cards.js'
import { toAgeText, toCountText } from '../words/words.js'

/** Read at a glance, and together within what Slack takes as one message. */
const mostTroubles = 12
const mostSections = 6

interface ResultWords {
  readonly icon: string
  readonly word: string
  /** After its number, for one and for more. */
  readonly counted: readonly [string, string]
}

export const resultWords: Readonly<Record<Check['result'], ResultWords>> = {
  problem: { icon: '🔴', word: 'needs mending', counted: ['needs mending', 'need mending'] },
  warning: { icon: '⚠️', word: 'could be better', counted: ['could be better', 'could be better'] },
  skipped: { icon: '❔', word: 'not checked', counted: ['not checked', 'not checked'] },
  ok: { icon: '✅', word: 'works', counted: ['works', 'work'] },
}

/** "2 need mending, 1 could be better, 14 work"; "Everything works: 16 checks" */
export function toSummary({ counts }: Pick<DoctorReport, 'counts'>): string {
  if (counts.problem + counts.warning + counts.skipped === 0)
    return `Everything works: ${toCountText(counts.ok, 'check')}`
  return resultOrder
    .filter((result) => counts[result] > 0)
    .map((result) => toCountText(counts[result], ...resultWords[result].counted))
    .join(', ')
}

export function toDoctorCard(given: DoctorReport, now: Instant): Card {
  const report = groupReport(given)
  const troubles = listTroubles(report)
  const works = report.sections.flatMap(toWorkingRow)
  const shown = [...troubles.slice(0, mostTroubles), ...works.slice(0, mostSections)]
  const made = Object.values(report.counts).reduce((sum, count) => sum + count, 0)
  const left = made - shown.reduce((sum, { covers }) => sum + covers, 0)
  const at = say`${tellClock(report.finishedAt)}, ${toAgeText(report.finishedAt, now)} ago`
  return {
    name: 'doctor',
    view: {
      title: 'What the doctor found',
      summary: toSummary(report),
      whenText: say`Checked ${at}, for ${report.by.name}`,
      rows: shown.map(({ row }) => row),
      moreText:
        left === 0
          ? ''
          : `and ${left.toLocaleString('en-US')} more: "reprieve doctor" on the command line shows every line`,
      buttonTitle: 'Check again',
      buttonCommand: 'doctor again',
    },
  }
}

interface Shown {
  readonly row: DoctorRow
  /** How many checks it stands for. */
  readonly covers: number
}

function listTroubles({ sections }: DoctorReport): readonly Shown[] {
  const all = sections.flatMap(({ name, checks, tally = 1 }) =>
    checks.map((check) => ({ section: name, check, tally })),
  )
  return resultOrder
    .filter((result) => result !== 'ok')
    .flatMap((result) => all.filter(({ check }) => check.result === result))
    .map(({ section, check, tally }) => ({ row: toRow(section, check), covers: tally }))
}

function toRow(section: string, { name, result, found, remedy }: Check): DoctorRow {
  const { icon, word } = resultWords[result]
  return { icon, word, name: name === section ? name : `${section}: ${name}`, found, remedy }
}

/** What works is named, section by section; the command line says it line by line. */
function toWorkingRow({ name, checks, tally = 1 }: DoctorSection): readonly Shown[] {
  const works = checks.filter(({ result }) => result === 'ok')
  if (works.length === 0) return []
  const { icon, word } = resultWords.ok
  const found = works.map((check) => check.name).join(', ')
  return [{ row: { icon, word, name, found, remedy: '' }, covers: works.length * tally }]
}

/** What shows what it found. */
export const resultsCommand = 'doctor results'

export function toCheckingCard(wish: { readonly askedAt: Instant; readonly by: ActorRef }): Card {
  return {
    name: 'doctor',
    follows: resultsCommand,
    view: {
      title: 'The doctor is checking',
      summary:
        'Settings, tenants and chat are looked at, and a test card is posted to every channel. It may take a minute or two; what was found then stands here.',
      whenText: say`Since ${tellClock(wish.askedAt)}, for ${wish.by.name}`,
      rows: [],
      moreText: '',
      buttonTitle: 'Show what was found',
      buttonCommand: resultsCommand,
    },
  }
}
