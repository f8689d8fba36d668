// As much as this sender sends anyway, spread over the day as people write, or a mail of its own for everybody.
import { toAmountText, toCountText } from '../../../words.js'
import { fewestOfMass, readSent, toTimesUsual } from '../../mail.js'
import { toSign } from '../../sign.js'
import type { ConnectorCase, SenderCase, Sign } from '../../types.js'

const mostTimes = 2.2
const fewestHours = 5
const mostInAnHour = 0.4

/** Neither a burst nor many times the usual. */
export function isOrdinary(given: SenderCase | ConnectorCase): boolean {
  const sent = readSent(given.evidence)
  if (sent === undefined) return false
  const times = toTimesUsual(given.evidence)?.times
  return (
    (times !== undefined && times <= mostTimes) ||
    (isSpread(given) && isVaried(given)) ||
    (times !== undefined && sent.messages < fewestOfMass && times < 3)
  )
}

export function ordinaryVolume(given: SenderCase | ConnectorCase): readonly Sign[] {
  const sent = readSent(given.evidence)
  if (sent === undefined) return []
  const compared = toTimesUsual(given.evidence)
  if (compared !== undefined && compared.times <= mostTimes)
    return [
      sign(
        2,
        'Ordinary volume',
        `${toAmountText(sent.messages, 'message')} to ${toAmountText(sent.recipients, 'recipient')}; on an ordinary day ${toCountText(compared.usual)}.`,
      ),
    ]
  if (isSpread(given) && isVaried(given))
    return [
      sign(
        2,
        'Spread over the day',
        `${toAmountText(sent.messages, 'message')} over many hours, as people write.`,
      ),
    ]
  if (isVaried(given) && sent.recipients >= fewestOfMass)
    return [
      sign(
        1,
        'Own text for each recipient',
        `${toAmountText(sent.distinctSubjects ?? 0, 'subject')} for ${toAmountText(sent.recipients, 'recipient')}.`,
      ),
    ]
  return []
}

function isSpread({ evidence }: SenderCase | ConnectorCase): boolean {
  if (evidence.kind === 'connector' || !evidence.sentMail.known) return false
  const hours = (evidence.sentMail.value.byHour ?? [])
    .map(({ messages }) => messages)
    .filter((messages) => messages > 0)
  const total = hours.reduce((sum, messages) => sum + messages, 0)
  return hours.length >= fewestHours && Math.max(...hours) <= total * mostInAnHour
}

function isVaried({ evidence }: SenderCase | ConnectorCase): boolean {
  const sent = readSent(evidence)
  return sent?.distinctSubjects !== undefined && sent.distinctSubjects >= sent.recipients * 0.3
}

function sign(weight: number, start: string, words: string): Sign {
  return toSign({ key: 'ordinary-volume', side: 'wanted', weight, short: [start], words })
}
