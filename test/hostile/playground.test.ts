// The playground under fire, as it runs: what its page does, the local ends of Slack and Teams, the desk.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startPlayground } from '../../src/run/playground.js'
import { verifyJournal } from '../../src/stores/file/verify-journal.js'
import { formType } from '../platforms/slack/payloads.js'
import { adaptiveCard, modal, section } from '../playground/blocks.js'
import { watchAccidents } from './accidents.js'
import { nastyText, toJson, twistsOf } from './junk.js'
import { createSender, type Outcome, type Sender, type Sent } from './send.js'
import { createTrial, longestMilliseconds } from './trial.js'

/** What Slack's people wait for, and what the page's requests wait for in turn. */

const trial = createTrial('The playground')
const accidents = watchAccidents()
let folder: string
let running: Awaited<ReturnType<typeof startPlayground>>
let sender: Sender
beforeAll(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  folder = await mkdtemp(join(tmpdir(), 'reprieve-hostile-'))
  running = await startPlayground(
    { port: 0, dataFolder: folder, logLevel: 'silent' },
    {
      pid: process.pid,
      onFatal: (error) => {
        throw error
      },
    },
  )
  sender = createSender(running.address)
  await untilPosted()
})
afterAll(async () => {
  vi.restoreAllMocks()
  trial.report()
  sender.close()
  await running.stop()
  await rm(folder, { recursive: true, force: true })
  accidents.ignore()
})

/** The first restriction is posted to both sides, an hour of the bot's time passing in a minute. */
async function untilPosted(): Promise<void> {
  const { slack, teams } = running.playground
  await act('desk/hurry', { rate: 60 })
  while (slack.look('vera').messages.length === 0 || teams.look('vera').posts.length === 0)
    await new Promise((resolve) => {
      setTimeout(resolve, 20)
    })
  await act('desk/hurry', { rate: 1 })
}

const json = { 'content-type': 'application/json' }

function act(name: string, body: object): Promise<Outcome> {
  return sender.send({ path: `/playground/api/${name}`, headers: json, body: JSON.stringify(body) })
}

/** Who may review nothing: what they press changes nothing. */
const idlers = ['vera', 'norman', 'oscar'] as const

type Make = () => Sent

function judge(sent: Sent, { status, text }: Outcome): unknown {
  const { slack, teams } = running.playground
  const secrets = [slack.signingSecret, slack.botToken, teams.botAuthentication().outboundToken]
  const isWrong = status < 200 || status >= 500 || secrets.some((secret) => text.includes(secret))
  return isWrong ? { sent, status, text: text.slice(0, 500) } : undefined
}

async function sendAll(batch: readonly Make[]): Promise<readonly unknown[]> {
  const all = await Promise.all(
    batch.map(async (make) => {
      const sent = make()
      return judge(sent, await sender.send(sent))
    }),
  )
  return all.filter((problem) => problem !== undefined)
}

interface Honest {
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly method?: string
  readonly value: object
}

/** Honest requests with junk worked into what they carry, some as a form with JSON in its fields. */
function twisted(list: readonly (() => Honest)[], samples: readonly object[]): fc.Arbitrary<Make> {
  return fc.nat(list.length - 1).chain((at) =>
    fc.tuple(twistsOf(samples[at] ?? {}), fc.boolean()).map(([twist, isForm]) => () => {
      const { value, path = '/', headers = {}, method = 'POST' } = list[at]?.() ?? { value: {} }
      return isForm && path.includes('/slack/api/')
        ? { method, path, headers: { 'content-type': formType, ...headers }, body: toForm(twist(value)) }
        : { method, path, headers: { ...json, ...headers }, body: toJson(twist(value)) }
    }),
  )
}

function toForm(value: unknown): string {
  const fields = Object.entries(Object(value) as object).map(
    ([key, field]: [string, unknown]): [string, string] => [
      key,
      typeof field === 'string' ? field : toJson(field),
    ],
  )
  return new URLSearchParams(fields).toString()
}

async function findDamage(): Promise<readonly string[]> {
  const health = await sender.send({ method: 'GET', path: '/healthz' })
  const journal = await verifyJournal(join(folder, 'store'))
  return [
    ...(await accidents.list()),
    ...(health.status === 200 ? [] : [`/healthz: ${health.status} ${health.text}`]),
    ...(journal.ok ? [] : [`journal: ${journal.problem}`]),
  ]
}

/** What only people with a role lead to. */
async function listDeeds(): Promise<readonly string[]> {
  const store = join(folder, 'store')
  const names = (await readdir(store)).filter((name) => name.startsWith('journal-'))
  const texts = await Promise.all(names.map((name) => readFile(join(store, name), 'utf8')))
  return texts.join('').match(/"type":"(?:review|confirmation|unblock|handoff)\.[a-z]+"/g) ?? []
}

const entered = [
  { blockId: 'note', actionId: 'value', value: 'x' },
  { blockId: 'ask.x.1', actionId: 'value', value: ['yes'] },
]

/** What the page lets people do, on what is really there. */
function pageActs(person: (typeof idlers)[number]): readonly (() => Honest)[] {
  const messageTs = () => running.playground.slack.look(person).messages[0]?.ts ?? ''
  const activityId = () => running.playground.teams.look(person).posts[0]?.id ?? ''
  const of = (name: string, toValue: () => object) => () => ({
    path: `/playground/api/${name}`,
    value: { person, ...toValue() },
  })
  const press = (actionId: string) =>
    of('slack/press', () => ({ on: { messageTs: messageTs() }, blockId: 'actions', actionId, entered }))
  const execute = (type: string, verb: string) =>
    of('teams/execute', () => ({
      activityId: activityId(),
      action: { type, verb, data: { action: verb, incidentId: 'x' }, trigger: 'manual' },
    }))
  return [
    of('slack/say', () => ({ text: '/restricted list' })),
    of('slack/say', () => ({ text: 'hello' })),
    press('review'),
    press('show'),
    of('slack/press', () => ({ on: { viewId: 'V1' }, blockId: 'b', actionId: 'review', value: 'x' })),
    of('slack/submit', () => ({ viewId: 'V1', entered })),
    of('slack/close', () => ({ viewId: 'V1', entered })),
    of('slack/home', () => ({})),
    of('teams/chat', () => ({})),
    of('teams/say', () => ({ text: '@Reprieve list', rootId: activityId(), chat: false })),
    of('teams/say', () => ({ text: 'help', chat: true })),
    execute('Action.Execute', 'review'),
    execute('Action.Execute', 'unblock'),
    execute('Action.Submit', 'show'),
  ]
}

describe('what the page asks for', () => {
  test(
    'is answered whatever it holds, and moves nothing for people without a role',
    async () => {
      const acts = idlers.flatMap(pageActs)
      const samples = acts.map((make) => make().value)
      await trial.batches(twisted(acts, samples), 60, sendAll)
      expect(await listDeeds()).toEqual([])
      expect(await findDamage()).toEqual([])
    },
    longestMilliseconds,
  )

  test(
    'is answered whatever the body, the type, the method and the sender',
    async () => {
      const names = [
        'slack/say',
        'teams/execute',
        'desk/restrict',
        'state',
        'desk/state',
        'events',
        'nothing',
      ]
      const request = fc.record({
        name: fc.constantFrom(...names),
        method: fc.constantFrom(
          'GET',
          'HEAD',
          'POST',
          'PUT',
          'DELETE',
          'OPTIONS',
          'PATCH',
          'TRACE',
          'PROPFIND',
        ),
        query: fc.constantFrom(
          '',
          '?person=',
          '?person=__proto__',
          '?since=-1',
          '?since=1e999',
          '?%',
          '?a=%E0%A4%A',
        ),
        type: fc.constantFrom(
          'application/json',
          'application/jsonx',
          'text/plain',
          '',
          'application/json;charset=x',
        ),
        origin: fc.constantFrom('', 'null', 'https://evil.test', running.address.slice(0, -1)),
        host: fc.constantFrom(
          '',
          'evil.test',
          'localhost',
          '127.0.0.1:99999999',
          '[::1]:1',
          new URL(running.address).host,
        ),
        body: fc.oneof(
          nastyText,
          fc.constantFrom('null', '[]', '{', '@@deep-list@@', '@@deep-map@@').map((text) => toJson(text)),
          fc.constant(`"${'x'.repeat(1_100_000)}"`),
        ),
      })
      const sent = request.map(({ name, method, query, type, origin, host, body }) => () => ({
        method,
        path: `/playground/api/${name}${query}`,
        headers: { 'content-type': type, host, ...(origin === '' ? {} : { origin }) },
        body,
      }))
      await trial.batches(sent, 30, sendAll)
      expect(await findDamage()).toEqual([])
    },
    longestMilliseconds,
  )
})

test.each(['HEAD', 'POST', 'DELETE'])(
  'the stream of changes is not for %s, which would wait for ever',
  async (method) => {
    expect(await sender.send({ method, path: '/playground/api/events' })).toMatchObject({ status: 405 })
  },
)

describe("Slack's and Teams' local ends", () => {
  /** As the bot calls them, with its token. */
  function webApi(): readonly (() => Honest)[] {
    const { slack } = running.playground
    const headers = { authorization: `Bearer ${slack.botToken}` }
    const { channelId: channel } = slack
    const message = { channel, text: 'x', blocks: [section('x')], attachments: [{ blocks: [section('y')] }] }
    const calls: Readonly<Record<string, object>> = {
      'chat.postMessage': { ...message, metadata: { event_type: 'x', event_payload: {} } },
      'chat.postEphemeral': { ...message, user: 'U0VERA00003' },
      'chat.update': { ...message, ts: '1.2' },
      'chat.delete': { channel, ts: '1.2' },
      'views.open': { trigger_id: 'x', view: modal('x', [section('x')]) },
      'views.push': { trigger_id: 'x', view: modal('x', [section('x')]) },
      'views.update': { view_id: 'V1', hash: 'x', view: modal('x', [section('x')]) },
      'views.publish': { user_id: 'U0VERA00003', view: { type: 'home', blocks: [section('x')] } },
      'users.info': { user: 'U0VERA00003' },
      'usergroups.users.list': { usergroup: slack.userGroupId },
      'conversations.info': { channel },
      'conversations.replies': { channel, ts: '1.2' },
      'auth.test': {},
      __proto__: {},
    }
    return Object.entries(calls).map(([name, value]) => () => ({
      path: `/playground/slack/api/${name}`,
      headers,
      value,
    }))
  }

  function connector(): readonly (() => Honest)[] {
    const { teams } = running.playground
    const headers = { authorization: `Bearer ${teams.botAuthentication().outboundToken}` }
    const activity = { type: 'message', text: 'x', attachments: [adaptiveCard('x')] }
    const of = (method: string, rest: string, value: object) => () => ({
      method,
      path: `/playground/teams/connector/v3/conversations${rest}`,
      headers,
      value,
    })
    const channel = `/${encodeURIComponent(teams.channelId)}`
    return [
      of('POST', '', { isGroup: true, channelData: { channel: { id: teams.channelId } }, activity }),
      of('POST', '', {
        isGroup: false,
        members: [{ id: '29:1vera-novak' }],
        tenantId: teams.tenantId,
        activity,
      }),
      of('POST', `${channel}/activities`, activity),
      of('PUT', `${channel}/activities/1`, activity),
      of('DELETE', `${channel}/activities/1`, {}),
      of('GET', `${channel}/members/x`, {}),
      of('GET', `${channel}/pagedmembers?pageSize=-1`, {}),
      of('POST', '/%E0%A4%A/activities', activity),
      of('POST', '/__proto__/activities', activity),
    ]
  }

  test(
    'take whatever the bot sends',
    async () => {
      const calls = [...webApi(), ...connector()]
      const samples = calls.map((make) => make().value)
      await trial.batches(twisted(calls, samples), 60, sendAll)
      expect(await findDamage()).toEqual([])
    },
    longestMilliseconds,
  )

  test('save nothing that they could not save again', async () => {
    const { botToken, channelId } = running.playground.slack
    const post = (metadata: string) =>
      sender.send({
        path: '/playground/slack/api/chat.postMessage',
        headers: { 'content-type': formType, authorization: `Bearer ${botToken}` },
        body: toForm({ channel: channelId, text: 'x', metadata }),
      })
    const answer = await post(toJson({ event_type: 'x', event_payload: { a: '@@deep-list@@' } }))
    expect(JSON.parse(answer.text)).toMatchObject({ ok: false, error: 'metadata_must_be_sent_as_json' })
    expect((await post('{"event_type":"x","event_payload":{}}')).text).toContain('"ok":true')
  })

  test(
    'let nobody else in, whatever they send',
    async () => {
      const slackCall = nastyText.map((token) => ({
        path: '/playground/slack/api/chat.postMessage',
        body: new URLSearchParams({ token, channel: 'C0MAILONCALL', text: 'x' }).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }))
      const teamsCall = nastyText.map((token) => ({
        path: '/playground/teams/connector/v3/conversations',
        body: '{}',
        headers: {
          ...json,
          authorization: `Bearer ${token.replaceAll(/[^\x20-\x7e]/g, '.').slice(0, 4_000)}`,
        },
      }))
      const answerUrl = nastyText.map((ticket) => ({
        path: `/playground/slack/respond/${encodeURIComponent(ticket.replaceAll(/[^\x20-\x7e]/g, '.').slice(0, 4_000))}`,
        body: '{"text":"x"}',
        headers: json,
      }))
      const { slack, teams } = running.playground
      const before = [slack.look('vera').messages.length, teams.look('vera').posts.length]
      await trial.batches(
        fc.oneof(slackCall, teamsCall, answerUrl).map((sent) => () => sent),
        20,
        sendAll,
      )
      expect([slack.look('vera').messages.length, teams.look('vera').posts.length]).toEqual(before)
      expect(await findDamage()).toEqual([])
    },
    longestMilliseconds,
  )
})

test(
  'the desk takes whatever it is told',
  async () => {
    const of = (name: string, value: object) => () => ({ path: `/playground/api/desk/${name}`, value })
    const acts = [
      of('restrict', { key: 'sender:laura@contoso.com', reason: 'spam' }),
      of('clear', { key: 'sender:laura@contoso.com' }),
      of('expire', { key: 'sender:laura@contoso.com' }),
      of('calm', {}),
      of('break', { side: 'teams', fault: 'down' }),
      of('break', { side: 'exchange', fault: 'throttled' }),
      of('mend', {}),
      of('hurry', { rate: 1 }),
      of('jump', { minutes: 1 }),
      of('wire/clear', {}),
    ]
    const samples = acts.map((make) => make().value)
    await trial.batches(twisted(acts, samples), 25, sendAll)
    await act('desk/mend', {})
    expect(await findDamage()).toEqual([])
  },
  longestMilliseconds,
)
