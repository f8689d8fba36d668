// A bounce shows the address the mail was sent as; Exchange restricts the account that submitted it.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { BackendError } from '../../../src/errors.js'
import { createSenderEvidence, known } from '../../domain/rules/evidence.js'
import { createSender, restrict } from '../acts.js'
import { nobody, olga } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

const text =
  "explain From: Info desk <info@contoso.com>. Remote Server returned '550 5.1.8 Access denied, bad outbound sender AS(42004)'"
const sam = createSender('sam@contoso.com')
const info = createSender('info@contoso.com').entity
const delegate = (who: string) => createSenderEvidence({ delegates: known([{ who, right: 'SendAs' }]) })

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(() => stage.close())

const explain = async () => toView(await stage.command(olga, text), 'explain')

test('leads to who of those restricted now may send as the address in From', async () => {
  const incident = await restrict(stage, sam)
  stage.backend.know(info, delegate('Sam@contoso.com'))
  const view = await explain()
  expect(view).toMatchObject({ incidentId: incident.id, unblockHelps: false, canReview: true })
  expect(view.incidentText).toMatch(
    /^info@contoso\.com is not on the list as read at \d\d:\d\d UTC\. Exchange restricts the account that submitted: of those restricted now, sam@contoso\.com may send as it\. sam@contoso\.com has been restricted since/,
  )
})

test('goes by what was seen in the trace without asking', async () => {
  stage.backend.know(
    sam.entity,
    createSenderEvidence({
      sentMail: known({
        hours: 24,
        messages: 0,
        recipients: 0,
        distinctSubjects: 0,
        asAnother: { address: 'Info@contoso.com', messages: 800 },
      }),
    }),
  )
  await restrict(stage, sam)
  const asked = stage.backend.timesOf('gather').length
  expect((await explain()).incidentText).toContain('of those restricted now, sam@contoso.com may send as it')
  expect(stage.backend.timesOf('gather')).toHaveLength(asked)
})

test('says so when nobody of those restricted is known to have the right', async () => {
  await restrict(stage, sam)
  stage.backend.know(info, delegate('kim@contoso.com'))
  const view = await explain()
  expect(view.incidentId).toBe('')
  expect(view.incidentText).toContain('None of those restricted now is known to be allowed to send as it.')
})

test('says that it is not known when Exchange cannot be asked', async () => {
  await restrict(stage, sam)
  stage.backend.fail(
    'gather',
    new BackendError('Exchange is down.', { code: 'unavailable', outcome: 'unchanged' }),
  )
  const view = await explain()
  expect(view.incidentText).toContain(
    'Whether one of those restricted now may send as it is not known: Exchange is down.',
  )
  expect(view.incidentText).not.toMatch(/None of|\.\./)
})

test('asks Exchange nothing for who may not read, and nothing where nobody is restricted', async () => {
  await stage.advance(65_000)
  await explain()
  await restrict(stage, sam)
  const asked = stage.backend.timesOf('gather').length
  const view = toView(await stage.command(nobody, text), 'explain')
  expect(JSON.stringify(view)).not.toContain('sam@contoso.com')
  expect(stage.backend.timesOf('gather')).toHaveLength(asked)
})
