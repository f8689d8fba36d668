import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { AppsManifestValidateArguments } from '@slack/web-api'
import { describe, expect, it } from 'vitest'
import template from '../../manifest/slack/manifest.json' with { type: 'json' }
import { commandHints, verbs } from '../../src/features/index.js'
import { createSlackManifest } from '../../src/manifest/index.js'

type SlackManifest = AppsManifestValidateArguments['manifest']
type Scope = NonNullable<NonNullable<NonNullable<SlackManifest['oauth_config']>['scopes']>['bot']>[number]

const host = 'https://bot.contoso.com'
const eventsUrl = `${host}/slack/events`
const { description, long_description } = template.display_information
const [command] = template.features.slash_commands
const usageHint = commandHints.map(({ usage }) => usage).join(' | ')

/** What each method of the Web API needs of a bot, by https://docs.slack.dev/reference/methods. */
const methodScopes: Readonly<Record<string, readonly Scope[]>> = {
  // With the app-level token, in Socket Mode.
  'apps.connections.open': [],
  'auth.test': [],
  'blocks.validate': [],
  'chat.getPermalink': [],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  // One for public channels, one for private ones.
  // Only where an admin has added channels:history and groups:history; works as well without.
  'conversations.history': [],
  'conversations.info': ['channels:read', 'groups:read'],
  'usergroups.list': ['usergroups:read'],
  'usergroups.users.list': ['usergroups:read'],
  // The address in the answer is a scope of its own; without it nobody can be told from the restricted mailbox's owner.
  'users.lookupByEmail': ['users:read.email'],
  'users.info': ['users:read', 'users:read.email'],
  'views.open': [],
  'views.publish': [],
  'views.update': [],
}

/** What the slash command needs, and the setting `slackGroup`: whoever turns it on need not install the app again. */
const featureScopes: readonly Scope[] = ['commands']

// Written out, so that the compiler reads every key, scope and event with Slack's own types.
const expected = {
  display_information: {
    name: 'Reprieve',
    description,
    long_description,
    background_color: '#0f766e',
  },
  features: {
    bot_user: { display_name: 'reprieve', always_online: false },
    app_home: {
      home_tab_enabled: true,
      messages_tab_enabled: false,
      messages_tab_read_only_enabled: true,
    },
    slash_commands: [
      {
        command: '/restricted',
        description: 'What is restricted, and what to do about it',
        usage_hint: usageHint,
        url: eventsUrl,
        should_escape: false,
      },
    ],
  },
  oauth_config: {
    scopes: {
      bot: [
        'chat:write',
        'commands',
        'users:read',
        'users:read.email',
        'usergroups:read',
        'channels:read',
        'groups:read',
      ],
    },
  },
  settings: {
    event_subscriptions: {
      request_url: eventsUrl,
      bot_events: ['app_home_opened', 'app_uninstalled', 'tokens_revoked'],
    },
    interactivity: { is_enabled: true, request_url: eventsUrl },
    org_deploy_enabled: false,
    socket_mode_enabled: false,
    token_rotation_enabled: false,
  },
} satisfies SlackManifest

describe('the Slack manifest', () => {
  it('is what Slack knows, with every address on the host', () => {
    expect(createSlackManifest({ host }, commandHints)).toEqual(expected)
  })

  it('names no address in Socket Mode, and needs no host', () => {
    const manifest = createSlackManifest({ socketMode: true }, commandHints)
    const { url: _url, ...withoutUrl } = expected.features.slash_commands[0] ?? {}
    expect(manifest).toEqual({
      ...expected,
      features: { ...expected.features, slash_commands: [withoutUrl] },
      settings: {
        ...expected.settings,
        event_subscriptions: { bot_events: ['app_home_opened', 'app_uninstalled', 'tokens_revoked'] },
        interactivity: { is_enabled: true },
        socket_mode_enabled: true,
      },
    })
  })

  // https://docs.slack.dev/reference/app-manifest
  it.each([
    ['name', template.display_information.name, 1, 35],
    ['description', description, 1, 140],
    ['long description', long_description, 174, 4_000],
    ['bot name', template.features.bot_user.display_name, 1, 80],
    ['command', command?.command ?? '', 2, 32],
    ['command description', command?.description ?? '', 1, 2_000],
    ['usage hint', usageHint, 1, 1_000],
  ])('keeps to the length of the %s', (_name, text, least, most) => {
    expect(text.length).toBeGreaterThanOrEqual(least)
    expect(text.length).toBeLessThanOrEqual(most)
  })

  it('hints at every verb of the bot, and at no other', () => {
    const hinted = usageHint.split(' | ').map((usage) => usage.split(' ')[0])
    expect(hinted).toEqual(verbs)
  })

  it('asks for the scopes of what is called and of what can be turned on, and for no other', () => {
    const methods = findCalledMethods()
    expect(methods.length).toBeGreaterThan(4)
    expect(Object.keys(methodScopes), 'a method whose scopes this test does not know').toEqual(
      expect.arrayContaining(methods),
    )
    const needed = new Set<Scope>([
      ...featureScopes,
      ...methods.flatMap((method) => methodScopes[method] ?? []),
    ])
    expect(template.oauth_config.scopes.bot.toSorted()).toEqual([...needed].toSorted())
  })

  it('explains every scope it asks for in its README, and no other', () => {
    const readme = readFileSync(new URL('../../manifest/README.md', import.meta.url), 'utf8')
    const slackPart = readme.split(/^## /m).find((part) => part.startsWith('Slack')) ?? ''
    const explained = [...slackPart.matchAll(/^\| `([a-z:.]+)` \|/gm)].map(([, scope]) => scope)
    expect(explained).toEqual(template.oauth_config.scopes.bot)
  })
})

/** Methods by how they are called: `clients.bulk.chat.update(...)`, or named in `call('chat.update', ...)`. */
function findCalledMethods(): string[] {
  const folder = fileURLToPath(new URL('../../src/platforms/slack', import.meta.url))
  const called = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(`${folder}/${name}`, 'utf8'))
    .flatMap((source) => [
      ...source.matchAll(/\b(?:interactive|bulk|client)\.([a-z]\w*(?:\.\w+)+)\(/g),
      ...source.matchAll(/\bcall\(\s*'([a-z]\w*(?:\.\w+)+)'/g),
    ])
    .map(([, method = '']) => method)
  return [...new Set(called)]
}
