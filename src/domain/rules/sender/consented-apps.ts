// An app the user consented to keeps its access after a password reset.
import type { SenderEvidence } from '../../evidence.js'
import type { SenderRule } from '../../recommendation.js'
import { found, looksFine, notChecked } from '../advise.js'
import { toUserLink } from '../links.js'
import { isRecent } from '../window.js'
import { toListText } from '../words.js'

type Consent = Extract<SenderEvidence['consents'], { known: true }>['value'][number]

export const consentedApps: SenderRule = ({ account, consents, gatheredAt }, restriction) => {
  const step = {
    ruleId: 'consented-apps',
    stage: 'contain',
    title: 'Review apps the user consented to',
    advice: 'Remove the consent of every app the user does not recognise: it outlives a password reset.',
    link: toUserLink('Account in Entra', 'overview', account),
  } as const
  if (!consents.known) return notChecked(step, consents.why)
  if (consents.value.length === 0) return undefined
  const recent = consents.value.filter(({ grantedAt }) => isRecent(grantedAt, restriction, gatheredAt))
  const suspects = recent.length > 0 ? recent : consents.value
  const names = toListText(suspects.map(({ app, scopes }) => `${app} (${scopes})`))
  return recent.length > 0
    ? found(step, `New or undated: ${names}.`, suspects.map(toSubject))
    : looksFine(step, `Nothing new. Consented to earlier: ${names}.`, suspects.map(toSubject))
}

/** An app takes any name it likes; the grant is what tells two of one name apart. */
function toSubject({ id, app, scopes }: Consent): string {
  return JSON.stringify([id ?? '', app, scopes])
}
