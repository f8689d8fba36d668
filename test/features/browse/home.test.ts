// What one person finds at the bot's door: whose turn it is, and what nobody sees.
import { afterEach, describe, expect, test } from 'vitest'
import type { Actor } from '../../../src/domain/actor.js'
import { singleApproval } from '../../../src/domain/approval.js'
import { dayMilliseconds, minuteMilliseconds } from '../../../src/domain/instant.js'
import { BackendError } from '../../../src/errors.js'
import { account, createSenderEvidence, createTakenOver, known } from '../../domain/rules/evidence.js'
import { createSender, getIncident, pressYes, restrict, toAnswers, unblock } from '../acts.js'
import { access, contoso, laura, maya, olga, tom, vera } from '../people.js'
import { createStage, type Stage, type StageSettings, toView } from '../stage.js'

const sam = createSender('sam@contoso.com')
const ofSam = known({ ...account, addresses: ['sam@contoso.com'] })

let stage: Stage
afterEach(() => stage.close())

async function open(settings: StageSettings = {}, evidence = createSenderEvidence({ account: ofSam })) {
  stage = await createStage(settings)
  stage.backend.know(sam.entity, evidence)
  return (await restrict(stage, sam)).id
}

const readHome = async (actor: Actor) => toView(await stage.bot().handlers.onHome(actor), 'home')
const toNames = (rows: readonly { readonly localPart: string }[]) => rows.map(({ localPart }) => localPart)

async function finishReview(actor: Actor, incidentId: string) {
  await stage.press(actor, 'confirm', await toAnswers(stage, actor, incidentId))
  await stage.idle()
}

describe('what waits for you', () => {
  test('is the review of somebody else, for whoever may approve it and for nobody else', async () => {
    const id = await open()
    await finishReview(olga, id)
    const hers = await readHome(maya)
    expect(hers.forYou).toEqual([
      {
        incidentId: id,
        icon: '✍️',
        localPart: 'sam',
        domainPart: '@contoso.com',
        text: 'Olga reviewed 03:15 UTC',
        pressId: 'approve',
        title: 'Approve…',
      },
    ])
    expect(hers.summary).toBe('1 restriction waits for a review. 1 waits for you.')
    expect([hers.nobody, hers.waiting, hers.others]).toEqual([[], [], []])
    for (const actor of [olga, vera]) expect((await readHome(actor)).forYou).toEqual([])
    toView(await stage.press(maya, 'approve', { incidentId: id }), 'confirm')
  })

  test('is one signature of two, for everybody but its author and whoever has given it', async () => {
    const approval = {
      ...singleApproval,
      twoPeople: { ...singleApproval.twoPeople, directoryRoles: true },
    }
    const evidence = createSenderEvidence({ account: ofSam, roles: known(['Exchange Administrator']) })
    const id = await open({ approval }, evidence)
    await finishReview(olga, id)
    await pressYes(stage, maya, toView(await stage.press(maya, 'approve', { incidentId: id }), 'confirm'))
    await stage.idle()
    expect((await readHome(tom)).forYou[0]?.text).toBe('Maya approved 03:15 UTC, one more by 04:15 UTC')
    const hers = await readHome(maya)
    expect(hers.forYou).toEqual([])
    expect(hers.others[0]?.shortText).toContain('1 of 2: Maya approved')
  })

  test('is your own review that came back, with what is missing', async () => {
    const id = await open()
    await finishReview(olga, id)
    const reason = 'Who has the second phone? Ask her by voice, and not by mail, before this goes on at all'
    await stage.press(maya, 'send-back-now', { incidentId: id, values: { reason } })
    await stage.idle()
    expect((await readHome(olga)).forYou).toMatchObject([
      {
        icon: '↩️',
        text: 'Maya sent it back: Who has the second phone? Ask her by voice, and not by mail, before this goes…',
        pressId: 'review',
      },
    ])
    expect((await readHome(maya)).forYou).toEqual([])
  })

  test('is what you changed on an account and did not give back; what others left is left over', async () => {
    const id = await open({}, createTakenOver({ addresses: ['sam@contoso.com'] }))
    const asked = await stage.press(tom, 'contain', { incidentId: id, values: { step: 'block-sign-in' } })
    const { confirmationId } = toView(asked, 'contain-confirm')
    await stage.press(tom, 'contain-now', { incidentId: id, confirmationId })
    await stage.idle()
    await unblock(stage, maya, await getIncident(stage, id))
    expect((await readHome(tom)).forYou).toEqual([])
    await stage.skip(61 * minuteMilliseconds)
    const his = await readHome(tom)
    expect(his).toMatchObject({
      summary: 'Nobody waits for a review. 1 waits for you.',
      standing: [],
      forYou: [{ icon: '⛔', text: expect.stringContaining('sign-in blocked by Tom') as string }],
    })
    toView(await stage.press(tom, 'containment', { incidentId: id }), 'containment')
    expect(await readHome(maya)).toMatchObject({ forYou: [], standing: [{ canGiveBack: true }] })
    expect(await readHome(vera)).toMatchObject({ forYou: [], standing: [{ canGiveBack: false }] })
  })

  test('is nothing while your own mailbox is restricted', async () => {
    const id = await open()
    await finishReview(olga, id)
    await restrict(stage, createSender('laura@contoso.com'))
    expect((await readHome(laura)).forYou).toEqual([])
    expect(toNames((await readHome(laura)).others)).toContain('sam')
  })
})

describe('what is not watched', () => {
  const fabrikam = { ...contoso, id: 'fabrikam', name: 'Fabrikam' }

  test('is a tenant whose list cannot be read, since when, why, and who says how to mend it', async () => {
    await open({ tenants: [fabrikam, contoso] })
    expect((await readHome(maya)).notWatched).toEqual([])
    stage.backend.fail(
      'list',
      new BackendError('The certificate has expired.', { code: 'forbidden', outcome: 'unchanged' }),
    )
    await stage.advance(3 * minuteMilliseconds)
    const hers = await readHome(maya)
    expect(hers.notWatched).toEqual([
      {
        name: 'Fabrikam',
        text: 'since 2026-11-22 03:15 UTC · The certificate has expired.',
        command: 'doctor',
        title: 'How to fix it',
      },
    ])
    expect(hers.summary).toContain('🙈 1 tenant is not watched.')
    expect((await readHome(vera)).notWatched).toMatchObject([{ command: 'status', title: 'Status' }])
  })

  test('is what was going on where a tenant was taken out of the settings, for a week', async () => {
    await open({ tenants: [contoso, fabrikam] })
    await stage.crash({ tenantIds: ['fabrikam'] })
    await stage.advance(minuteMilliseconds)
    expect((await readHome(maya)).notWatched).toEqual([
      {
        name: 'contoso',
        text: 'not in the settings any more; 1 restriction was not over: sam@contoso.com',
        command: 'history',
        title: 'History',
      },
    ])
    await stage.skip(8 * dayMilliseconds)
    await stage.advance(minuteMilliseconds)
    expect((await readHome(maya)).notWatched).toEqual([])
  })

  test('is told to nobody whose role is for other tenants alone', async () => {
    const scoped = {
      ...access,
      people: new Map([
        ...access.people,
        ['slack:U1', { role: 'approver', addresses: [], tenants: ['fabrikam'] }],
      ] as const),
    }
    await open({ tenants: [contoso, fabrikam], access: scoped })
    stage.backend.fail('list', new BackendError('No.', { code: 'forbidden', outcome: 'unchanged' }))
    await stage.advance(3 * minuteMilliseconds)
    expect((await readHome(maya)).notWatched).toEqual([])
    expect((await readHome(tom)).notWatched).toMatchObject([{ name: 'Contoso' }])
  })
})
