import { afterEach, describe, expect, it } from 'vitest'
import type { Answer } from '../../../src/ports.js'
import { createClick, createView } from './payloads.js'
import { createLater, createRig, handoff, notice, type Rig } from './rig.js'

let rig: Rig
afterEach(() => rig.close())

async function answering(answer: Answer): Promise<void> {
  rig = await createRig({ onPress: async () => answer })
}

describe('a click on a message', () => {
  it('becomes a press by that person', async () => {
    await answering(undefined)
    await rig.sendInteraction(createClick())
    await rig.idle()
    expect(rig.presses).toEqual([
      {
        actor: {
          platform: 'slack',
          id: 'U1',
          name: 'Person U1',
          home: 'T0HOME',
          isMember: true,
          groups: [],
          addresses: ['u1@contoso.com'],
        },
        action: 'review',
        incidentId: 'incident-1',
        confirmationId: '',
        reviewId: '',
        values: {},
      },
    ])
    expect(rig.fake.calls.map(({ method }) => method)).not.toContain('views.open')
  })

  it('takes the text of a command button for a command, whatever follows the dot', async () => {
    await answering(undefined)
    await rig.sendInteraction(createClick({ actions: [{ action_id: 'command.next', value: 'list page 2' }] }))
    await rig.idle()
    expect(rig.presses).toMatchObject([
      { action: 'command', incidentId: '', values: { text: 'list page 2' } },
    ])
  })

  it('says which message of a channel was pressed, when everyone sees it and it is no reply', async () => {
    await answering(undefined)
    const message = '1700000000.000100'
    const container = { type: 'message', is_ephemeral: false, message_ts: message, channel_id: 'C1' }
    const others = [{ is_ephemeral: true }, { thread_ts: '1600000000.000001' }, { message_ts: undefined }]
    for (const changes of [{}, { thread_ts: message }, ...others])
      await rig.sendInteraction(createClick({ container: { ...container, ...changes } }))
    await rig.idle()
    const on = { platform: 'slack', channel: 'C1', message }
    expect(rig.presses.map((press) => press.on)).toEqual([on, on, undefined, undefined, undefined])
  })

  it('takes what was chosen under ⋯ for the press that stands there, and the way to the portal for none', async () => {
    await answering(undefined)
    const choose = (value: string) =>
      rig.sendInteraction(
        createClick({ actions: [{ type: 'overflow', action_id: 'more', selected_option: { value } }] }),
      )
    await choose('show incident-1')
    await choose('open')
    await choose('nothing-of-ours incident-1')
    await rig.idle()
    expect(rig.presses).toMatchObject([{ action: 'show', incidentId: 'incident-1', values: {} }])
  })

  it('takes an object of ids from a button for what the press carries', async () => {
    await answering(undefined)
    const value = JSON.stringify({ incidentId: 'incident-2', step: 'x', target: 'Laura\\4711', undoes: '' })
    await rig.sendInteraction(createClick({ actions: [{ action_id: 'contain', value }] }))
    await rig.idle()
    expect(rig.presses).toMatchObject([
      {
        action: 'contain',
        incidentId: 'incident-2',
        values: { step: 'x', target: 'Laura\\4711', undoes: '' },
      },
    ])
  })

  it.each(['{"incidentId":', '["incident-1"]', '{"incidentId":1}', '{"not a name":"x"}', '12'])(
    'looks for an incident named %j when that is no object of ids',
    async (value) => {
      await answering(undefined)
      await rig.sendInteraction(createClick({ actions: [{ action_id: 'contain', value }] }))
      await rig.idle()
      expect(rig.presses).toMatchObject([{ incidentId: value, values: {} }])
    },
  )

  it('brings what was ticked in the window, joined by commas', async () => {
    await answering(undefined)
    const ticked = (...values: string[]) => ({
      value: { type: 'checkboxes', selected_options: values.map((value) => ({ value })) },
    })
    const state = { values: { targets: ticked('a1', 'b2'), others: ticked() } }
    await rig.sendInteraction(
      createClick({ view: createView({ state }), actions: [{ action_id: 'contain', value: '{}' }] }),
    )
    await rig.idle()
    expect(rig.presses).toMatchObject([{ incidentId: 'incident-1', confirmationId: 'confirmation-1' }])
    expect(rig.presses[0]?.values).toEqual({ targets: 'a1,b2' })
  })

  it('opens a window for a window-shaped answer', async () => {
    await answering(handoff)
    await rig.sendInteraction(createClick({ trigger_id: 'trigger-1' }))
    await rig.idle()
    expect(rig.fake.to('views.open')).toMatchObject([
      { args: { trigger_id: 'trigger-1', view: { type: 'modal' } } },
    ])
  })

  it('answers message-shaped to that person alone and leaves the message', async () => {
    await answering(notice)
    await rig.sendInteraction(createClick({ response_url: rig.fake.responseUrl }))
    await rig.idle()
    expect(rig.fake.to('response_url')).toMatchObject([
      { token: '', args: { response_type: 'ephemeral', replace_original: false } },
    ])
    expect(rig.fake.to('views.open')).toEqual([])
  })

  it('turns the page of a list that only this person sees', async () => {
    await answering(notice)
    await rig.sendInteraction(
      createClick({
        response_url: rig.fake.responseUrl,
        container: { type: 'message', is_ephemeral: true },
        actions: [{ action_id: 'command.next', value: 'list page 2' }],
      }),
    )
    await rig.idle()
    expect(rig.fake.to('response_url')).toMatchObject([{ args: { replace_original: true } }])
  })

  it('never replaces a public message, nor a list by a refusal', async () => {
    await answering(notice)
    const responseUrl = rig.fake.responseUrl
    const command = [{ action_id: 'command', value: 'list page 2' }]
    await rig.sendInteraction(createClick({ response_url: responseUrl, actions: command }))
    await rig.sendInteraction(createClick({ response_url: responseUrl, container: { is_ephemeral: true } }))
    await rig.idle()
    expect(rig.fake.to('response_url').map(({ args }) => args.replace_original)).toEqual([false, false])
  })

  it('opens a window when there is no response URL', async () => {
    await answering(notice)
    await rig.sendInteraction(createClick())
    await rig.idle()
    expect(rig.fake.to('views.open')).toMatchObject([
      { args: { view: { type: 'modal', title: { text: 'Reprieve' } } } },
    ])
  })

  it('answers both clicks of a double click', async () => {
    await answering(handoff)
    const statuses = await Promise.all([
      rig.sendInteraction(createClick()),
      rig.sendInteraction(createClick()),
    ])
    await rig.idle()
    expect(statuses.map(({ status }) => status)).toEqual([200, 200])
    expect(rig.presses).toHaveLength(2)
    expect(rig.fake.to('views.open')).toHaveLength(2)
  })

  it.each([
    { where: 'another site', url: 'https://example.com/response' },
    { where: 'this machine', url: 'http://127.0.0.1:1/response' },
    { where: 'a look-alike', url: 'https://hooks.slack.com.example.com/' },
    { where: 'nowhere', url: 'not a url' },
  ])('does not answer to $where', async ({ url }) => {
    await answering(notice)
    await rig.sendInteraction(createClick({ response_url: url }))
    await rig.idle()
    expect(rig.fake.to('response_url')).toEqual([])
    expect(rig.log).toMatchObject([
      { event: 'slack.request.failed', fields: { error: { code: 'rejected' } } },
    ])
  })
})

describe('a click that takes time', () => {
  it('is acknowledged at once, gets a window after 1.2 s, and the answer in it', async () => {
    const later = createLater<Answer>()
    rig = await createRig({ onPress: () => later.promise })
    expect((await rig.sendInteraction(createClick())).status).toBe(200)
    await rig.clock.advance(1_199)
    expect(rig.fake.to('views.open')).toEqual([])
    await rig.clock.advance(1)
    await rig.fake.until('views.open')
    expect(JSON.stringify(rig.fake.to('views.open')[0]?.args.view)).toContain('One moment')
    later.give(handoff)
    await rig.idle()
    expect(rig.fake.to('views.update')).toMatchObject([
      { args: { view_id: 'V0OPENED', view: { type: 'modal' } } },
    ])
    expect(JSON.stringify(rig.fake.to('views.update'))).toContain('A window')
  })

  it('wraps a message-shaped answer into the window that is open', async () => {
    const later = createLater<Answer>()
    rig = await createRig({ onPress: () => later.promise })
    await rig.sendInteraction(createClick({ response_url: rig.fake.responseUrl }))
    await rig.clock.advance(1_200)
    later.give(notice)
    await rig.idle()
    expect(JSON.stringify(rig.fake.to('views.update')[0]?.args.view)).toContain('For your eyes')
    expect(rig.fake.to('response_url')).toEqual([])
  })

  it('says so when there is nothing to show', async () => {
    const later = createLater<Answer>()
    rig = await createRig({ onPress: () => later.promise })
    await rig.sendInteraction(createClick())
    await rig.clock.advance(1_200)
    later.give(undefined)
    await rig.idle()
    expect(JSON.stringify(rig.fake.to('views.update')[0]?.args.view)).toContain('Done')
  })

  it('answers beside the message when the window does not open', async () => {
    const later = createLater<Answer>()
    rig = await createRig({ onPress: () => later.promise })
    rig.fake.script('views.open', { body: { ok: false, error: 'expired_trigger_id' } })
    await rig.sendInteraction(createClick({ response_url: rig.fake.responseUrl }))
    await rig.clock.advance(1_200)
    later.give(notice)
    await rig.idle()
    expect(JSON.stringify(rig.fake.to('response_url'))).toContain('For your eyes')
  })

  it('opens no window for a page of a list', async () => {
    const later = createLater<Answer>()
    rig = await createRig({ onPress: () => later.promise })
    const actions = [{ action_id: 'command', value: 'list' }]
    await rig.sendInteraction(createClick({ response_url: rig.fake.responseUrl, actions }))
    await rig.clock.advance(5_000)
    later.give(notice)
    await rig.idle()
    expect(rig.fake.to('views.open')).toEqual([])
    expect(rig.fake.to('response_url')).toHaveLength(1)
  })
})

describe('a click whose answer Slack refuses', () => {
  it.each([
    { why: 'the trigger is dead', reply: { body: { ok: false, error: 'expired_trigger_id' } } },
    { why: 'it is too busy', reply: { status: 429, headers: { 'retry-after': '30' } } },
    { why: 'it is broken', reply: { status: 500, body: 'sorry' } },
    { why: 'the line is cut', reply: 'reset' as const },
  ])('says so when $why, and calls once', async ({ reply }) => {
    await answering(handoff)
    rig.fake.always('views.open', reply)
    await rig.sendInteraction(createClick({ response_url: rig.fake.responseUrl }))
    await rig.idle()
    expect(rig.fake.to('views.open')).toHaveLength(1)
    expect(JSON.stringify(rig.fake.to('response_url'))).toContain('could not be shown')
    expect(rig.log.filter(({ event }) => event === 'slack.request.failed')).toHaveLength(1)
  })
})

describe('a click that breaks something', () => {
  const broken = async () => {
    throw new Error('a bug')
  }

  it('says so beside the message and logs it once', async () => {
    rig = await createRig({ onPress: broken })
    await rig.sendInteraction(createClick({ response_url: rig.fake.responseUrl }))
    await rig.idle()
    expect(JSON.stringify(rig.fake.to('response_url'))).toContain('could not be shown')
    expect(rig.log).toMatchObject([{ level: 'error', event: 'slack.request.failed' }])
  })

  it('says so in the window', async () => {
    rig = await createRig({ onPress: broken })
    await rig.sendInteraction(createClick({ view: createView() }))
    await rig.idle()
    expect(JSON.stringify(rig.fake.to('views.update'))).toContain('could not be shown')
  })

  it('leaves no window waiting', async () => {
    const later = createLater<undefined>()
    rig = await createRig({ onPress: () => later.promise.then(broken) })
    await rig.sendInteraction(createClick())
    await rig.clock.advance(1_200)
    await rig.fake.until('views.open')
    later.give(undefined)
    await rig.idle()
    expect(JSON.stringify(rig.fake.to('views.update'))).toContain('could not be shown')
  })
})

describe('a click that Slack leaves hanging', () => {
  it('gives up before the trigger is dead, while an alert that hangs as long is still tried', async () => {
    await answering(handoff)
    const never = createLater<undefined>()
    rig.fake.script('views.open', { after: never.promise })
    rig.fake.script('chat.postMessage', { after: never.promise })
    const ended: string[] = []
    const place = { kind: 'channel', channel: { platform: 'slack', channel: 'C1' } } as const
    const alert = { name: 'line', view: { icon: 'i', text: 'An alert' } } as const
    const posting = rig.platform.post(place, alert).finally(() => ended.push('alert'))
    await rig.fake.until('chat.postMessage')
    await rig.sendInteraction(createClick({ response_url: rig.fake.responseUrl }))
    await rig.idle()
    ended.push('click')
    expect(ended).toEqual(['click'])
    expect(JSON.stringify(rig.fake.to('response_url'))).toContain('could not be shown')
    never.give(undefined)
    await posting
  })
})

describe('a click inside a window', () => {
  const inside = (changes = {}) => createClick({ container: { type: 'view' }, view: createView(changes) })

  it('carries the ids and the form of the window', async () => {
    await answering(undefined)
    const actions = [{ action_id: 'unblock' }]
    await rig.sendInteraction({ ...inside(), actions })
    await rig.idle()
    expect(rig.presses).toMatchObject([
      {
        action: 'unblock',
        incidentId: 'incident-1',
        confirmationId: 'confirmation-1',
        revision: 7,
        reviewId: 'fedcba9876543210',
        values: { 'attest.password': 'done', note: 'spoke to her' },
      },
    ])
    expect(rig.presses[0]?.values).not.toHaveProperty('empty')
  })

  it.each([
    { answer: handoff, text: 'A window' },
    { answer: notice, text: 'For your eyes' },
  ])('shows "$text" in the same window, if nothing else was shown since', async ({ answer, text }) => {
    await answering(answer)
    await rig.sendInteraction(inside())
    await rig.idle()
    const [updated] = rig.fake.to('views.update')
    expect(updated).toMatchObject({ args: { view_id: 'V1', hash: 'hash-1', view: { type: 'modal' } } })
    expect(JSON.stringify(updated)).toContain(text)
    expect(rig.fake.to('views.open')).toEqual([])
  })

  it.each(['hash_conflict', 'not_found'])('lets it be when Slack says %s', async (error) => {
    await answering(handoff)
    rig.fake.script('views.update', { body: { ok: false, error } })
    await rig.sendInteraction(inside())
    await rig.idle()
    expect(rig.log.filter(({ level }) => level !== 'debug')).toEqual([])
    expect(rig.platform.health().ok).toBe(true)
  })

  it.each([
    { name: 'no JSON', private_metadata: '{' },
    { name: 'a list', private_metadata: '[1]' },
    { name: 'null', private_metadata: 'null' },
    { name: 'too long', private_metadata: JSON.stringify({ incidentId: 'x'.repeat(4_000) }) },
    { name: 'no texts', private_metadata: JSON.stringify({ incidentId: { a: 1 }, confirmationId: 7 }) },
  ])('believes no metadata that is $name', async ({ private_metadata }) => {
    await answering(undefined)
    await rig.sendInteraction({ ...inside({ private_metadata }), actions: [{ action_id: 'unblock' }] })
    await rig.idle()
    expect(rig.presses).toMatchObject([{ incidentId: '', confirmationId: '' }])
  })
})
