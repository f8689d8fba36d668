// The app that sent, or that may, is the organisation's own, old and approved, or in use by many.
import { findSendingConsent, isTrusted, reachesMail } from '../../consents.js'
import { hasFreshCredential } from '../../credentials.js'
import { toSign } from '../../sign.js'
import type { SenderSigns } from '../../types.js'

export const appExplained: SenderSigns = (given) => {
  const { consents } = given.evidence
  if (!consents.known) return []
  const sender = findSendingConsent(given)
  const apps = consents.value.filter(reachesMail)
  const one = sender ?? apps[0]
  if (one === undefined || !(sender === undefined ? apps : [sender]).every((app) => isTrusted(app, given)))
    return []
  // It is known, and by whom its new key is used is not.
  if (hasFreshCredential(one.app, given)) return []
  const why =
    one.byMicrosoft === true
      ? 'Microsoft’s own'
      : one.own === true
        ? 'the organisation’s own'
        : one.usedBy === undefined
          ? 'old and approved'
          : `in use by ${one.usedBy} people`
  return [
    toSign({
      key: 'app-explained',
      side: 'wanted',
      weight: sender === undefined ? 1 : 2,
      short: [sender === undefined ? 'Its apps are known' : 'Known app sent the mail'],
      words: `The app "${one.app}" ${sender === undefined ? 'may use the mailbox' : 'handed the mail over'}; it is ${why}.`,
    }),
  ]
}
