import { describe, expect, it } from 'vitest'
import type { DeskSight } from '../../playground/sight.js'
import { createWire, type Wire } from '../../playground/wire.js'
import { actions, adaptiveCard, button, section } from './blocks.js'
import { slackBot } from './slack-bot.js'
import { setStage } from './stage.js'
import { teamsBot } from './teams-bot.js'

const canary = 'canary-4f1d9c7e2b'

function begin(wire: Wire, headers: Record<string, unknown> = {}, path = '/slack/events') {
  return wire.begin({ side: 'slack', direction: 'to-bot', method: 'POST', path, name: 'test', headers })
}

describe('the wire', () => {
  it.each([
    ['a kept secret in a body', (wire: Wire) => begin(wire).hear(`{"a":[{"b":"x ${canary} y"}]}`)],
    ['a kept secret as a key', (wire: Wire) => begin(wire).hear(`{"${canary}":1}`)],
    ['a kept secret in a form', (wire: Wire) => begin(wire).hear(`a=1&b=${canary}`)],
    [
      'a kept secret in JSON within a form',
      (wire: Wire) =>
        begin(wire).hear(new URLSearchParams({ payload: `{"deep":{"er":"${canary}"}}` }).toString()),
    ],
    ['a kept secret in text that is neither', (wire: Wire) => begin(wire).hear(`{broken ${canary}`)],
    ['a kept secret in an answer', (wire: Wire) => begin(wire).end(200, `"${canary}"`)],
    ['a kept secret in a path', (wire: Wire) => begin(wire, {}, `/x/${canary}`)],
    ['a kept secret in a header', (wire: Wire) => begin(wire, { 'x-odd': [canary] })],
  ])('holds no secret: %s', (_, send) => {
    const wire = createWire({ now: () => 0 })
    wire.keepSecret(canary)
    send(wire)
    expect(JSON.stringify(wire.since(0))).not.toContain(canary)
    expect(JSON.stringify(wire.since(0))).toContain('••••••')
  })

  it.each([
    ['authorization', { authorization: `Basic ${canary}` }, ''],
    ['a signature', { 'x-slack-signature': `v0=${'a1'.repeat(32)}` }, ''],
    ['a cookie', { cookie: `d=${canary}` }, ''],
    ['a bearer token in a text', {}, `{"text":"Bearer ${canary}"}`],
    ['a Slack token', {}, `{"text":"see xoxb-${canary}"}`],
    ['a JWT', {}, '{"text":"eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln"}'],
    ['what is called a token', {}, `{"token":"${canary}","bot_token":"${canary}"}`],
    ['what is called a secret', {}, `{"client_secret":"${canary}","password":"${canary}"}`],
    ['a response_url', {}, `{"response_url":"http://127.0.0.1/playground/slack/respond/${canary}"}`],
  ])('masks what looks or is called like a secret: %s', (_, headers, body) => {
    const wire = createWire({ now: () => 0 })
    begin(wire, headers).hear(body)
    const held = JSON.stringify(wire.since(0))
    expect(held).not.toMatch(/canary|a1a1a1|eyJhbGci/)
    expect(held).toContain('••••••')
  })

  it('holds the last two hundred and cuts what is too long', () => {
    const wire = createWire({ now: () => 0 })
    const first = begin(wire)
    for (let count = 0; count < 250; count += 1) begin(wire).hear(`"${'x'.repeat(50_000)}"`)
    first.end(200, 'late')
    const { calls, firstId } = wire.since(0)
    expect(calls).toHaveLength(200)
    expect(firstId).toBe(calls[0]?.id)
    expect(Math.max(...calls.map(({ body }) => body.length))).toBeLessThan(20_100)
  })

  it('tells what is new or has changed since a revision, and forgets when asked', () => {
    const wire = createWire({ now: () => 5 })
    const one = begin(wire)
    begin(wire)
    const { revision } = wire.since(0)
    one.end(200, '{"ok":true}')
    expect(wire.since(revision).calls).toMatchObject([
      { id: 1, at: 5, outcome: 200, answer: '{\n  "ok": true\n}' },
    ])
    wire.clear()
    expect(wire.since(0)).toMatchObject({ firstId: 3, calls: [] })
  })

  it('overhears both workspaces in both directions, and none of their secrets', async () => {
    const teams = teamsBot(async (context) => {
      if (context.activity.type === 'message') await context.sendActivity('heard')
    })
    const slack = slackBot((app) => {
      app.action('review', async ({ ack, respond }) => {
        await ack()
        await respond({ text: 'noted', replace_original: false })
      })
    })
    const { playground, url } = await setStage({ bots: [slack, teams.build] })
    const { slackToken, teamsToken } = {
      slackToken: playground.slack.botToken,
      teamsToken: playground.teams.botAuthentication().outboundToken,
    }
    await playground.install()
    await playground.teams.say({ person: 'maya', text: '@Reprieve list' })
    const blocks = [section('restricted'), actions(button('review', 'Review'))]
    const posted = await fetch(`${playground.slack.apiUrl()}chat.postMessage`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        token: slackToken,
        channel: 'C0MAILONCALL',
        blocks: JSON.stringify(blocks),
        text: slackToken,
      }),
    })
    const { ts } = (await posted.json()) as { ts: string }
    await playground.slack.press({
      person: 'maya',
      on: { messageTs: ts },
      blockId: 'buttons',
      actionId: 'review',
    })
    await playground.slack.say({ person: 'maya', text: '/restricted list' })
    await fetch(`${playground.teams.serviceUrl()}v3/conversations/x/activities`, {
      method: 'POST',
      headers: { authorization: `Bearer ${teamsToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'message', text: teamsToken, attachments: [adaptiveCard('x')] }),
    })

    const state = await fetch(`${url}/playground/api/desk/state?since=0`)
    const { wire } = (await state.json()) as DeskSight
    const lines = wire.calls.map(({ side, direction, name }) => `${side} ${direction} ${name}`)
    expect(lines).toEqual(
      expect.arrayContaining([
        'teams to-bot installationUpdate',
        'teams to-bot message',
        'teams from-bot post',
        'slack from-bot chat.postMessage',
        'slack to-bot block_actions',
        'slack from-bot response_url',
        'slack to-bot /restricted list',
      ]),
    )
    const held = JSON.stringify(wire)
    expect(held).not.toContain(slackToken)
    expect(held).not.toContain(teamsToken)
    expect(held).not.toContain(playground.slack.signingSecret)
    expect(held).not.toMatch(/Bearer |eyJ|v0=[0-9a-f]{64}|respond\/[0-9a-f]{8}|xoxb-/)
    expect(
      wire.calls.every(({ outcome, milliseconds }) => outcome !== undefined && milliseconds !== undefined),
    ).toBe(true)
  })
})
