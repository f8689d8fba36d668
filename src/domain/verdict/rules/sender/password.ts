// The password is known to others, was changed by whoever came in, or is an old one that nothing else stands beside.
import { dayMilliseconds } from '../../../instant.js'
import { toUtcText } from '../../../words.js'
import {
  findUsual,
  followsDoubt,
  isSmtp,
  listDoubtful,
  readSignIns,
  type SignIn,
  toDistance,
} from '../../places.js'
import { findHeaviest, toSign } from '../../sign.js'
import type { SenderCase, SenderSigns, Sign } from '../../types.js'

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
  const elsewhere = findRightElsewhere(given)
  if (elsewhere !== undefined)
    found.push(
      sign(
        2,
        'Password is known elsewhere',
        `An attempt from ${elsewhere.from} (${elsewhere.ipAddress}) ${toUtcText(elsewhere.at)} failed, and its password was right.`,
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

/** Whoever failed at a second factor, or at a policy, knew the password. */
function findRightElsewhere(given: SenderCase): SignIn | undefined {
  const usual = findUsual(given)
  return readSignIns(given).find(
    (one) =>
      one.passwordRight === true &&
      one.device !== 'known' &&
      usual !== undefined &&
      toDistance(one.from, usual) === 'foreign',
  )
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
