// A protocol that was switched on, or a telephone that fetches all mail, outlives a new password in the head of whoever did it.
import type { SenderEvidence } from '../../evidence.js'
import type { SenderRule } from '../../recommendation.js'
import { toHandText, toListText, toUtcText } from '../../words.js'
import { found, notChecked } from '../advise.js'
import { mailboxesLink } from '../links.js'
import { isRecent } from '../window.js'

const step = {
  ruleId: 'opened-doors',
  stage: 'contain',
  title: 'Close ways in that were opened lately',
  advice: 'Ask whose device it is and who switched it on. Remove and switch off what nobody can explain.',
  link: mailboxesLink,
} as const

type Door = Extract<SenderEvidence['doors'], { known: true }>['value'][number]

export const openedDoors: SenderRule = ({ doors, missingDoors, gatheredAt }, restriction) => {
  if (doors === undefined) return undefined
  if (!doors.known) return notChecked(step, doors.why)
  const recent = doors.value.filter(({ openedAt }) => isRecent(openedAt, restriction, gatheredAt))
  const texts = recent.map(toDoorText)
  if (texts.length > 0) return found(step, `${toListText(texts)}.`, texts)
  return missingDoors && notChecked(step, missingDoors.why)
}

function toDoorText({ text, openedAt, by, from }: Door): string {
  return `${text} ${toUtcText(openedAt)}${toHandText({ by, from })}`
}
