// The same kinds with other facts: each story is one of the takeovers, or of the controls, told a little differently.
import { describe, expect, test } from 'vitest'
import { takeoverFolder } from './report.js'
import { score } from './scoring.js'
import { readTakeovers, type Story, type StoryRecord } from './story.js'

const stories = new Map(readTakeovers(takeoverFolder).map((story) => [story.id, story]))

function vary(
  id: string,
  records: Record<string, readonly StoryRecord[]>,
  facts: Partial<Story> = {},
): Story {
  const story = stories.get(id)
  if (story === undefined) throw new Error(`there is no story ${id}`)
  return { ...story, ...facts, records: { ...story.records, ...records } }
}

const base = (id: string, name: string): readonly StoryRecord[] => stories.get(id)?.records[name] ?? []
const signInsOf = (id: string) => base(id, 'graph auditLogs/signIns')
const mustFind = (...sayOneOf: string[]): Story['expected'] => ({
  innocent: false,
  mustFind: [{ fact: sayOneOf.join(' or '), from: '', sayOneOf, readByPerson: false }],
  mustNotClear: [],
  mustNotFlag: [],
})
const find = (areas: readonly string[], ...words: string[]): Partial<Story> => ({
  expected: { ...mustFind(...words), mustNotClear: [...areas] },
})
const audit = (operation: string, who: string, data: object, at = '2026-11-20T05:00:00Z'): StoryRecord => ({
  RecordType: 'x',
  CreationDate: at,
  UserIds: who,
  Operations: operation,
  AuditData: JSON.stringify({ Operation: operation, UserId: who, ...data }),
})
const [homeSignIn = {}] = signInsOf('X51-non-interactive-only')
const from = (facts: object): StoryRecord => ({
  ...homeSignIn,
  id: 'another',
  createdDateTime: '2026-11-20T03:30:00Z',
  ipAddress: '198.51.100.23',
  clientAppUsed: 'Browser',
  deviceDetail: { deviceId: '', operatingSystem: 'Windows10', browser: 'Chrome 142', isManaged: false },
  ...facts,
})

const hidden: readonly (readonly [string, Story])[] = [
  [
    'a right password that a second factor stopped',
    vary(
      'X54-interrupt-code',
      {
        'graph auditLogs/signIns': [
          homeSignIn,
          from({
            ipAddress: '203.0.113.9',
            location: { city: 'Quito', countryOrRegion: 'EC' },
            status: { errorCode: 50_074 },
          }),
        ],
      },
      find(['sign-ins'], 'Quito'),
    ),
  ],
  [
    'a session that ended at the registration for password reset',
    vary(
      'X54-interrupt-code',
      {
        'graph auditLogs/signIns': [
          homeSignIn,
          from({ location: { city: 'Quito', countryOrRegion: 'EC' }, status: { errorCode: 50_125 } }),
        ],
      },
      find(['sign-ins'], 'Quito'),
    ),
  ],
  [
    'an unmanaged machine of the usual system, in the own city, where all others are managed',
    vary(
      'X52-home-proxy',
      {
        'graph auditLogs/signIns': [
          homeSignIn,
          from({ location: { city: 'Zurich', countryOrRegion: 'CH' } }),
        ],
      },
      find(['sign-ins'], '198.51.100.23'),
    ),
  ],
  [
    'nobody but a stranger signed in',
    vary(
      'X54-interrupt-code',
      { 'graph auditLogs/signIns': [from({ location: { city: 'Quito', countryOrRegion: 'EC' } })] },
      find(['sign-ins'], 'Quito'),
    ),
  ],
  [
    'mail on behalf of a shared mailbox',
    vary(
      'X35-send-as-shared',
      {
        'Search-UnifiedAuditLog': [
          audit('SendOnBehalf', 'laura@contoso.com', {
            ClientIPAddress: '198.51.100.23',
            SendOnBehalfOfUserSmtp: 'info@contoso.com',
          }),
        ],
      },
      find(['sent mail'], 'info@contoso.com'),
    ),
  ],
  [
    'mail under another address, of which neither the audit log nor a right tells',
    vary(
      'X35-send-as-shared',
      { 'Search-UnifiedAuditLog': [], 'Get-RecipientPermission (info@contoso.com)': [] },
      find(['sent mail'], 'info@contoso.com'),
    ),
  ],
  [
    'a number that somebody else registered at night from the address of the strange sign-in',
    vary(
      'X47-tap-by-admin',
      {
        'graph users/{id}/authentication/methods': [
          ...base('X51-non-interactive-only', 'graph users/{id}/authentication/methods'),
          { '@odata.type': '#microsoft.graph.phoneAuthenticationMethod', id: 'p1' },
        ],
        'graph auditLogs/directoryAudits': base('X47-tap-by-admin', 'graph auditLogs/directoryAudits').map(
          (one) => ({ ...one, resultReason: 'Admin registered phone method for user' }),
        ),
      },
      find(['authentication methods'], 'Phone'),
    ),
  ],
  [
    'consent for everybody, by an administrator who was taken over',
    vary(
      'X49-app-role-application',
      {
        'Search-UnifiedAuditLog': [
          audit('Consent to application.', 'ops-admin@contoso.com', {
            Target: [{ ID: 'sync-helper', Type: 1 }],
            ModifiedProperties: [
              { Name: 'ConsentContext.IsAdminConsent', NewValue: '"True"' },
              {
                Name: 'ConsentAction.Permissions',
                NewValue:
                  '"[] => [[Id: a, ClientId: b, PrincipalId: , ResourceId: c, ConsentType: AllPrincipals, Scope: Mail.Send User.Read, CreatedDateTime: ]]"',
              },
            ],
          }),
        ],
      },
      find(['apps'], 'sync-helper'),
    ),
  ],
  [
    'a right of Exchange for an app, told by its id and among what Graph adds',
    vary(
      'X49-app-role-application',
      {
        'Search-UnifiedAuditLog': [
          audit('Add app role assignment to service principal.', 'ops-admin@contoso.com', {
            Target: [
              { ID: 'Office 365 Exchange Online', Type: 1 },
              { ID: 'ServicePrincipal', Type: 2 },
            ],
            ModifiedProperties: [
              { Name: 'AppRole.Id', NewValue: '"dc890d15-9560-4a4c-9b7f-a736ec74ec40"' },
              { Name: 'ServicePrincipal.DisplayName', NewValue: '"sync-helper"' },
            ],
          }),
        ],
      },
      find(['apps'], 'sync-helper'),
    ),
  ],
  [
    'SMTP AUTH switched on for everybody',
    vary(
      'X50-smtp-enabled',
      {
        'Search-UnifiedAuditLog': [
          audit('Set-TransportConfig', 'ops-admin@contoso.com', {
            Parameters: [{ Name: 'SmtpClientAuthenticationDisabled', Value: 'False' }],
          }),
        ],
      },
      find(['sign-ins'], 'SMTP AUTH was switched on for the whole organisation'),
    ),
  ],
]

const innocent: readonly (readonly [string, Story])[] = [
  [
    'a private phone that renews its session on the way',
    vary('Y14-carrier-tokens', {
      'graph auditLogs/signIns': signInsOf('Y14-carrier-tokens').map((one) =>
        one.isInteractive === false
          ? { ...one, deviceDetail: { deviceId: '', operatingSystem: 'Ios 18', isManaged: false } }
          : one,
      ),
    }),
  ],
  [
    "mail of the organisation's own app, in use for years",
    vary('Y17-own-app-role', {
      'Search-UnifiedAuditLog': [
        audit('Send', 'laura@contoso.com', {
          AppId: '0f87732f-fe4e-5359-a2f7-c539f19f7323',
          ClientInfoString: 'Client=REST',
          ClientIP: '192.0.2.10',
        }),
      ],
      'graph servicePrincipals/ac1a0ae2-c0f1-545e-bec8-8414ffff1768/appRoleAssignments': [
        { appRoleId: 'b633e1c5-b582-4048-a93e-9f11b44c7e96', createdDateTime: '2024-12-12T00:00:00Z' },
      ],
    }),
  ],
  [
    'SMTP AUTH switched on for somebody else',
    vary('Y17-own-app-role', {
      'Search-UnifiedAuditLog': [
        audit('Set-CASMailbox', 'ops-admin@contoso.com', {
          Parameters: [
            { Name: 'Identity', Value: 'scanner' },
            { Name: 'SmtpClientAuthenticationDisabled', Value: 'False' },
          ],
        }),
      ],
    }),
  ],
]

describe('found, told a little differently:', () => {
  test.each(hidden)('%s', async (_, story) => {
    const { outcome, because } = await score(story)
    expect({ outcome, because }).toEqual({ outcome: 'found', because: [] })
  })
})

describe('innocent, told a little differently:', () => {
  test.each(innocent)('%s', async (_, story) => {
    const { outcome, because } = await score(story)
    expect({ outcome, because }).toEqual({ outcome: 'quiet', because: [] })
  })
})
