// Slack's webhook under fire: signed by Slack but carrying anything, and forged.

import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { pressNames } from '../../src/features/index.js'
import {
  createClick,
  createSubmission,
  createTyped,
  formType,
  sign,
  toForm,
} from '../platforms/slack/payloads.js'
import { nastyText, toJson, twistsOf } from './junk.js'
import { approverOnSlack, hasSecret, nobodiesOnSlack, openPlace, type Place } from './place.js'
import type { Outcome, Sent } from './send.js'
import { createTrial, longestMilliseconds } from './trial.js'

const trial = createTrial('Slack')
let place: Place
beforeAll(async () => {
  place = await openPlace()
})
afterAll(async () => {
  trial.report()
  await place.close()
})

const jsonType = 'application/json'

/** Made when it is sent: Slack's ids are never the same twice, and the bot drops what it has seen. */
type Payload = (userId: string, incidentId: string) => object

const path = '/slack/events'
const withUser = (id: string) => ({ user: { id, name: 'somebody', team_id: 'T0HOME' } })
const metadata = (incidentId: string) => JSON.stringify({ incidentId, confirmationId: 'c-1' })

const clicks = pressNames.map(
  (action): Payload =>
    (userId, incidentId) =>
      createClick({
        ...withUser(userId),
        response_url: place.slack.responseUrl,
        actions: [{ type: 'button', action_id: action, block_id: 'b', value: incidentId }],
      }),
)
const clicksInWindows: readonly Payload[] = ['review', 'unblock', 'command.next'].map(
  (action) => (userId, incidentId) =>
    createClick({
      ...withUser(userId),
      view: { id: 'V1', hash: 'h1', private_metadata: metadata(incidentId), state: { values: {} } },
      actions: [{ action_id: action, value: 'list' }],
    }),
)
const clicksWithIds: readonly Payload[] = ['containment', 'contain', 'contain-now'].map(
  (action) => (userId, incidentId) =>
    createClick({
      ...withUser(userId),
      response_url: place.slack.responseUrl,
      actions: [
        { action_id: action, value: JSON.stringify({ incidentId, step: 'block-sign-in', target: 'x' }) },
      ],
    }),
)
const submissions: readonly Payload[] = ['recommendations', 'confirm', 'unblock'].map(
  (callback) => (userId, incidentId) =>
    createSubmission(withUser(userId), { callback_id: callback, private_metadata: metadata(incidentId) }),
)
const others: readonly Payload[] = [
  (userId) => ({ type: 'shortcut', callback_id: 'x', trigger_id: crypto.randomUUID(), ...withUser(userId) }),
  (userId) => ({ type: 'view_closed', view: { id: 'V1', type: 'modal' }, ...withUser(userId) }),
  (userId) => ({ type: 'block_suggestion', action_id: 'x', value: 'y', ...withUser(userId) }),
]
const events: readonly Payload[] = ['app_home_opened', 'app_mention', 'message', 'app_uninstalled'].map(
  (type) => (userId) => ({
    type: 'event_callback',
    team_id: 'T0HOME',
    event_id: `Ev${crypto.randomUUID()}`,
    event: { type, user: userId, channel: 'D1', tab: 'home', text: 'list', event_ts: '1.2' },
    authorizations: [{ team_id: 'T0HOME', user_id: 'U0BOT' }],
  }),
)
const commands: readonly Payload[] = [
  'help',
  'list',
  'review laura@contoso.com',
  'show laura',
  'status',
  '',
].map(
  (text) => (userId) =>
    createTyped({ user_id: userId, text, response_url: 'https://hooks.slack.com.evil.test/canary' }),
)

const interactions = [...clicks, ...clicksInWindows, ...clicksWithIds, ...submissions, ...others]

/** Every kind of honest request, with junk worked in. */
function twisted(userIds: readonly string[]): fc.Arbitrary<() => Omit<Sent, 'path'>> {
  const of = (payloads: readonly Payload[], write: (value: unknown) => Omit<Sent, 'path'>) =>
    fc.constantFrom(...payloads).chain((payload) =>
      fc.tuple(fc.constantFrom(...userIds), twistsOf(payload('U', 'i'))).map(
        ([userId, twist]) =>
          () =>
            write(twist(payload(userId, place.incidentId))),
      ),
    )
  return fc.oneof(
    { arbitrary: of(interactions, (value) => toSent(toFormOf(value))), weight: 5 },
    { arbitrary: of(commands, (value) => toSent(toFields(value))), weight: 2 },
    { arbitrary: of(events, (value) => toSent(toJson(value), jsonType)), weight: 1 },
    {
      arbitrary: of(interactions, (value) => toSent(toJson(value), `${jsonType}; charset=utf-8`)),
      weight: 1,
    },
  )
}

function toSent(body: string, type = formType): Omit<Sent, 'path'> {
  return { body, headers: { 'content-type': type } }
}

function toFormOf(value: unknown): string {
  return new URLSearchParams({ payload: toJson(value) }).toString()
}

/** A field that holds more than text travels as JSON; a list makes the field come twice. */
function toFields(value: unknown): string {
  const pairs = Object.entries(Object(value) as object).flatMap(([key, field]: [string, unknown]) =>
    (Array.isArray(field) ? field : [field]).map((one): [string, string] => [
      key,
      typeof one === 'string' ? one : toJson(one),
    ]),
  )
  return new URLSearchParams(pairs).toString()
}

function sendSigned(sent: Omit<Sent, 'path'>): Promise<Outcome> {
  const signed = sign(sent.body ?? '', Date.now())
  return place.send({ ...sent, path, headers: { ...signed, ...sent.headers } })
}

/** What is wrong with an answer, given the statuses it may have. */
function judge(sent: unknown, { status, text }: Outcome, allowed: readonly number[]): unknown {
  const isWrong = !allowed.includes(status) || hasSecret(text)
  return isWrong ? { sent, status, text } : undefined
}

// 500 is for what Bolt itself cannot read; that it is nothing of ours is checked on what was logged.
const signedStatuses = [200, 400, 413, 500]

async function sendAll(batch: readonly (() => Omit<Sent, 'path'>)[]): Promise<readonly unknown[]> {
  const all = await Promise.all(
    batch.map(async (make) => {
      const sent = make()
      return judge(sent, await sendSigned(sent), signedStatuses)
    }),
  )
  return all.filter((problem) => problem !== undefined)
}

describe('a request that Slack signed', () => {
  test(
    'is answered in time whatever it holds, and moves nothing for people without a role',
    async () => {
      const before = await place.decisions()
      await trial.batches(twisted(nobodiesOnSlack), 80, sendAll)
      expect(await place.decisions()).toEqual(before)
      expect(place.backend.calls.filter((call) => call.startsWith('unblock'))).toEqual([])
      expect(await place.countEvents(['press.refused', 'command.refused'])).toBeGreaterThan(0)
      expect(await place.findDamage()).toEqual([])
    },
    longestMilliseconds,
  )

  test(
    'is answered in time from an approver too, and never unblocks by accident',
    async () => {
      await trial.batches(twisted([approverOnSlack]), 40, sendAll)
      expect(place.backend.calls.filter((call) => call.startsWith('unblock'))).toEqual([])
      expect(await place.countEvents(['review.opened', 'review.submitted'])).toBeGreaterThan(0)
      expect(await place.findDamage()).toEqual([])
    },
    longestMilliseconds,
  )

  test(
    'may be any bytes of any type',
    async () => {
      const type = fc.oneof(
        fc.constantFrom(
          formType,
          jsonType,
          'application/x-www-form-urlencoded; charset=utf-16',
          'text/plain',
          '',
        ),
        fc.constantFrom('multipart/form-data; boundary=x', 'application/json, text/html', ';', '__proto__'),
      )
      const body = fc.oneof(
        nastyText,
        nastyText.map((text) => `payload=${text}`),
        nastyText.map((text) => `payload=${encodeURIComponent(JSON.stringify(text))}&payload=x`),
        fc.constantFrom(
          'null',
          '[]',
          '{}',
          '{"type":',
          'payload=',
          'payload={}',
          '&'.repeat(5_000),
          '%'.repeat(999),
        ),
        fc.constantFrom('@@deep-list@@', '@@deep-map@@').map((name) => toJson({ type: name, event: name })),
        fc.constant(`payload=${'x'.repeat(300_000)}`),
      )
      const sent = fc.tuple(body, type).map(
        ([text, given]) =>
          () =>
            toSent(text, given),
      )
      await trial.batches(sent, 40, sendAll)
      expect(await place.findDamage()).toEqual([])
    },
    longestMilliseconds,
  )
})

test.each([
  ['an event that is a text', { type: 'event_callback', event: 'canary' }],
  [
    'the item of an event that is a text',
    { type: 'event_callback', event: { type: 'star_added', item: 'canary' } },
  ],
  [
    'a list in lists where the length of a text is looked for',
    { type: 'view_submission', trigger_id: '@@deep-length@@' },
  ],
])('%s is refused, and gets into no log', async (_what, body) => {
  expect(await sendSigned(toSent(toJson(body), jsonType))).toMatchObject({ status: 400 })
  expect(await place.findDamage()).toEqual([])
})

test('a field of a form that only events have is refused, and gets into no log', async () => {
  expect(await sendSigned(toSent('event=canary'))).toMatchObject({ status: 400 })
  expect(await place.findDamage()).toEqual([])
})

describe('a request that Slack did not sign', () => {
  const minutes = 60_000
  const headers: fc.Arbitrary<(body: string) => Readonly<Record<string, string>>> = fc.oneof(
    fc.constant(() => ({})),
    fc.constant((body: string) => sign(body, Date.now(), 'another secret')),
    fc.constant((body: string) => sign(`${body} `, Date.now())),
    fc
      .constantFrom(-1e15, -6, -5.2, 1.2, 6, 1e6, 1e12)
      .map((shift) => (body: string) => sign(body, Date.now() + shift * minutes)),
    fc
      .constantFrom('v1=', 'v0', 'V0=', 'v0=v0=', ' ')
      .map((version) => (body: string) => changeSignature(body, (text) => text.replace('v0=', version))),
    fc.constant((body: string) => changeSignature(body, (text) => text.toUpperCase())),
    fc.constant((body: string) => changeSignature(body, (text) => `${text}, ${text}`)),
    fc.nat(60).map((length) => (body: string) => changeSignature(body, (text) => text.slice(0, length))),
    fc
      .constantFrom('', '0', 'NaN', '-1', '1e10', '0x7fffffff', '9'.repeat(400), 'Infinity', '__proto__')
      .map((timestamp) => (body: string) => ({
        ...sign(body, Date.now()),
        'x-slack-request-timestamp': timestamp,
      })),
  )

  function changeSignature(body: string, change: (signature: string) => string) {
    const signed = sign(body, Date.now())
    return { ...signed, 'x-slack-signature': change(signed['x-slack-signature'] ?? '') }
  }

  test(
    'is refused with 401 and reaches nobody',
    async () => {
      const events = await place.countEvents(['press.refused', 'command.refused', 'review.opened'])
      const body = fc.oneof(
        fc.constantFrom(...clicks).map((payload) => () => toForm(payload(approverOnSlack, place.incidentId))),
        nastyText.map((text) => () => text),
      )
      await trial.batches(fc.tuple(body, headers), 60, async (batch) => {
        const all = await Promise.all(
          batch.map(async ([make, toHeaders]) => {
            const text = make()
            const sent = { path, body: text, headers: { 'content-type': formType, ...toHeaders(text) } }
            return judge(sent, await place.send(sent), [401])
          }),
        )
        return all.filter((problem) => problem !== undefined)
      })
      expect(await place.countEvents(['press.refused', 'command.refused', 'review.opened'])).toBe(events)
      expect(await place.findDamage()).toEqual([])
    },
    longestMilliseconds,
  )
})

test('nothing of ours broke meanwhile: what was logged as an error is what Bolt or Slack could not take', () => {
  const unexplained = place.errors().filter((line) => !isExplained(line))
  expect(unexplained).toEqual([])
})

function isExplained(line: string): boolean {
  const { msg, error } = z.looseObject({ msg: z.string(), error: failure.optional() }).parse(JSON.parse(line))
  const [, frame = ''] = /\n\s+at ([^\n]*)/.exec(error?.stack ?? '') ?? []
  return msg === 'slack.sdk' || error?.type === 'PlatformError' || frame.includes('@slack/bolt')
}

const failure = z.looseObject({ type: z.string(), stack: z.string() })
