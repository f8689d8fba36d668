import { judgeRules } from '../../organisation-rules.js'
import type { SenderSigns } from '../../types.js'

export const transportRule: SenderSigns = (given) =>
  judgeRules('Transport rule', given.evidence.transportRules, given)
