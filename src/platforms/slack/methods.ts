// Every method of Slack's Web API that Reprieve calls, with its arguments and the scope it needs: docs.slack.dev/reference/methods.
// The tests' Slack knows no other.

interface SlackMethod {
  /** One of them is needed; none where every token may. */
  readonly scopes: readonly string[]
  readonly arguments: readonly string[]
  /** Not in the manifest: who wants what it does adds the scope. */
  readonly isOptional?: true
}

export const slackMethods = {
  'auth.test': { scopes: [], arguments: [] },
  'apps.connections.open': { scopes: ['connections:write'], arguments: [] },
  'blocks.validate': { scopes: [], arguments: ['blocks', 'message', 'view'] },
  'chat.getPermalink': { scopes: [], arguments: ['channel', 'message_ts'] },
  'chat.postMessage': {
    scopes: ['chat:write'],
    arguments: [
      'channel',
      'thread_ts',
      'reply_broadcast',
      'text',
      'blocks',
      'attachments',
      'metadata',
      'unfurl_links',
      'unfurl_media',
    ],
  },
  'chat.update': {
    scopes: ['chat:write'],
    arguments: ['channel', 'ts', 'text', 'blocks', 'attachments', 'metadata'],
  },
  'conversations.history': {
    scopes: ['channels:history', 'groups:history'],
    arguments: ['channel', 'oldest', 'limit', 'include_all_metadata'],
    isOptional: true,
  },
  'conversations.info': { scopes: ['channels:read', 'groups:read'], arguments: ['channel'] },
  'usergroups.users.list': { scopes: ['usergroups:read'], arguments: ['usergroup'] },
  'users.info': { scopes: ['users:read', 'users:read.email'], arguments: ['user'] },
  'users.lookupByEmail': { scopes: ['users:read.email'], arguments: ['email'] },
  'views.open': { scopes: [], arguments: ['trigger_id', 'view'] },
  'views.publish': { scopes: [], arguments: ['user_id', 'view'] },
  'views.update': { scopes: [], arguments: ['view_id', 'hash', 'view'] },
} as const satisfies Readonly<Record<string, SlackMethod>>
