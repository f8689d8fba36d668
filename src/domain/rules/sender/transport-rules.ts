import type { SenderRule } from '../../recommendation.js'
import { transportRulesLink } from '../links.js'
import { adviseOnRules } from '../organisation-rules.js'

const step = {
  ruleId: 'transport-rules',
  stage: 'contain',
  title: 'Remove transport rules that send mail away',
  advice: 'Ask who made the rule. Turn off what nobody can explain: it works for the whole organisation.',
  link: transportRulesLink,
} as const

export const transportRules: SenderRule = ({ transportRules: rules, gatheredAt }, restriction) =>
  adviseOnRules(step, rules, { gatheredAt, restriction })
