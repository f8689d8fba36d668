// What else a mailbox is set to: folders, sweep rules, the automatic reply, mobile devices; and what is set for all of them.
import { type FakeCall, type FakeCmdlet, FakeCmdletError } from './cmdlet.js'
import { getMailboxAccount, isSame } from './find-account.js'
import { findText } from './parameters.js'

export const settingsCmdlets: Readonly<Record<string, FakeCmdlet>> = {
  'Get-MailboxFolderStatistics': (call) =>
    (getMailboxAccount(call, 'Identity').settings?.folders ?? folders).map(({ path, type }) => ({
      Name: path.split('/').at(-1),
      FolderPath: path,
      FolderType: type,
      ItemsInFolder: 3,
    })),
  'Get-MailboxFolderPermission': listFolderPermissions,
  'Get-SweepRule': (call) => getMailboxAccount(call, 'Mailbox').settings?.sweepRules ?? [],
  'Get-MailboxAutoReplyConfiguration': (call) => {
    const { displayName, settings } = getMailboxAccount(call, 'Identity')
    return [
      {
        Identity: displayName,
        AutoReplyState: 'Disabled',
        ExternalAudience: 'All',
        InternalMessage: '',
        ExternalMessage: '',
        ...settings?.automaticReply,
      },
    ]
  },
  'Get-MobileDeviceStatistics': (call) => getMailboxAccount(call, 'Mailbox').settings?.devices ?? [],
  'Get-Recipient': listRecipients,
  'Get-DistributionGroupMember': listMembers,
  'Get-TransportRule': ({ state }) => state.transportRules,
  'Get-JournalRule': ({ state }) => state.journalRules,
  'Get-AcceptedDomain': ({ state }) =>
    state.domains.map((DomainName) => ({ DomainName, DomainType: 'Authoritative', MatchSubDomains: false })),
}

const folders = [
  { path: '/Inbox', type: 'Inbox' },
  { path: '/Deleted Items', type: 'DeletedItems' },
  { path: '/RSS Feeds', type: 'RssSubscription' },
  { path: '/Archive', type: 'Archive' },
  { path: '/Customers', type: 'User Created' },
]

/** Everybody is on every list. */
function listFolderPermissions({ parameters, ...call }: FakeCall) {
  const [mailbox = '', path = ''] = findText(parameters, 'Identity').split(/:(?=\\)/)
  const { settings } = getMailboxAccount({ ...call, parameters: { Identity: mailbox } }, 'Identity')
  const own = (settings?.folderPermissions ?? []).filter(({ folder }) => isSame(`\\${folder}`, path))
  const others = ['Default', 'Anonymous'].filter((name) => !own.some(({ user }) => user === name))
  return [
    ...own.map(({ user, rights }) => ({ FolderName: path.slice(1), User: user, AccessRights: rights })),
    ...others.map((User) => ({ FolderName: path.slice(1), User, AccessRights: ['None'] })),
  ]
}

function listRecipients({ state, parameters }: FakeCall) {
  const wanted = findText(parameters, 'Identity')
  const found = state.recipients.filter((one) =>
    Object.values(one).some((value) => typeof value === 'string' && isSame(value, wanted)),
  )
  if (found.length === 0) throw createMissing(wanted)
  return found
}

function listMembers({ state, parameters }: FakeCall) {
  const wanted = findText(parameters, 'Identity')
  const group = state.distributionGroups.find(({ name }) => isSame(name, wanted))
  if (group === undefined) throw createMissing(wanted)
  return group.members
}

function createMissing(name: string): FakeCmdletError {
  return new FakeCmdletError(
    'Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException',
    `The operation couldn't be performed because object '${name}' couldn't be found on 'DB8PR01A02DC001.EURPR01A002.PROD.OUTLOOK.COM'.`,
    404,
  )
}
