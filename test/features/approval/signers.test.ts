// Whoever signed first is judged once more when it counts.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../../../src/domain/actor.js'
import { singleApproval } from '../../../src/domain/approval.js'
import type { Access } from '../../../src/domain/grants.js'
import { account, createSenderEvidence, known } from '../../domain/rules/evidence.js'
import { confirm, countUnblocks, createSender, getIncident, pressYes, readCard, restrict } from '../acts.js'
import { access, laura, maya, tom } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

const sam = createSender('sam@contoso.com')
const admin = createSenderEvidence({
  account: known({ ...account, addresses: ['sam@contoso.com'] }),
  roles: known(['Exchange Administrator']),
})
/** Maya may approve by a group, Laura by her id; both are two people beside Tom. */
const byGroup: Access = {
  ...access,
  people: new Map([...access.people].filter(([key]) => key !== 'slack:U1')),
  groups: new Map([['slack:S1', 'approver']]),
  accounts: new Map([
    ['slack:U1', { objectId: 'aad-1', directoryId: 'tenant-1' }],
    ['slack:U5', { objectId: 'aad-5', directoryId: 'tenant-1' }],
  ]),
  entraPlatforms: new Map([['teams', 'tenant-1']]),
}
const approval = { ...singleApproval, twoPeople: { ...singleApproval.twoPeople, directoryRoles: true } }
const inGroup: Actor = { ...maya, groups: ['S1'] }

let stage: Stage
let incidentId: string
beforeEach(async () => {
  stage = await createStage({ access: byGroup, approval })
  stage.slack.answerGroups(async () => ({ groups: ['S1'] }))
  stage.backend.know(sam.entity, admin)
  incidentId = (await restrict(stage, sam)).id
})
afterEach(() => stage.close())

async function sign(actor: Actor) {
  await pressYes(stage, actor, await confirm(stage, actor, await getIncident(stage, incidentId)))
  await stage.idle()
}
const approvePage = async (actor: Actor) =>
  toView(await stage.press(actor, 'approve', { incidentId }), 'confirm')
const findUnblocked = async () => {
  await stage.idle()
  const { state } = await getIncident(stage, incidentId)
  return { calls: countUnblocks(stage), state }
}

describe('a first signature', () => {
  test('counts as long as its person may still sign', async () => {
    await sign(inGroup)
    toView(await pressYes(stage, tom, await approvePage(tom)), 'accepted')
    expect((await findUnblocked()).calls).toBe(1)
  })

  test('does not count once its person has left the group that gave the role: the second is the first then', async () => {
    await sign(inGroup)
    stage.slack.answerGroups(async () => ({ groups: [] }))
    const page = await approvePage(tom)
    expect(page.yesTitle).toBe('Sign, 1 of 2')
    expect(page.signingText).toContain('The role of Maya, who signed first, has been taken away since.')
    expect(toView(await pressYes(stage, tom, page), 'accepted').waitsFor).toBe('second')
    expect((await findUnblocked()).calls).toBe(0)
    expect(readCard(stage.slack, incidentId).whoText).toContain('1 of 2: Tom approved')
  })

  test('does not count once the own mailbox of its person is restricted', async () => {
    await sign(laura)
    await restrict(stage, createSender('laura@contoso.com'))
    const page = await approvePage(tom)
    expect(page.signingText).toContain(
      'The own mailbox of Laura, who signed first, has been restricted since.',
    )
    expect(toView(await pressYes(stage, tom, page), 'accepted').waitsFor).toBe('second')
    expect((await findUnblocked()).calls).toBe(0)
  })

  test('is judged once more right before Exchange is asked: a role lost after the second Yes is noticed', async () => {
    await sign(inGroup)
    const page = await approvePage(tom)
    const goOn = stage.backend.hold('find')
    toView(await pressYes(stage, tom, page), 'accepted')
    await stage.idle()
    stage.slack.answerGroups(async () => ({ groups: [] }))
    goOn()
    const { calls, state } = await findUnblocked()
    expect(calls).toBe(0)
    expect(state).toMatchObject({
      status: 'failed',
      why: 'The role of Maya, who signed first, has been taken away since. Somebody else has to review it. Nothing was changed.',
    })
  })

  test('is neither counted nor lost while nobody can say which groups its person is in', async () => {
    await sign(inGroup)
    stage.slack.answerGroups(async () => ({
      groups: [],
      lookupFailure: { about: 'groups', code: 'unavailable', asked: 'Slack', groups: ['S1'] },
    }))
    const refused = toView(await pressYes(stage, tom, await approvePage(tom)), 'notice')
    expect(refused.text).toContain('could not be looked up just now')
    expect((await findUnblocked()).calls).toBe(0)
    stage.slack.answerGroups(async () => ({ groups: ['S1'] }))
    toView(await pressYes(stage, tom, await approvePage(tom)), 'accepted')
    expect((await findUnblocked()).calls).toBe(1)
  })

  test('keeps nothing of its person but the name once Exchange has answered', async () => {
    await sign(inGroup)
    await pressYes(stage, tom, await approvePage(tom))
    const { state } = await findUnblocked()
    expect(state).toMatchObject({ status: 'watching', unblock: { first: { by: { name: 'Maya' } } } })
    expect(JSON.stringify(state)).not.toContain('maya@contoso.com')
  })
})
