import { judgeRules } from '../../organisation-rules.js'
import type { SenderSigns } from '../../types.js'

export const journalRule: SenderSigns = (given) =>
  judgeRules('Journal rule', given.evidence.journalRules, given)
