// Every call that Reprieve makes for Teams, with all that is sent, all that is read of the answer, and what it takes: of the Bot
// Connector, to write and to know who somebody is, and of Microsoft Graph, for roles of groups. The tests' Teams takes no other.
// Sources: the Bot Connector's REST reference and the v1.0 reference of Graph on learn.microsoft.com.

interface TeamsCall {
  readonly does: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** `{}` is one part of it. */
  readonly path: string
  /** Options of the query. */
  readonly query: readonly string[]
  /** Never asked without all of them. */
  readonly isQueryFixed?: true
  /** Properties of the body; a point leads into one of them. */
  readonly sends: readonly string[]
  /** Properties of the object, or of each object of the list. */
  readonly reads: readonly string[]
  /** Application permissions of the bot's app registration, the least that do. Of the connector none: the app has to be there. */
  readonly permissions: readonly string[]
  readonly page: string
}

const connectorPage =
  'https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference'
const membersPage = 'https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context'
const targetedPage = 'https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages'
const graphPage = 'https://learn.microsoft.com/graph/api'

const nothing = { query: [], sends: [], reads: [], permissions: [] } as const
const message = ['type', 'text', 'textFormat', 'summary', 'attachments', 'entities', 'channelData'] as const

/** That one member alone sees it. */
const targeted = ['isTargetedActivity'] as const

export const connectorCalls: readonly TeamsCall[] = [
  {
    ...nothing,
    does: 'Start a thread, or the chat with one person',
    method: 'POST',
    path: '/v3/conversations',
    sends: [
      'isGroup',
      'bot.id',
      'members.id',
      'tenantId',
      'channelData.channel.id',
      'channelData.tenant.id',
      ...message.map((name) => `activity.${name}`),
    ],
    reads: ['id', 'activityId'],
    page: `${connectorPage}#create-conversation`,
  },
  {
    ...nothing,
    does: 'Write there, to all or to one member alone',
    method: 'POST',
    path: '/v3/conversations/{}/activities',
    query: targeted,
    sends: ['recipient.id', ...message],
    reads: ['id'],
    page: `${connectorPage}#send-to-conversation`,
  },
  {
    ...nothing,
    does: 'Change what was written',
    method: 'PUT',
    path: '/v3/conversations/{}/activities/{}',
    query: targeted,
    sends: ['id', ...message],
    page: `${connectorPage}#update-activity`,
  },
  {
    ...nothing,
    does: 'Take away what one member alone was shown',
    method: 'DELETE',
    path: '/v3/conversations/{}/activities/{}',
    query: targeted,
    isQueryFixed: true,
    page: targetedPage,
  },
  {
    ...nothing,
    does: 'Who somebody is, and of which organisation',
    method: 'GET',
    path: '/v3/conversations/{}/members/{}',
    reads: ['name', 'objectId', 'aadObjectId', 'tenantId', 'email', 'userPrincipalName', 'userRole'],
    page: `${membersPage}#get-single-member-details`,
  },
  {
    ...nothing,
    does: 'Whether the app is still there',
    method: 'GET',
    path: '/v3/conversations/{}/pagedmembers',
    page: `${membersPage}#fetch-the-roster-or-user-profile`,
  },
]

export const groupCalls: readonly TeamsCall[] = [
  {
    ...nothing,
    does: 'In which groups with a role somebody is',
    method: 'POST',
    path: '/v1.0/users/{}/checkMemberGroups',
    sends: ['groupIds'],
    reads: ['value'],
    permissions: ['User.Read.All', 'GroupMember.Read.All'],
    page: `${graphPage}/directoryobject-checkmembergroups`,
  },
  {
    ...nothing,
    does: 'Who is in a group, to write to them',
    method: 'GET',
    path: '/v1.0/groups/{}/transitiveMembers',
    query: ['$select', '$top'],
    reads: ['id', 'userType', 'accountEnabled', 'mail', 'userPrincipalName'],
    permissions: ['User.Read.All', 'GroupMember.Read.All'],
    page: `${graphPage}/group-list-transitivemembers`,
  },
  {
    ...nothing,
    does: 'Whether a group is there, for the doctor',
    method: 'GET',
    path: '/v1.0/groups/{}',
    query: ['$select'],
    reads: ['displayName'],
    permissions: ['GroupMember.Read.All'],
    page: `${graphPage}/group-get`,
  },
]
