// An app the user consented to keeps its access after a password reset.
import type { Containment } from '../../containment.js'
import type { SenderEvidence } from '../../evidence.js'
import type { SenderRule } from '../../recommendation.js'
import { findSendingConsent } from '../../verdict/consents.js'
import { toListText } from '../../words.js'
import { doneByUs, found, looksFine, notChecked } from '../advise.js'
import { findCredit } from '../credit.js'
import { toUserLink } from '../links.js'
import { isRecent, recentDays } from '../window.js'

type Consent = Extract<SenderEvidence['consents'], { known: true }>['value'][number]

export const consentedApps: SenderRule = (evidence, restriction, done = []) => {
  const { account, consents, missingApps, gatheredAt } = evidence
  const step = {
    ruleId: 'consented-apps',
    stage: 'contain',
    title: 'Review apps the user consented to',
    advice: 'Remove the consent of every app the user does not recognise: it outlives a password reset.',
    link: toUserLink('Account in Entra', 'overview', account),
  } as const
  const credit = findCredit('remove-grant', done)
  const said = credit === undefined ? '' : `${credit.text} `
  if (!consents.known) return notChecked(step, `${said}${consents.why}`)
  const left = consents.value.filter(({ id }) => !isRemovedSince(id, { gatheredAt, done }))
  const sender = findSendingConsent({ evidence, restriction })
  const recent = left.filter(
    (one) => one.byMicrosoft !== true && isRecent(one.grantedAt, restriction, gatheredAt),
  )
  if (missingApps !== undefined && recent.length === 0)
    return notChecked(step, `${said}Apps with rights over every mailbox: ${missingApps.why}`)
  if (left.length === 0) return credit && doneByUs(step, credit)
  const suspects = recent.length > 0 ? recent : left
  const names = toListText(
    suspects.map(
      (one) => `${one.app} (${one.scopes})${one === sender ? ', which handed the mail over' : ''}`,
    ),
  )
  const subject = suspects.map(toSubject)
  if (recent.length > 0) return found(step, `${said}New or undated: ${names}.`, [said, ...subject])
  const text = `Nothing new in the ${recentDays} days before. Consented to earlier, or Microsoft's own: ${names}.`
  return credit === undefined ? looksFine(step, text, subject) : doneByUs(step, credit, { text, subject })
}

/** An app takes any name it likes; the grant is what tells two of one name apart. */
function toSubject({ id, app, scopes }: Consent): string {
  return JSON.stringify([id ?? '', app, scopes])
}

interface Since {
  readonly gatheredAt: number
  readonly done: readonly Containment[]
}

/** Evidence from before the step still shows the grant it removed. */
function isRemovedSince(id: string | undefined, { gatheredAt, done }: Since): boolean {
  return done.some(
    ({ step, targets, ended, undoes }) =>
      step === 'remove-grant' &&
      undoes === undefined &&
      ended?.result === 'done' &&
      ended.at >= gatheredAt &&
      targets.some((target) => target.id === id),
  )
}
