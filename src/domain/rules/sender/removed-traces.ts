// What was made, used and removed again is not there any more to be found.
import type { SenderRule } from '../../recommendation.js'
import { toListText } from '../../words.js'
import { found, notChecked } from '../advise.js'
import { auditLink } from '../links.js'
import { isRecent } from '../window.js'

const step = {
  ruleId: 'removed-traces',
  stage: 'investigate',
  title: 'Follow up what was made and removed again',
  advice: 'What it did meanwhile is done: search the audit log around it, and tell who got the mail.',
  link: auditLink,
} as const

export const removedTraces: SenderRule = (
  { removedTraces: traces, missingTraces, gatheredAt },
  restriction,
) => {
  if (traces === undefined) return undefined
  if (!traces.known) return notChecked(step, traces.why)
  const told = traces.value.filter(
    ({ suspicious, removedAt, madeAt }) =>
      suspicious || isRecent(removedAt ?? madeAt, restriction, gatheredAt),
  )
  const texts = told.map(({ text }) => text)
  const cut = missingTraces === undefined ? '' : ` ${missingTraces.why}`
  if (told.some(({ suspicious }) => suspicious)) return found(step, `${toListText(texts)}.${cut}`, texts)
  if (told.length > 0) return notChecked(step, `${toListText(texts)}.${cut}`, texts)
  return missingTraces && notChecked(step, missingTraces.why)
}
