// What the doctor found, problems first.
import type { ActorRef } from '../../domain/actor.js'
import type { Card, DoctorRow } from '../../domain/cards.js'
import type { Check } from '../../domain/check.js'
import { type DoctorReport, resultOrder, shortenReport } from '../../domain/doctor.js'
import type { Instant } from '../../domain/instant.js'
import { toAgeText, toClockText, toCountText } from './words.js'

/** Read at a glance, and within what Slack takes as one message. */
const mostRows = 12

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

/** "2 need mending, 1 could be better, 14 work" */
export function toSummary({ counts }: Pick<DoctorReport, 'counts'>): string {
  return resultOrder
    .filter((result) => counts[result] > 0)
    .map((result) => toCountText(counts[result], ...resultWords[result].counted))
    .join(', ')
}

export function toDoctorCard(report: DoctorReport, now: Instant): Card {
  const rows = toRows(shortenReport(report, mostRows))
  const made = Object.values(report.counts).reduce((sum, count) => sum + count, 0)
  const at = `${toClockText(report.finishedAt)}, ${toAgeText(report.finishedAt, now)} ago`
  return {
    name: 'doctor',
    view: {
      title: 'What the doctor found',
      summary: toSummary(report),
      whenText: `Checked ${at}, for ${report.by.name}`,
      rows,
      moreText:
        made === rows.length
          ? ''
          : `and ${(made - rows.length).toLocaleString('en-US')} more: "reprieve doctor" on the command line shows every line`,
      buttonTitle: 'Check again',
      buttonCommand: 'doctor again',
    },
  }
}

function toRows({ sections }: DoctorReport): readonly DoctorRow[] {
  const all = sections.flatMap(({ name, checks }) => checks.map((check) => ({ section: name, check })))
  return resultOrder.flatMap((result) =>
    all.filter(({ check }) => check.result === result).map(({ section, check }) => toRow(section, check)),
  )
}

function toRow(section: string, { name, result, found, remedy }: Check): DoctorRow {
  const { icon, word } = resultWords[result]
  return { icon, word, name: name === section ? name : `${section}: ${name}`, found, remedy }
}

export function toCheckingCard(wish: { readonly askedAt: Instant; readonly by: ActorRef }): Card {
  return {
    name: 'doctor',
    view: {
      title: 'The doctor is checking …',
      summary:
        'Settings, tenants and chat are looked at, and a test card is posted to every channel. It may take a minute or two.',
      whenText: `Since ${toClockText(wish.askedAt)}, for ${wish.by.name}`,
      rows: [],
      moreText: '',
      buttonTitle: 'Show what was found',
      buttonCommand: 'doctor results',
    },
  }
}
