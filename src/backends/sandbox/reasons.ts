// Reasons of every shape Exchange is known to give: spam counters, exceeded limits, the daily rate, and the odd ones.

export const reasons = {
  spamBurst:
    'OutboundSpamLast24Hours=412;OutboundMailLast24Hours=1203;OutboundSpamPercent=34;Last Spam Message MessagetraceId:6e1f0c52-7b0e-4d0a-8c1f-08de2a4f9b17;CIP=198.51.100.77;AS:42004;',
  spam: 'OutboundSpamLast24Hours=58;OutboundMailLast24Hours=131;OutboundSpamPercent=44;Last Spam Message MessagetraceId:0d8f3a1b-51c6-4d72-93ba-08de2a50c1e4;CIP=203.0.113.41;',
  externalLimit:
    'EmailSendingLimitExceeded;ExceedingLimitType=External;InternalRecipientCountToday=212;ExternalRecipientCountToday=2104;LastMessageRcptCount=480',
  internalLimit:
    'EmailSendingLimitExceeded;ExceedingLimitType=Internal;InternalRecipientCountToday=1187;ExternalRecipientCountToday=4;',
  dailyRate:
    'RecipientRateLimitExceeded;RecipientCountLast24Hours=10422;RcptRateLimit=10000;Last Message MessagetraceId:b1f4a6d0-2c0e-49f5-8d0c-08de2a51aa02',
  bare: 'OutboundSpam',
  unknown: 'PolicyVerdict=7;Review pending:;Score:0.91',
  empty: '',
  connector: 'SuspiciousConnectorActivity;SpamCountLast24Hours=3877;MailCountLast24Hours=5210;',
} as const

export type ReasonName = keyof typeof reasons
