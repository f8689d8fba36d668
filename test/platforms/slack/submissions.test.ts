import { afterEach, describe, expect, it } from 'vitest'
import type { Answer } from '../../../src/ports.js'
import { createSubmission } from './payloads.js'
import { createLater, createRig, handoff, notice, type Rig } from './rig.js'

let rig: Rig
afterEach(() => rig.close())

describe('a submitted window', () => {
  it('becomes a press with its form', async () => {
    rig = await createRig()
    const response = await rig.sendInteraction(createSubmission())
    expect([response.status, await response.text()]).toEqual([200, ''])
    expect(rig.presses).toMatchObject([
      {
        actor: { id: 'U1', isMember: true },
        action: 'confirm',
        incidentId: 'incident-1',
        confirmationId: 'confirmation-1',
        revision: 7,
        reviewId: 'fedcba9876543210',
        values: { 'attest.password': 'done', note: 'spoke to her', day: '2026-12-01' },
      },
    ])
  })

  it.each([undefined, 7, '', 'seven', '-1', '1'.repeat(10)])(
    'takes the revision %j for one that is not known',
    async (revision) => {
      rig = await createRig()
      const metadata = { incidentId: 'incident-1', revision }
      await rig.sendInteraction(createSubmission({}, { private_metadata: JSON.stringify(metadata) }))
      expect(rig.presses).toMatchObject([{ incidentId: 'incident-1', reviewId: '', confirmationId: '' }])
      expect(rig.presses[0]?.revision).toBeUndefined()
    },
  )

  it.each([
    { answer: handoff, text: 'A window' },
    { answer: notice, text: 'For your eyes' },
  ])('shows "$text" with the acknowledgement', async ({ answer, text }) => {
    rig = await createRig({ onPress: async () => answer })
    const shown: unknown = await (await rig.sendInteraction(createSubmission())).json()
    expect(shown).toMatchObject({ response_action: 'update', view: { type: 'modal' } })
    expect(JSON.stringify(shown)).toContain(text)
    expect(rig.fake.to('views.update')).toEqual([])
  })

  it.each([
    { answer: handoff, text: 'A window' },
    { answer: undefined, text: 'Done' },
  ])('shows that work goes on after 2 s, and "$text" then', async ({ answer, text }) => {
    const later = createLater<Answer>()
    const arrived = createLater<undefined>()
    rig = await createRig({
      onPress: () => {
        arrived.give(undefined)
        return later.promise
      },
    })
    const sent = rig.sendInteraction(createSubmission())
    await arrived.promise
    await rig.clock.advance(2_000)
    expect(JSON.stringify(await (await sent).json())).toContain('One moment')
    later.give(answer)
    await rig.clock.advance(499)
    // A whole way to Slack and back: an edit sent before it would have arrived.
    await rig.platform.post({ kind: 'channel', channel: { platform: 'slack', channel: 'C1' } }, notice)
    expect(rig.fake.to('views.update')).toEqual([])
    await rig.clock.advance(1)
    await rig.idle()
    const [updated] = rig.fake.to('views.update')
    expect(updated).toMatchObject({ args: { view_id: 'V1' } })
    expect(updated?.args).not.toHaveProperty('hash')
    expect(JSON.stringify(updated)).toContain(text)
  })

  it.each([
    { name: 'with the same trigger', trigger_id: 'trigger-1' },
    { name: 'without a trigger, known by window and hash', trigger_id: undefined },
  ])('runs once when it arrives twice, $name', async ({ trigger_id }) => {
    rig = await createRig({ onPress: async () => handoff })
    await rig.sendInteraction(createSubmission({ trigger_id }))
    const second = await rig.sendInteraction(createSubmission({ trigger_id }))
    expect([second.status, await second.text()]).toEqual([200, ''])
    expect(rig.presses).toHaveLength(1)
  })

  it('is closed and ignored when the window is none of ours', async () => {
    rig = await createRig({ onPress: async () => handoff })
    const response = await rig.sendInteraction(createSubmission({}, { callback_id: 'another_app' }))
    expect([response.status, await response.text()]).toEqual([200, ''])
    expect(rig.presses).toEqual([])
  })
})
