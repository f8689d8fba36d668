// Rules that forward, delete or hide mail keep the user from noticing. Hidden ones show neither in Outlook nor on the web,
// and one that is new deserves a look whatever it does.
import type { Containment } from '../../containment.js'
import type { SenderEvidence } from '../../evidence.js'
import type { SenderRule } from '../../recommendation.js'
import { toListText, toUtcText } from '../../words.js'
import { doneByUs, found, notChecked } from '../advise.js'
import { type Credit, findCredit } from '../credit.js'
import { inboxRulesLink } from '../links.js'
import { isRecent } from '../window.js'

const step = {
  ruleId: 'inbox-rules',
  stage: 'contain',
  title: 'Remove suspicious inbox rules',
  advice:
    'Remove rules the user did not make. Hidden ones show only in Exchange Online PowerShell: Get-InboxRule -IncludeHidden.',
  link: inboxRulesLink,
} as const

type InboxRule = Extract<SenderEvidence['inboxRules'], { known: true }>['value'][number]

export const inboxRules: SenderRule = ({ inboxRules: rules, gatheredAt }, restriction, done = []) => {
  const credit = findCredit('disable-inbox-rules', done)
  if (!rules.known) return notChecked(step, credit === undefined ? rules.why : `${credit.text} ${rules.why}`)
  const isNew = ({ changedAt }: InboxRule) =>
    changedAt !== undefined && isRecent(changedAt, restriction, gatheredAt)
  const suspects = rules.value.filter((rule) => rule.suspicious || rule.hidden || isNew(rule))
  if (suspects.length === 0) return credit && doneByUs(step, credit)
  const subject = suspects.map(toSubject)
  const text = `${toListText(suspects.map(toText))}.`
  if (credit === undefined) return found(step, text, subject)
  return suspects.some((rule) => rule.enabled && !isOffSince(rule, { credit, gatheredAt, done }))
    ? found(step, `${credit.text} Still there: ${text}`, [credit.text, ...subject])
    : doneByUs(step, credit, { text, subject })
}

/** What a rule does counts as much as what it is called: one that was changed is another one. */
function toSubject(rule: InboxRule): string {
  return JSON.stringify([rule.id ?? '', toText(rule)])
}

interface Since {
  readonly credit: Credit
  readonly gatheredAt: number
  readonly done: readonly Containment[]
}

/** Evidence from before the step still shows the rules it turned off as enabled. */
function isOffSince({ id }: InboxRule, { credit, gatheredAt, done }: Since): boolean {
  if (gatheredAt > credit.at) return false
  return done.some(
    ({ step: one, targets, ended }) =>
      one === 'disable-inbox-rules' && ended?.result === 'done' && targets.some((target) => target.id === id),
  )
}

function toText({ name, enabled, hidden, effect, changedAt }: InboxRule): string {
  const marks = [
    hidden ? 'hidden' : '',
    enabled ? '' : 'disabled',
    changedAt === undefined ? '' : `changed ${toUtcText(changedAt)}`,
  ].filter((mark) => mark !== '')
  return `"${name}"${marks.length === 0 ? '' : ` (${marks.join(', ')})`} ${effect}`
}
