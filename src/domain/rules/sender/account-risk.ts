// What Entra ID Protection thinks of the user.
import type { SenderRule } from '../../recommendation.js'
import { found, notChecked } from '../advise.js'
import { toUserLink } from '../links.js'

export const accountRisk: SenderRule = ({ account, risk }) => {
  const step = {
    ruleId: 'account-risk',
    stage: 'investigate',
    title: "Review the user's risk",
    advice: 'Look at the risk detections, and confirm the compromise or dismiss the risk when you know.',
    link: toUserLink('Account in Entra', 'overview', account),
  } as const
  if (!risk.known) return notChecked(step, risk.why)
  const { level, detail } = risk.value
  if (level === 'none') return undefined
  return found(step, `Risk is ${level}${detail === '' ? '' : `: ${detail}`}.`)
}
