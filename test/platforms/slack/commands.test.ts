import { afterEach, describe, expect, it } from 'vitest'
import type { Answer } from '../../../src/ports.js'
import { samples } from '../sample-views.js'
import { createClick, createTyped } from './payloads.js'
import { createLater, createRig, handoff, notice, type Rig } from './rig.js'

const list = samples.list

let rig: Rig
afterEach(() => rig.close())

describe('a typed command', () => {
  it('is handed on without the slash and answered to that person with the acknowledgement', async () => {
    rig = await createRig({ onCommand: async () => notice })
    const response = await rig.sendCommand(createTyped({ text: '  list contoso ' }))
    const answer: unknown = await response.json()
    expect(answer).toMatchObject({ response_type: 'ephemeral' })
    expect(JSON.stringify(answer)).toContain('For your eyes')
    expect(rig.commands).toMatchObject([{ text: 'list contoso', actor: { id: 'U1', isMember: true } }])
  })

  it('may be nothing but the slash', async () => {
    rig = await createRig()
    const { text: _, ...typed } = createTyped()
    const response = await rig.sendCommand(typed)
    expect([response.status, await response.text()]).toEqual([200, ''])
    expect(rig.commands).toMatchObject([{ text: '' }])
  })

  it('opens a window for a window-shaped answer', async () => {
    rig = await createRig({ onCommand: async () => handoff })
    const response = await rig.sendCommand(createTyped({ trigger_id: 'trigger-1' }))
    await rig.idle()
    expect(await response.text()).toBe('')
    expect(rig.fake.to('views.open')).toMatchObject([{ args: { trigger_id: 'trigger-1' } }])
  })

  it('is acknowledged after 1.5 s and answered through the response URL when it takes longer', async () => {
    const later = createLater<Answer>()
    const arrived = createLater<undefined>()
    rig = await createRig({
      onCommand: () => {
        arrived.give(undefined)
        return later.promise
      },
    })
    const sent = rig.sendCommand(createTyped({ response_url: rig.fake.responseUrl }))
    await arrived.promise
    await rig.clock.advance(1_500)
    const response = await sent
    expect([response.status, await response.text()]).toEqual([200, ''])
    later.give(notice)
    await rig.idle()
    expect(rig.fake.to('response_url')).toMatchObject([{ args: { response_type: 'ephemeral' } }])
  })

  it('shows rows where the workspace takes no table, at once, and no table again that day', async () => {
    rig = await createRig({ onCommand: async () => list })
    rig.fake.script('response_url', { status: 400, body: { ok: false, error: 'invalid_blocks' } })
    const type = async () => {
      const response = await rig.sendCommand(createTyped({ response_url: rig.fake.responseUrl }))
      await rig.idle()
      return response.text()
    }
    expect(await type()).toBe('')
    const isTable = (text: string) => text.includes('"data_table"')
    const sent = () => rig.fake.to('response_url').map(({ args }) => JSON.stringify(args))
    expect(sent().map(isTable)).toEqual([true, false])
    expect(sent().at(-1)).toContain('laura.bennett')
    // What is in no danger comes with the acknowledgement.
    const answer = await type()
    expect(isTable(answer)).toBe(false)
    expect(answer).toContain('laura.bennett')
    expect(sent()).toHaveLength(2)
  })

  it('opens a window without a table: no window takes one', async () => {
    rig = await createRig({ onPress: async () => list })
    await rig.sendInteraction(createClick({ response_url: undefined }))
    await rig.idle()
    expect(rig.fake.to('views.open')).toHaveLength(1)
    expect(JSON.stringify(rig.fake.to('views.open'))).not.toContain('data_table')
  })

  it('ends in place: what was under way is replaced by what came of it, and then left alone', async () => {
    const answers = [
      notice,
      { ...notice, follows: 'doctor results' },
      { ...notice, follows: 'doctor results' },
    ]
    rig = await createRig({ onCommand: async () => answers.pop() })
    const { fake, platform, clock } = rig
    const draw = async () => {
      platform.redraw?.({ command: 'doctor results' })
      await clock.advance(1_000)
    }
    await rig.sendCommand(createTyped({ text: 'doctor', response_url: fake.responseUrl }))
    platform.redraw?.({ command: 'policies' })
    await draw()
    await fake.until('response_url', 1)
    await draw()
    await fake.until('response_url', 2)
    expect(fake.to('response_url').map(({ args }) => args.replace_original)).toEqual([true, true])
    expect(rig.commands.map(({ text }) => text)).toEqual(['doctor', 'doctor results', 'doctor results'])
    // A whole way to Slack and back: what was sent before it has arrived.
    await platform.post({ kind: 'channel', channel: { platform: 'slack', channel: 'C1' } }, notice)
    await draw()
    expect(rig.commands).toHaveLength(3)
  })

  it('says so when the window does not open', async () => {
    rig = await createRig({ onCommand: async () => handoff })
    rig.fake.script('views.open', { body: { ok: false, error: 'expired_trigger_id' } })
    await rig.sendCommand(createTyped({ response_url: rig.fake.responseUrl }))
    await rig.idle()
    expect(JSON.stringify(rig.fake.to('response_url'))).toContain('could not be shown')
  })

  it('fails before Slack stops waiting when it cannot be answered', async () => {
    const render = () => {
      throw new Error('no such template')
    }
    rig = await createRig({ onCommand: async () => notice, render })
    expect((await rig.sendCommand(createTyped())).status).toBe(500)
    expect(rig.log).toMatchObject([{ level: 'error', event: 'slack.request.failed' }])
  })
})
