import { expect, test } from 'vitest'
import { parseReason } from '../../../src/domain/reason.js'
import { toCountedText, toReasonText } from '../../../src/features/words/reason.js'

test.each([
  ['OutboundSpamLast24Hours=62;OutboundMailLast24Hours=290', '62 of 290'],
  ['OutboundSpamLast24Hours=62\r\nOutboundMailLast24Hours=290', '62 of 290'],
  // A connector.
  ['SuspiciousConnectorActivity;SpamCountLast24Hours=3877;MailCountLast24Hours=5210;', '3,877 of 5,210'],
  ['OutboundSpamLast24Hours=1,204;OutboundMailLast24Hours=2,000', '1,204 of 2,000'],
])('people read the counts of a reason however Exchange prints them: %j', (raw, counts) => {
  expect(toReasonText(parseReason(raw))).toBe(
    `Outbound spam: ${counts} messages in 24 hours were marked as spam`,
  )
  expect(toCountedText(parseReason(raw))).toBe(`${counts} were spam`)
})
