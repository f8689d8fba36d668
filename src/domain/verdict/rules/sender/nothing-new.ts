// No rule, app, method or forwarding is new: an intruder who stays leaves one of them. Only said when all of it was read.
import type { Consent } from '../../consents.js'
import { listLateCredentials } from '../../credentials.js'
import { toSign } from '../../sign.js'
import type { SenderCase, SenderSigns } from '../../types.js'
import { isLate, toSpanText } from '../../window.js'
import { listMethodChanges } from './new-method.js'
import { isOldRule, listOddRules } from './rule-hides.js'

/** Microsoft's own apps have no date, and need none. */
function isNew({ grantedAt, byMicrosoft }: Consent, given: SenderCase): boolean {
  return byMicrosoft !== true && (grantedAt === undefined || isLate(grantedAt, given))
}

export const nothingNew: SenderSigns = (given) => {
  const { inboxRules, forwarding, consents, missingApps, doors, authentication, removedTraces, gatheredAt } =
    given.evidence
  const isRead =
    inboxRules.known &&
    forwarding.known &&
    consents.known &&
    missingApps === undefined &&
    doors?.known !== false &&
    authentication.known &&
    removedTraces?.known === true
  if (!isRead) return []
  const odd = listOddRules(given)
  const [old] = odd
  const hasNew =
    odd.some((rule) => !isOldRule(rule, given)) ||
    consents.value.some((one) => isNew(one, given)) ||
    listMethodChanges(given).length > 0 ||
    removedTraces.value.length > 0 ||
    forwarding.value !== null ||
    hasOpened(given)
  if (hasNew) return []
  if (old?.changedAt !== undefined)
    return [
      toSign({
        key: 'rule-explained',
        side: 'wanted',
        weight: 2,
        short: ['Its rule is old', `${toSpanText(gatheredAt - old.changedAt)}`],
        words: `The rule "${old.name}" (${old.effect}) was last changed ${toSpanText(gatheredAt - old.changedAt)} ago and is in plain sight.`,
      }),
    ]
  return [
    toSign({
      key: 'rule-explained',
      side: 'wanted',
      weight: 1,
      short: ['Nothing added', 'in 30 days'],
      words:
        'In the 30 days before the restriction neither a rule, an app, a method nor forwarding was added, nor anything made and removed again.',
    }),
  ]
}

/** By another way than those. */
function hasOpened(given: SenderCase): boolean {
  const { transportRules, journalRules, automaticReply, doors } = given.evidence
  const isLateRule = ({
    enabled,
    changedAt,
  }: {
    readonly enabled: boolean
    readonly changedAt?: number | undefined
  }) => enabled && (changedAt === undefined || isLate(changedAt, given))
  return (
    (transportRules?.known === true && transportRules.value.some(isLateRule)) ||
    (journalRules?.known === true && journalRules.value.some(isLateRule)) ||
    listLateCredentials(given).length > 0 ||
    (automaticReply?.known === true && (automaticReply.value?.signs.length ?? 0) > 0) ||
    (doors?.known === true && doors.value.length > 0)
  )
}
