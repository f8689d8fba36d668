import type { ViewResponseAction } from '@slack/bolt'
import { describe, expect, it } from 'vitest'
import { actions, button, modal, option, plain, section } from './blocks.js'
import { type SlackApp, slackBot } from './slack-bot.js'
import { setStage } from './stage.js'

const card = [section('*laura@contoso.com* is restricted'), actions(button('review', 'Unblock…'))]

async function meet(listen: (app: SlackApp) => void = () => {}) {
  let app: SlackApp | undefined
  const stage = await setStage({
    bots: [
      slackBot((built) => {
        app = built
        listen(built)
      }),
    ],
  })
  if (!app) throw new Error('the bot was not built')
  const { slack } = stage.playground
  return {
    ...stage,
    slack,
    app,
    client: app.client,
    channel: slack.channelId,
    maya: () => slack.look('maya'),
  }
}

describe('a bot in the local Slack workspace', () => {
  it('posts, edits and deletes a card, and threads a reply under it', async () => {
    const { client, channel, maya } = await meet()
    const posted = await client.chat.postMessage({ channel, text: 'restricted', blocks: card })
    await client.chat.postMessage({ channel, text: 'still there', thread_ts: posted.ts ?? '' })

    expect(maya().messages).toMatchObject([
      { text: 'restricted', edited: false, replies: [{ text: 'still there' }] },
    ])

    await client.chat.update({
      channel,
      ts: posted.ts ?? '',
      text: 'unblocked',
      attachments: [{ color: '#2eb67d', blocks: [section('done')] }],
    })
    expect(maya().messages[0]).toMatchObject({
      text: 'unblocked',
      edited: true,
      blocks: [{ type: 'section' }, {}],
      attachments: [{ color: '#2eb67d' }],
    })

    await client.chat.delete({ channel, ts: posted.ts ?? '' })
    expect(maya().messages.map((message) => message.text)).toEqual([])
  })

  it('shows a reply that is sent to the channel as well in both places', async () => {
    const { client, channel, maya } = await meet()
    const { ts = '' } = await client.chat.postMessage({ channel, text: 'restricted', blocks: card })
    await client.chat.postMessage({
      channel,
      text: 'nobody is on it',
      thread_ts: ts,
      reply_broadcast: true,
    })
    expect(maya().messages).toMatchObject([
      {
        text: 'restricted',
        isFromThread: false,
        replies: [{ text: 'nobody is on it', isFromThread: false }],
      },
      { text: 'nobody is on it', isFromThread: true, replies: [] },
    ])
  })

  it('reaches one person alone with an ephemeral message', async () => {
    const { client, channel, slack } = await meet()
    await client.chat.postEphemeral({ channel, user: 'U0TOM000002', text: 'Maya was faster' })
    expect(slack.look('tom').messages).toMatchObject([{ text: 'Maya was faster', onlyForYou: true }])
    expect(slack.look('maya').messages).toEqual([])
  })

  it('is told who pressed which button, and answers through response_url', async () => {
    const bodies: unknown[] = []
    const { client, channel, slack, maya } = await meet((app) =>
      app.action('review', async ({ ack, body, respond }) => {
        bodies.push(body)
        await ack()
        await respond({ text: 'noted', response_type: 'ephemeral', replace_original: false })
      }),
    )
    const posted = await client.chat.postMessage({ channel, text: 'x', attachments: [{ blocks: card }] })
    const pressed = await slack.press({
      person: 'oscar',
      on: { messageTs: posted.ts ?? '' },
      blockId: 'buttons',
      actionId: 'review',
    })
    expect(pressed).toEqual({ ok: true })
    expect(bodies).toMatchObject([
      {
        type: 'block_actions',
        user: { id: 'U0OSCAR0005', team_id: 'T0FABRIKAM1' },
        team: { id: slack.teamId },
        container: { type: 'message_attachment', message_ts: posted.ts },
        actions: [{ action_id: 'review', block_id: 'buttons', value: 'incident-1' }],
      },
    ])
    await expect
      .poll(() => slack.look('oscar').messages.at(-1))
      .toMatchObject({ text: 'noted', onlyForYou: true })
    expect(maya().messages).toHaveLength(1)
  })

  it('walks a person through modals: open, errors, update, push, clear', async () => {
    const submitted: unknown[] = []
    const steps: ViewResponseAction[] = [
      { response_action: 'errors', errors: { why: 'Say more.' } },
      { response_action: 'update', view: modal('Second', [section('second')]) },
      { response_action: 'push', view: modal('Third', [section('third')]) },
      { response_action: 'clear' },
    ]
    const { client, channel, slack, maya } = await meet((app) => {
      app.action('review', async ({ ack, body, client: slackClient }) => {
        await ack()
        if (body.type === 'block_actions')
          await slackClient.views.open({ trigger_id: body.trigger_id, view: reviewModal })
      })
      app.view('review', async ({ ack, view }) => {
        const step = steps[submitted.length]
        submitted.push(view.state.values)
        if (step) await ack(step)
      })
    })
    const posted = await client.chat.postMessage({ channel, text: 'x', blocks: card })
    await slack.press({
      person: 'maya',
      on: { messageTs: posted.ts ?? '' },
      blockId: 'buttons',
      actionId: 'review',
    })
    await expect.poll(() => maya().view?.title).toBe('First')
    const submit = (entered: { blockId: string; actionId: string; value: string | string[] }[] = []) =>
      slack.submit({ person: 'maya', viewId: maya().view?.id ?? '', entered })

    expect(await submit()).toMatchObject({
      ok: false,
      errors: { why: 'Please complete this required field.' },
    })
    const entered = [
      { blockId: 'why', actionId: 'text', value: 'password reset' },
      { blockId: 'done', actionId: 'boxes', value: ['mfa'] },
      { blockId: 'until', actionId: 'day', value: '2026-12-01' },
    ]
    expect(await submit(entered)).toMatchObject({ ok: false, errors: { why: 'Say more.' } })
    expect(submitted[0]).toMatchObject({
      why: { text: { type: 'plain_text_input', value: 'password reset' } },
      done: { boxes: { selected_options: [{ value: 'mfa' }] } },
      how: { radio: { selected_option: { value: 'careful' } } },
      until: { day: { type: 'datepicker', selected_date: '2026-12-01' } },
    })
    expect(await submit()).toEqual({ ok: true })
    expect(maya().view).toMatchObject({ title: 'Second', depth: 1 })
    await submit()
    expect(maya().view).toMatchObject({ title: 'Third', depth: 2 })
    await submit()
    expect(maya().view).toBeUndefined()
  })

  it('refuses a view update that lost a race, and an expired or used trigger', async () => {
    const triggers: string[] = []
    const { client, channel, slack, pass } = await meet((app) =>
      app.action('review', async ({ ack, body }) => {
        if (body.type === 'block_actions') triggers.push(body.trigger_id)
        await ack()
      }),
    )
    const posted = await client.chat.postMessage({ channel, text: 'x', blocks: card })
    const press = () =>
      slack.press({
        person: 'maya',
        on: { messageTs: posted.ts ?? '' },
        blockId: 'buttons',
        actionId: 'review',
      })
    await press()
    const view = modal('First', [section('first')])
    const opened = await client.views.open({ trigger_id: triggers[0] ?? '', view })
    const id = opened.view?.id ?? ''
    await client.views.update({ view_id: id, hash: opened.view?.hash ?? '', view })
    await expect(client.views.update({ view_id: id, hash: opened.view?.hash ?? '', view })).rejects.toThrow(
      'hash_conflict',
    )
    await expect(client.views.open({ trigger_id: triggers[0] ?? '', view })).rejects.toThrow(
      'exchanged_trigger_id',
    )
    await press()
    pass(3001)
    await expect(client.views.open({ trigger_id: triggers[1] ?? '', view })).rejects.toThrow(
      'expired_trigger_id',
    )
  })

  it.each([
    ['a block too long', { text: 'x', blocks: [section('y'.repeat(3001))] }, 'invalid_blocks'],
    ['51 blocks', { text: 'x', blocks: Array.from({ length: 51 }, () => section('y')) }, 'invalid_blocks'],
    ['an unknown property', { text: 'x', blocks: [{ ...section('y'), colour: 'red' }] }, 'invalid_blocks'],
    [
      'a block_id used twice',
      { text: 'x', blocks: [actions(button('a', 'A')), actions(button('b', 'B'))] },
      'invalid_blocks',
    ],
    ['a long button', { text: 'x', blocks: [actions(button('a', 'A'.repeat(76)))] }, 'invalid_blocks'],
    [
      'a wrong attachment',
      { text: 'x', attachments: [{ blocks: [{ type: 'header', text: plain('h'.repeat(151)) }] }] },
      'invalid_attachments',
    ],
    ['nothing to say', {}, 'no_text'],
    ['too much to say', { text: 'x'.repeat(40_001) }, 'msg_too_long'],
  ])('fails as Slack does on %s', async (_, content, error) => {
    const { client, channel, maya } = await meet()
    await expect(client.apiCall('chat.postMessage', { channel, ...content })).rejects.toThrow(error)
    expect(maya().messages).toEqual([])
  })

  it('takes commands, and shows the answer to the one who typed', async () => {
    const { slack, maya } = await meet((app) =>
      app.command('/restricted', async ({ ack, command }) =>
        ack({ text: `you said ${command.text}`, blocks: [section('list')] }),
      ),
    )
    await slack.say({ person: 'maya', text: '/restricted list all' })
    expect(maya().messages).toMatchObject([{ text: 'you said list all', onlyForYou: true }])
    expect(slack.look('tom').messages).toEqual([])
    expect(await slack.say({ person: 'oscar', text: '/restricted list' })).toEqual({
      ok: false,
      trouble: '/restricted is not a valid command.',
    })
  })

  it('says dispatch_failed when the bot fails or refuses', async () => {
    const { slack, maya } = await meet()
    const said = await slack.say({ person: 'maya', text: '/restricted list' })
    expect(said).toEqual({ ok: false, trouble: '/restricted failed with the error "dispatch_failed"' })
    expect(maya().messages).toMatchObject([{ author: { kind: 'platform' }, onlyForYou: true }])
  })

  it('can be made to fail on purpose', async () => {
    const { client, channel, slack } = await meet()
    slack.faults.inject(
      { kind: 'rate-limit', retryAfterSeconds: 7 },
      { calls: ['chat.postMessage'], times: 1 },
    )
    await expect(client.chat.postMessage({ channel, text: 'x' })).rejects.toMatchObject({ retryAfter: 7 })
    slack.faults.inject({ kind: 'down' }, { times: 1 })
    await expect(client.chat.postMessage({ channel, text: 'x' })).rejects.toThrow('503')
    await expect(client.chat.postMessage({ channel, text: 'x' })).resolves.toMatchObject({ ok: true })
  })

  it('knows its people: home, stranger, group', async () => {
    const { client, slack } = await meet()
    const laura = await client.users.info({ user: 'U0LAURA0004' })
    expect(laura.user).toMatchObject({ team_id: slack.teamId, profile: { email: 'laura@contoso.com' } })
    const oscar = await client.users.info({ user: 'U0OSCAR0005' })
    expect(oscar.user).toMatchObject({ team_id: 'T0FABRIKAM1', is_stranger: true })
    const group = await client.usergroups.users.list({ usergroup: slack.userGroupId })
    expect(group.users).toEqual(['U0MAYA00001', 'U0TOM000002'])
  })

  it('refuses a bot with another token, and a request nobody signed', async () => {
    const { client, channel, url } = await meet()
    await expect(client.chat.postMessage({ token: 'xoxb-other', channel, text: 'x' })).rejects.toThrow(
      'invalid_auth',
    )
    const forged = await fetch(`${url}/slack/events`, { method: 'POST', body: 'payload={}' })
    expect(forged.status).toBe(401)
  })
})

const reviewModal = modal('First', [
  {
    type: 'input',
    block_id: 'why',
    label: plain('Why is it safe?'),
    element: { type: 'plain_text_input', action_id: 'text' },
  },
  {
    type: 'input',
    block_id: 'done',
    optional: true,
    label: plain('Done'),
    element: { type: 'checkboxes', action_id: 'boxes', options: [option('mfa'), option('password')] },
  },
  {
    type: 'input',
    block_id: 'how',
    label: plain('How'),
    element: {
      type: 'radio_buttons',
      action_id: 'radio',
      options: [option('fast'), option('careful')],
      initial_option: option('careful'),
    },
  },
  {
    type: 'input',
    block_id: 'until',
    optional: true,
    label: plain('Until'),
    element: { type: 'datepicker', action_id: 'day' },
  },
])
