// Steps, signs and what was checked, as rows of the pages.

import { type Checked, isUnread, listChecks } from '../../domain/checks.js'
import type { Incident } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import { toOutlook } from '../../domain/outlook.js'
import { recommend } from '../../domain/rules/index.js'
import { say, tellClock, type Words } from '../../domain/said.js'
import { listSteps, type Step, toReadAt } from '../../domain/steps.js'
import type { EvidenceRow } from '../cards.js'
import { toAgeText, toClockText } from '../words/words.js'

export function toStepRows(incident: Incident, now: Instant): readonly EvidenceRow[] {
  const isSaid = toOutlook(incident) === 'compromised'
  const signs = new Set(
    listChecks(incident)
      .filter(({ kind }) => kind === 'against')
      .map(({ ruleId }) => ruleId),
  )
  return listSteps(incident).map((step) => {
    const row = toStepRow(step, now)
    // Said among the signs above, or nothing that is known.
    return (isSaid && signs.has(step.ruleId)) || !step.isVisible ? { ...row, finding: '' } : row
  })
}

export function toStepRow(step: Step, now: Instant): EvidenceRow {
  const { title, task, text, by, at } = step
  switch (step.how) {
    case 'ours':
      return { icon: '✅', label: title, word: toByText(by, at), finding: '' }
    case 'seen':
      return { icon: '✅', label: title, word: toSeenText(at, now), finding: '' }
    case 'open':
      return { icon: '⬜', label: task, word: 'still open', finding: text }
    case 'not-checked':
      return { icon: '❔', label: task, word: 'not checked', finding: text }
    default:
      return step.how satisfies never
  }
}

function toByText(by: string, at: Instant | undefined): Words {
  return say`${by === '' ? 'by Reprieve' : `by ${by}`}${at === undefined ? '' : say` ${tellClock(at)}`}`
}

function toSeenText(at: Instant | undefined, now: Instant): string {
  return at === undefined ? 'seen' : `seen ${toAgeText(at, now)} ago`
}

/** "Steps (4 of 6 done)"; empty when there are none. */
export function toStepsTitle(incident: Incident): string {
  const steps = listSteps(incident)
  const done = steps.filter(({ how }) => how === 'ours' || how === 'seen').length
  return steps.length === 0 ? '' : `Steps (${done} of ${steps.length} done)`
}

export function listOpenSteps(incident: Incident): readonly Step[] {
  return listSteps(incident).filter(({ how }) => how === 'open')
}

const kindWords: Readonly<Record<Checked['kind'], { readonly icon: string; readonly word: string }>> = {
  against: { icon: '🔴', word: 'found' },
  'not-checked': { icon: '❔', word: 'not checked' },
  nothing: { icon: '✅', word: 'nothing against it' },
}

export function toCheckedRow({ kind, title, text }: Checked): EvidenceRow {
  return { ...kindWords[kind], label: title, finding: text }
}

/** "9 of 11 checked, nothing against it" */
export function toCheckedText(incident: Incident): string {
  const checks = listChecks(incident)
  const unread = checks.filter(({ kind }) => kind === 'not-checked').length
  const against = checks.filter(({ kind }) => kind === 'against').length
  const found = against === 0 ? 'nothing against it' : `${against} against`
  return `${checks.length - unread} of ${checks.length} checked, ${found}`
}

/** What could not be read, by name. */
export function listUnread(incident: Incident): readonly string[] {
  return recommend(incident)
    .filter((one) => isUnread(one, incident.evidence))
    .map(({ title }) => title)
}

/** "read 2 s ago", of a fact behind a rule. */
export function toReadText(ruleId: string, { evidence }: Incident): string {
  const at = toReadAt(ruleId, evidence)
  return at === undefined ? '' : `last read ${toClockText(at)}`
}
