import type { SenderRule } from '../../recommendation.js'
import { journalLink } from '../links.js'
import { adviseOnRules } from '../organisation-rules.js'

const step = {
  ruleId: 'journal-rules',
  stage: 'contain',
  title: 'Remove journal rules that copy mail outside',
  advice:
    'Ask whether the address belongs to your archive. Turn off what nobody can explain: whoever has it reads along.',
  link: journalLink,
} as const

export const journalRules: SenderRule = ({ journalRules: rules, gatheredAt }, restriction) =>
  adviseOnRules(step, rules, { gatheredAt, restriction })
