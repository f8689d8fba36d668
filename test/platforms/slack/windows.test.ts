import { afterEach, expect, it } from 'vitest'
import type { CardViews } from '../../../src/features/cards.js'
import type { Card } from '../../../src/ports.js'
import { containment } from '../sample-containment.js'
import { createClick, createSubmission, createView } from './payloads.js'
import { createRig, handoff, type Rig } from './rig.js'

let rig: Rig
afterEach(() => rig.close())

const page = { action: 'contain-live', incidentId: 'incident-1' }
const sample = containment['contain-live']

function toLive(doneText: CardViews['contain-live']['doneText']): Card {
  if (sample === undefined) throw new Error('no sample of the page')
  return { name: 'contain-live', view: { ...sample.view, doneText } }
}

const readUpdates = () => rig.fake.to('views.update').map((update) => JSON.stringify(update))

/** Somebody has said Yes to several steps; each answer tells how far they are. */
async function openLive(): Promise<void> {
  let done = 0
  rig = await createRig({
    onPress: async ({ action }) => (action.startsWith('contain') ? toLive(`${done++} of 4 done`) : handoff),
  })
  await rig.sendInteraction(createSubmission({}, { callback_id: 'contain-set' }))
}

async function settle(milliseconds: number): Promise<void> {
  await rig.clock.advance(milliseconds)
  await rig.idle()
  // A whole way to Slack and back: an edit sent before it has arrived.
  await rig.platform
    .post({ kind: 'channel', channel: { platform: 'slack', channel: 'C1' } }, handoff)
    .catch(() => {})
}

it('a window that shows steps under way is drawn anew when one has ended, once a second at most', async () => {
  await openLive()
  for (let step = 0; step < 5; step += 1) rig.platform.redraw?.(page)
  await settle(999)
  expect(readUpdates()).toEqual([])
  await settle(1)
  await settle(0)
  expect(readUpdates()).toHaveLength(1)
  expect(readUpdates()[0]).toContain('1 of 4 done')
  expect(rig.presses.at(-1)).toMatchObject({ ...page, actor: { id: 'U1' }, confirmationId: '' })
})

it('a window in which somebody has gone on is left alone, and so is one about something else', async () => {
  await openLive()
  rig.platform.redraw?.({ ...page, incidentId: 'incident-2' })
  await rig.sendInteraction(createClick({ view: createView(), container: { type: 'view' } }))
  await rig.idle()
  const before = readUpdates().length
  rig.platform.redraw?.(page)
  await settle(5_000)
  expect(readUpdates()).toHaveLength(before)
})
