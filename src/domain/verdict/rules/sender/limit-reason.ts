// Exchange says that a limit was reached, and counted no spam.
import { toCountText } from '../../../words.js'
import { toTimesUsual } from '../../mail.js'
import { toSign } from '../../sign.js'
import type { SenderSigns } from '../../types.js'

export const limitReason: SenderSigns = ({ evidence, restriction: { reason } }) => {
  if (reason.cause !== 'limit') return []
  const isService = /ratelimit/i.test(reason.raw)
  const policy = evidence.outboundPolicy.known ? evidence.outboundPolicy.value : undefined
  const perDay = policy?.recipientsPerDay ?? 0
  const usual = toTimesUsual(evidence)?.usual
  const isLow = perDay > 0 && usual !== undefined && perDay <= usual * 1.2
  return [
    toSign({
      key: 'limit-reason',
      side: 'limit',
      weight: 3,
      short: isLow
        ? [`Policy allows ${toCountText(perDay)} a day`]
        : [isService ? 'Service limit' : 'Sending limit', 'no spam counted'],
      words: `Exchange names a limit and counts no spam${
        isService
          ? '; it is the service’s own limit of recipients'
          : policy === undefined || perDay === 0
            ? ''
            : `; the policy "${policy.name}" allows ${toCountText(perDay)} recipients a day`
      }${isLow ? `, about what this sender needs on an ordinary day (${toCountText(usual)})` : ''}.`,
    }),
  ]
}
