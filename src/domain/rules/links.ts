// Where the steps are done: pages of Microsoft's portals.
import type { SenderEvidence } from '../evidence.js'
import { outboundPoliciesPage, restrictedEntitiesPage } from '../portals.js'
import type { Recommendation } from '../recommendation.js'

type Link = Recommendation['link']
type Page = 'overview' | 'UserAuthMethods' | 'AdministrativeRole' | 'SignIns'

const users = '/#view/Microsoft_AAD_UsersAndTenants'
const guid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i

/** The user's own page in Entra; the list of all users while the id is not known. */
export function toUserLink(title: string, page: Page, account: SenderEvidence['account']): Link {
  const userId = account.known ? account.value.userId : ''
  const path = guid.test(userId)
    ? `${users}/UserProfileMenuBlade/~/${page}/userId/${userId}`
    : `${users}/UserManagementMenuBlade/~/AllUsers`
  return { title, portal: 'entra', path }
}

export const mailboxesLink: Link = {
  title: 'Mailboxes in Exchange',
  portal: 'exchange',
  path: '/#/mailboxes',
}
export const transportRulesLink: Link = {
  title: 'Rules in Exchange',
  portal: 'exchange',
  path: '/#/transportrules',
}
export const journalLink: Link = {
  title: 'How journaling works',
  url: 'https://learn.microsoft.com/exchange/security-and-compliance/journaling/journaling',
}
export const appsLink: Link = {
  title: 'App registrations in Entra',
  portal: 'entra',
  path: '/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade',
}
export const connectorsLink: Link = {
  title: 'Connectors in Exchange',
  portal: 'exchange',
  path: '/#/connectors',
}
export const messageTraceLink: Link = { title: 'Message trace', portal: 'exchange', path: '/#/messagetrace' }
export const auditLink: Link = {
  title: 'Search the audit log',
  portal: 'defender',
  path: '/auditlogsearch',
}
export const outboundPolicyLink: Link = { title: 'Outbound spam policies', ...outboundPoliciesPage }
export const restrictedEntitiesLink: Link = { title: 'Restricted entities', ...restrictedEntitiesPage }
export const inboxRulesLink: Link = {
  title: 'How Microsoft finds hidden rules',
  url: 'https://learn.microsoft.com/defender-office-365/responding-to-a-compromised-email-account',
}
export const relayLink: Link = {
  title: 'How Microsoft investigates connectors',
  url: 'https://learn.microsoft.com/defender-office-365/connectors-detect-respond-to-compromise',
}
