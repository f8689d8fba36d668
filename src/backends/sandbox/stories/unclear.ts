// Accounts about which much cannot be known, each for another reason.
import { hourMilliseconds } from '../../../domain/instant.js'
import { quiet } from './everyday.js'
import { known, type Story, unknown } from './facts.js'

export const noLicence: Story = (began) => ({
  ...quiet(began),
  signIns: unknown('Sign-in logs need a Microsoft Entra ID P1 licence.'),
  usualPlaces: unknown('Sign-in logs need a Microsoft Entra ID P1 licence.'),
  methodChanges: unknown('The log of added methods needs a Microsoft Entra ID P1 licence.'),
  authentication: unknown('The report of registered methods needs a Microsoft Entra ID P1 licence.'),
  risk: unknown('Risk needs a Microsoft Entra ID P2 licence.'),
  sentMail: known({
    hours: 24,
    messages: 9,
    recipients: 2_316,
    deliveries: 2_316,
    distinctSubjects: 2,
    busiestHour: { startsAt: began - 2 * hourMilliseconds, messages: 6 },
  }),
})

export const auditMissing: Story = (began) => ({
  ...quiet(began),
  removedTraces: unknown(
    'Audit search was refused: the app lacks an Exchange role with Search-UnifiedAuditLog.',
  ),
  methodChanges: unknown('The app lacks the permission AuditLog.Read.All.'),
  authentication: unknown('The app lacks the permission UserAuthenticationMethod.Read.All.'),
  consents: unknown('The app lacks the permission Directory.Read.All.'),
  roles: unknown('The app lacks the permission Directory.Read.All.'),
  risk: unknown('The app lacks the permission IdentityRiskyUser.Read.All.'),
  missingSignIns: unknown(
    'The non-interactive sign-ins were not read. Sign-in logs: Microsoft Graph did not answer in time.',
  ),
})

/** Message trace and sign-ins time out; an inbox rule has a name that must stay plain text on every platform. */
export const timingOut: Story = (began) => ({
  ...quiet(began),
  inboxRules: known([
    {
      id: 'mailbox\\771',
      name: '<!channel> *urgent* [pay](https://evil.example) ${title}',
      enabled: true,
      hidden: false,
      effect: 'forwards to "<at>everyone</at>" <drop@evil.example>',
      suspicious: true,
    },
  ]),
  signIns: unknown('Microsoft Graph did not answer in time.'),
  usualPlaces: unknown('Microsoft Graph did not answer in time.'),
  rhythm: unknown('Message trace did not answer in time.'),
  sentMail: unknown('Message trace did not answer in time.'),
  outboundPolicy: unknown('The app lacks the role to read outbound spam policies.'),
  headroom: unknown(
    'The app lacks an Exchange role with Get-LimitsEnforcementStatus, such as View-Only Configuration.',
  ),
})
