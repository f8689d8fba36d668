// Rules that forward, delete or hide mail keep the user from noticing. Hidden ones show neither in Outlook nor on the web,
// and one that is new deserves a look whatever it does.
import type { Containment } from '../../containment.js'
import type { SenderEvidence } from '../../evidence.js'
import { isOldFiling } from '../../filing.js'
import type { Recommendation, SenderRule } from '../../recommendation.js'
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

export const inboxRules: SenderRule = (evidence, restriction, done = []) => {
  const { inboxRules: rules, missingRules, gatheredAt } = evidence
  const credit = findCredit('disable-inbox-rules', done)
  if (!rules.known) return notChecked(step, credit === undefined ? rules.why : `${credit.text} ${rules.why}`)
  const isNew = ({ changedAt }: InboxRule) =>
    changedAt !== undefined && isRecent(changedAt, restriction, gatheredAt)
  const odd = rules.value.filter((rule) => rule.suspicious || rule.hidden || isNew(rule))
  const suspects = odd.filter((rule) => !isOldFiling(rule))
  const cut = missingRules === undefined ? '' : ` ${missingRules.why}`
  if (suspects.length === 0) return credit ? doneByUs(step, credit) : toRest(odd, missingRules?.why)
  const subject = suspects.map(toSubject)
  const text = `${toListText(suspects.map(toText))}.${cut}`
  if (credit === undefined) return found(step, text, subject)
  return suspects.some((rule) => rule.enabled && !isOffSince(rule, { credit, gatheredAt, done }))
    ? found(step, `${credit.text} Still there: ${text}`, [credit.text, ...subject])
    : doneByUs(step, credit, { text, subject })
}

/** What people sort away themselves decides nothing. */
function toRest(filing: readonly InboxRule[], missing: string | undefined): Recommendation | undefined {
  if (filing.length === 0) return missing === undefined ? undefined : notChecked(step, missing)
  const [{ unchangedSince = 0 } = {}] = filing
  const text = `Only for certain senders, in plain sight, and not changed since ${toUtcText(unchangedSince)} by the audit log: ${toListText(filing.map(toText))}.`
  return notChecked(step, missing === undefined ? text : `${text} ${missing}`, filing.map(toSubject))
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

function toText(rule: InboxRule): string {
  const { enabled, hidden, effect, changedAt, changedFrom } = rule
  const from = changedFrom === undefined ? '' : ` from ${changedFrom}`
  const marks = [
    hidden ? 'hidden' : '',
    enabled ? '' : 'disabled',
    changedAt === undefined ? '' : `changed ${toUtcText(changedAt)}${from}`,
  ].filter((mark) => mark !== '')
  const kind = rule.kind === 'sweep' ? 'sweep rule ' : ''
  return `${kind}"${rule.name}"${marks.length === 0 ? '' : ` (${marks.join(', ')})`} ${effect}`
}
