// Every rule, by the name of its file. The order says nothing: reasons are sorted by what they weigh.
import type { ConnectorSigns, SenderSigns } from '../types.js'
import { notItsRhythm } from './both/not-its-rhythm.js'
import { ordinaryVolume } from './both/ordinary-volume.js'
import { sameRhythm } from './both/same-rhythm.js'
import { changed } from './connector/changed.js'
import { foreignFromDomains } from './connector/foreign-from-domains.js'
import { notReadOfConnector } from './connector/not-read.js'
import { source } from './connector/source.js'
import { spamShare } from './connector/spam-share.js'
import { staysInside } from './connector/stays-inside.js'
import { unchanged } from './connector/unchanged.js'
import { admin } from './sender/admin.js'
import { appCredential } from './sender/app-credential.js'
import { appExplained } from './sender/app-explained.js'
import { appSent } from './sender/app-sent.js'
import { automaticReply } from './sender/automatic-reply.js'
import { backAgain } from './sender/back-again.js'
import { delegateSubmitted } from './sender/delegate-submitted.js'
import { dormant } from './sender/dormant.js'
import { failuresThenSuccess } from './sender/failures-then-success.js'
import { forwardingExplained } from './sender/forwarding-explained.js'
import { forwardingOutside } from './sender/forwarding-outside.js'
import { journalRule } from './sender/journal-rule.js'
import { knownRecipients } from './sender/known-recipients.js'
import { limitReason } from './sender/limit-reason.js'
import { mailFlowChanged } from './sender/mail-flow-changed.js'
import { methodExplained } from './sender/method-explained.js'
import { newMethod } from './sender/new-method.js'
import { newPlace } from './sender/new-place.js'
import { noAccount } from './sender/no-account.js'
import { noSuccess } from './sender/no-success.js'
import { notRead } from './sender/not-read.js'
import { nothingNew } from './sender/nothing-new.js'
import { openedDoor } from './sender/opened-door.js'
import { owner } from './sender/owner.js'
import { password } from './sender/password.js'
import { risk } from './sender/risk.js'
import { ruleHides } from './sender/rule-hides.js'
import { sentAsAnother } from './sender/sent-as-another.js'
import { signInAfterReset } from './sender/sign-in-after-reset.js'
import { smtpForeign } from './sender/smtp-foreign.js'
import { strangers } from './sender/strangers.js'
import { tenantLimit } from './sender/tenant-limit.js'
import { themes } from './sender/themes.js'
import { tokenTheft } from './sender/token-theft.js'
import { traceDisagrees } from './sender/trace-disagrees.js'
import { tracesRemoved } from './sender/traces-removed.js'
import { transportRule } from './sender/transport-rule.js'
import { unexplained } from './sender/unexplained.js'
import { usualPlace } from './sender/usual-place.js'

export const senderSigns = {
  admin,
  'app-credential': appCredential,
  'app-explained': appExplained,
  'app-sent': appSent,
  'automatic-reply': automaticReply,
  'back-again': backAgain,
  'delegate-submitted': delegateSubmitted,
  dormant,
  'failures-then-success': failuresThenSuccess,
  'forwarding-explained': forwardingExplained,
  'forwarding-outside': forwardingOutside,
  'journal-rule': journalRule,
  'known-recipients': knownRecipients,
  'limit-reason': limitReason,
  'mail-flow-changed': mailFlowChanged,
  'method-explained': methodExplained,
  'new-method': newMethod,
  'new-place': newPlace,
  'no-account': noAccount,
  'no-success': noSuccess,
  'not-its-rhythm': notItsRhythm,
  'not-read': notRead,
  'nothing-new': nothingNew,
  'ordinary-volume': ordinaryVolume,
  'opened-door': openedDoor,
  owner,
  password,
  risk,
  'rule-hides': ruleHides,
  'same-rhythm': sameRhythm,
  'sent-as-another': sentAsAnother,
  'sign-in-after-reset': signInAfterReset,
  'smtp-foreign': smtpForeign,
  strangers,
  'tenant-limit': tenantLimit,
  themes,
  'token-theft': tokenTheft,
  'trace-disagrees': traceDisagrees,
  'traces-removed': tracesRemoved,
  'transport-rule': transportRule,
  unexplained,
  'usual-place': usualPlace,
} as const satisfies Readonly<Record<string, SenderSigns>>

export const connectorSigns = {
  changed,
  'foreign-from-domains': foreignFromDomains,
  'not-its-rhythm': notItsRhythm,
  'not-read': notReadOfConnector,
  'ordinary-volume': ordinaryVolume,
  'same-rhythm': sameRhythm,
  source,
  'spam-share': spamShare,
  'stays-inside': staysInside,
  unchanged,
} as const satisfies Readonly<Record<string, ConnectorSigns>>
