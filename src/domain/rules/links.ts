// Where the steps are done: pages of Microsoft's portals.
import type { SenderEvidence } from '../evidence.js'
import type { Recommendation } from '../recommendation.js'

type Link = Recommendation['link']
type Page = 'overview' | 'UserAuthMethods' | 'AdministrativeRole' | 'SignIns'

const entra = 'https://entra.microsoft.com/#view/Microsoft_AAD_UsersAndTenants'
const exchange = 'https://admin.exchange.microsoft.com/#'
const guid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i

/** The user's own page in Entra; the list of all users while the id is not known. */
export function toUserLink(title: string, page: Page, account: SenderEvidence['account']): Link {
  const userId = account.known ? account.value.userId : ''
  const url = guid.test(userId)
    ? `${entra}/UserProfileMenuBlade/~/${page}/userId/${userId}`
    : `${entra}/UserManagementMenuBlade/~/AllUsers`
  return { title, url }
}

export const mailboxesLink: Link = { title: 'Mailboxes in Exchange', url: `${exchange}/mailboxes` }
export const connectorsLink: Link = { title: 'Connectors in Exchange', url: `${exchange}/connectors` }
export const messageTraceLink: Link = { title: 'Message trace', url: `${exchange}/messagetrace` }
export const auditLink: Link = {
  title: 'Search the audit log',
  url: 'https://security.microsoft.com/auditlogsearch',
}
export const outboundPolicyLink: Link = {
  title: 'Outbound spam policies',
  url: 'https://security.microsoft.com/antispam',
}
export const inboxRulesLink: Link = {
  title: 'How Microsoft finds hidden rules',
  url: 'https://learn.microsoft.com/defender-office-365/responding-to-a-compromised-email-account',
}
export const relayLink: Link = {
  title: 'How Microsoft investigates connectors',
  url: 'https://learn.microsoft.com/defender-office-365/connectors-detect-respond-to-compromise',
}
