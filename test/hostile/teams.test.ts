// Teams' webhook under fire: signed by Teams but carrying anything, and forged. The bot's time runs fast, so that what
// it spares Teams (30 calls a second) does not hold up the test; answers are timed by the real clock.

import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { pressNames } from '../../src/features/index.js'
import {
  inChannel,
  inPersonalChat,
  toInstallation,
  toInvoke,
  toMention,
} from '../platforms/teams/activities.js'
import { nastyText, toJson, twistsOf } from './junk.js'
import { hasSecret, maya, norman, openPlace, type Place } from './place.js'
import type { Outcome, Sent } from './send.js'
import { createTrial, longestMilliseconds } from './trial.js'

const trial = createTrial('Teams')
let place: Place
let token: string
beforeAll(async () => {
  place = await openPlace()
  token = await place.tenant.sign()
  // The first request has the bot fetch the keys.
  await sendAll([() => ({ body: toJson(inPersonalChat(place.tenant, { type: 'typing' })) })])
  place.setRate(30)
  // The SDK prints what it refuses.
  vi.spyOn(console, 'error').mockImplementation(() => {})
})
afterAll(async () => {
  vi.restoreAllMocks()
  trial.report()
  await place.close()
})

const path = '/api/messages'

/** Made when it is sent: Teams' ids are never the same twice, and the bot answers what it has seen as before. */
type Payload = (from: typeof maya) => object

const from = (person: typeof maya) => ({ from: person, id: crypto.randomUUID(), replyToId: '1700000000000' })
const invokes = pressNames.map(
  (verb): Payload =>
    (person) =>
      toInvoke(
        place.tenant,
        {
          verb,
          data: {
            incidentId: place.incidentId,
            confirmationId: 'c-1',
            note: 'x',
            text: 'list',
            step: 'block-sign-in',
          },
        },
        from(person),
      ),
)
const submits: readonly Payload[] = ['review', 'unblock'].map(
  (action) => (person) =>
    inPersonalChat(place.tenant, {
      type: 'message',
      value: { action, incidentId: place.incidentId },
      ...from(person),
    }),
)
const texts = ['help', 'list', 'home', 'review laura@contoso.com', 'show laura', 'status', 'history', '']
const messages = texts.flatMap((text): readonly Payload[] => [
  (person) => inPersonalChat(place.tenant, { type: 'message', text, ...from(person) }),
  (person) => toMention(place.tenant, text, from(person)),
])
const signs: readonly Payload[] = [
  (person) => toInstallation(place.tenant, from(person)),
  (person) => toInstallation(place.tenant, { action: 'remove', ...from(person) }),
  (person) =>
    inChannel(place.tenant, { type: 'conversationUpdate', membersAdded: [person], ...from(person) }),
  (person) => inChannel(place.tenant, { type: 'messageReaction', reactionsAdded: [], ...from(person) }),
  (person) => inPersonalChat(place.tenant, { type: 'typing', ...from(person) }),
  (person) =>
    toInvoke(place.tenant, { verb: 'resume' }, { ...from(person), value: { trigger: 'automatic' } }),
  (person) => toInvoke(place.tenant, {}, { ...from(person), name: 'task/fetch' }),
]

type Make = () => Omit<Sent, 'path'>

function twisted(person: typeof maya): fc.Arbitrary<Make> {
  const of = (payloads: readonly Payload[]) =>
    fc.nat(payloads.length - 1).chain((at) => {
      const payload: Payload = (given) => payloads[at]?.(given) ?? {}
      // Its ids are not known before the bot runs, and where they stand is.
      return twistsOf(sampleOf(payload)).map((twist) => () => ({ body: toJson(twist(payload(person))) }))
    })
  return fc.oneof(
    { arbitrary: of(invokes), weight: 4 },
    { arbitrary: of(messages), weight: 3 },
    { arbitrary: of(submits), weight: 1 },
    { arbitrary: of(signs), weight: 2 },
  )
}

function sampleOf(payload: Payload): object {
  return payload(norman)
}

function judge(sent: unknown, { status, text }: Outcome, allowed: readonly number[]): unknown {
  const isWrong = !allowed.includes(status) || hasSecret(text)
  return isWrong ? { sent, status, text } : undefined
}

/** 501 is what the protocol has for an invoke of a name that a bot does not know. */
const signedStatuses = [200, 400, 401, 413, 415, 501]

async function sendAll(batch: readonly Make[]): Promise<readonly unknown[]> {
  const all = await Promise.all(
    batch.map(async (make) => {
      const sent = make()
      const headers = {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        ...sent.headers,
      }
      return judge(sent, await place.send({ ...sent, path, headers }), signedStatuses)
    }),
  )
  return all.filter((problem) => problem !== undefined)
}

/** 431 is the server's own, for headers above 16 kB; whoever is still sending then may see the end of the connection first. */
const forgedStatuses = [401, 431]
const longestHeader = 16 * 1024

const countUnblocks = () => place.backend.calls.filter((call) => call.startsWith('unblock')).length

describe('an activity that Teams signed', () => {
  test(
    'is answered in time whatever it holds, and moves nothing for people without a role',
    async () => {
      const before = await place.decisions()
      await trial.batches(twisted(norman), 80, sendAll)
      expect(await place.decisions()).toEqual(before)
      expect(countUnblocks()).toBe(0)
      expect(await place.countEvents(['press.refused', 'command.refused'])).toBeGreaterThan(0)
      expect(await place.findDamage()).toEqual([])
    },
    longestMilliseconds,
  )

  test(
    'is answered in time from an approver too, and never unblocks by accident',
    async () => {
      await trial.batches(twisted(maya), 40, sendAll)
      expect(countUnblocks()).toBe(0)
      expect(await place.countEvents(['review.opened', 'review.submitted'])).toBeGreaterThan(0)
      expect(await place.findDamage()).toEqual([])
    },
    longestMilliseconds,
  )

  test(
    'may be any bytes of any type',
    async () => {
      const type = fc.constantFrom(
        'application/json',
        'Application/JSON ; charset=utf-7',
        'text/plain',
        '',
        'application/json5',
      )
      const body = fc.oneof(
        nastyText,
        fc.constantFrom('null', '[]', '{}', '{"type":', '"', '\uFEFF{}', `"${'x'.repeat(300_000)}"`),
        fc.constantFrom('@@deep-list@@', '@@deep-map@@').map((name) => toJson({ type: name, value: name })),
        fc.constantFrom('@@deep-list@@', '@@deep-map@@', '@@twice@@').map((name) => toJson(name)),
      )
      const sent = fc.tuple(body, type).map(([text, given]) => () => ({
        body: text,
        headers: { 'content-type': given },
      }))
      await trial.batches(sent, 30, sendAll)
      expect(await place.findDamage()).toEqual([])
    },
    longestMilliseconds,
  )
})

describe('an activity that Teams did not sign', () => {
  const base64 = (value: unknown) => Buffer.from(toJson(value)).toString('base64url')
  const header = { alg: 'RS256', kid: 'key', typ: 'JWT' }

  /** Tokens with junk worked in, and the genuine one damaged. */
  const forged: fc.Arbitrary<() => string> = fc.oneof(
    fc.constant(() => ''),
    nastyText.map((text) => () => `Bearer ${toHeaderValue(text)}`),
    fc
      .tuple(twistsOf(header), twistsOf({ iss: '', aud: '', exp: 1, serviceurl: '', nbf: 1, tid: '' }))
      .map(([twistHead, twistClaims]) => () => {
        const head = twistHead({ ...header, kid: place.tenant.keyId })
        return `Bearer ${base64(head)}.${base64(twistClaims(place.tenant.toClaims()))}.${base64('x')}`
      }),
    fc.constantFrom('none', 'HS256', 'ES256', 'RS256 ', 'rs256', ['RS256'], null).map((alg) => () => {
      const [, claims, signature] = token.split('.')
      return `Bearer ${base64({ ...header, kid: place.tenant.keyId, alg })}.${claims}.${signature}`
    }),
    fc.tuple(fc.nat(2), fc.nat(40)).map(([part, at]) => () => {
      const parts = token.split('.')
      const text = parts[part] ?? ''
      return `Bearer ${parts.with(part, `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`).join('.')}`
    }),
    fc
      .constantFrom('Basic ', 'bearer ', 'Bearer  ', 'Bearer Bearer ', '')
      .map((scheme) => () => `${scheme}${token}`),
  )

  function toHeaderValue(text: string): string {
    return text.replaceAll(/[^\t\x20-\x7e]/g, '.').slice(0, 4_000)
  }

  test(
    'is refused with 401 and reaches nobody',
    async () => {
      const before = await place.decisions()
      const events = await place.countEvents(['press.refused', 'command.refused', 'review.opened'])
      await trial.batches(forged, 60, async (batch) => {
        const all = await Promise.all(
          batch.map(async (make) => {
            const body = toJson(invokes[0]?.(maya))
            const headers = { 'content-type': 'application/json', authorization: make() }
            const isTooLong = headers.authorization.length > longestHeader
            const allowed = isTooLong ? [...forgedStatuses, 0] : forgedStatuses
            return judge(headers, await place.send({ path, body, headers }), allowed)
          }),
        )
        return all.filter((problem) => problem !== undefined)
      })
      expect(await place.decisions()).toEqual(before)
      expect(await place.countEvents(['press.refused', 'command.refused', 'review.opened'])).toBe(events)
      expect(await place.findDamage()).toEqual([])
    },
    longestMilliseconds,
  )
})

test('nothing of ours broke meanwhile: no error was logged', () => {
  expect(place.errors()).toEqual([])
})
