// A block for the day lifts itself; unblocks are rationed, so waiting can be the better choice.
import { toNextUtcMidnight } from '../../instant.js'
import type { SenderRule } from '../../recommendation.js'
import { toUtcText } from '../../words.js'
import { found } from '../advise.js'
import { restrictedEntitiesLink } from '../links.js'

const step = {
  ruleId: 'temporary-block',
  stage: 'investigate',
  title: 'Consider waiting: the block ends by itself',
  advice:
    'Unblock early only when mail cannot wait: Microsoft limits how often one account can be unblocked.',
  link: restrictedEntitiesLink,
} as const

export const temporaryBlock: SenderRule = (_, { temporary, createdAt }) => {
  if (!temporary) return undefined
  const end = createdAt === undefined ? 'at the next midnight UTC' : toUtcText(toNextUtcMidnight(createdAt))
  return found(step, `Temporary block, ends ${end}.`)
}
