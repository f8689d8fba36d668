// The password is known to others, was changed by whoever came in, or is an old one that nothing else stands beside.
import { dayMilliseconds } from '../../../instant.js'
import { toUtcText } from '../../../words.js'
import { followsDoubt, isSmtp, listDoubtful } from '../../places.js'
import { findHeaviest, toSign } from '../../sign.js'
import type { SenderSigns, Sign } from '../../types.js'

const oldDays = 365

export const password: SenderSigns = (given) => {
  const { evidence } = given
  const { risk, authentication } = evidence
  const doubtful = listDoubtful(given)
  const changed = evidence.password.known ? evidence.password.value : undefined
  const hasOnlyPassword =
    authentication.known && !authentication.value.multiFactor && isPersonal(given.evidence)
  const found: Sign[] = []
  if (risk.known && /leak|stolen|breach/i.test(risk.value.detail))
    found.push(
      sign(2, 'Password is leaked', `Microsoft found the password among leaked ones: ${risk.value.detail}.`),
    )
  if (changed?.changedBy === 'self' && followsDoubt(changed.changedAt, doubtful))
    found.push(
      sign(
        3,
        'Password changed',
        `It was changed ${toUtcText(changed.changedAt)}, right after a doubtful sign-in.`,
      ),
    )
  const isOld = changed !== undefined && evidence.gatheredAt - changed.changedAt > oldDays * dayMilliseconds
  if (hasOnlyPassword && isOld && doubtful.some(({ signIn }) => isSmtp(signIn)))
    found.push(
      sign(1, 'Old password, no MFA', 'Only a password of more than a year ago protects the account.'),
    )
  if (found.length > 0 || !hasOnlyPassword) return findHeaviest(found)
  return [
    {
      ...sign(0, 'Password only', 'There is no second factor: worth closing whatever the reason was.'),
      side: 'note',
    },
  ]
}

function isPersonal({
  owner,
  account,
}: {
  owner?: { kind: string } | undefined
  account: { known: boolean }
}): boolean {
  return owner?.kind !== 'nobody' && account.known
}

function sign(weight: number, start: string, words: string): Sign {
  return toSign({ key: 'password-not-settled', side: 'takeover', weight, short: [start], words })
}
