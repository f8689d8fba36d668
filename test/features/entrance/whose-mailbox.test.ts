// Nobody acts on their own mailbox, whatever is known of it at the moment, and whoever's own is restricted acts on none.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Actor, type ActorRef, toActorRef } from '../../../src/domain/actor.js'
import type { Access } from '../../../src/domain/grants.js'
import type { Incident } from '../../../src/domain/incident.js'
import { minuteMilliseconds } from '../../../src/domain/instant.js'
import { requestUnblock } from '../../../src/domain/transitions.js'
import { BackendError } from '../../../src/errors.js'
import type { PressName } from '../../../src/features/index.js'
import { toUnblockTask } from '../../../src/features/unblock/tasks.js'
import { createIncident, createReview } from '../../domain/incidents.js'
import {
  account,
  createSenderEvidence,
  createTakenOver,
  known,
  unknown,
} from '../../domain/rules/evidence.js'
import {
  confirm,
  countUnblocks,
  createSender,
  getIncident,
  pressYes,
  readStatus,
  restrict,
  toAnswers,
  unblock,
} from '../acts.js'
import { access, contoso, laura, maya, olga, tom } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

const own = createSender('laura@contoso.com')
const sam = createSender('sam@contoso.com')
/** As Slack knows her: by an alias that only the account itself tells. */
const alias: Actor = { ...laura, addresses: ['l.bianchi@contoso.com'] }
const withAlias = createTakenOver({ addresses: ['laura@contoso.com', 'l.bianchi@contoso.com'] })
const down = new BackendError('Graph is down', { code: 'unavailable', outcome: 'unchanged' })

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(() => stage.close())

const refusal = async (actor: Actor, action: PressName, { id }: Incident, values = {}) =>
  toView(await stage.press(actor, action, { incidentId: id, values }), 'notice').text

const reasons = async () =>
  (await stage.journal()).filter(({ type }) => type.endsWith('.refused')).map(({ data }) => data.reason)

const countContainments = () => stage.backend.calls.filter((call) => call.startsWith('contain ')).length

const step = { step: 'block-sign-in' }

describe('the owner, known in chat by an alias', () => {
  test('cannot unblock or take back while the evidence is on its way, and is told to wait', async () => {
    stage.backend.know(own.entity, withAlias)
    const release = stage.backend.hold('gather')
    const incident = await restrict(stage, own)
    const values = await toAnswers(stage, alias, incident.id)
    expect(await refusal(alias, 'confirm', incident, values)).toContain('Try again in a moment')
    expect(await refusal(alias, 'contain', incident, step)).toContain('Try again in a moment')
    release()
    await stage.idle()
    expect(await refusal(alias, 'confirm', incident, values)).toContain('This is your own mailbox')
    expect(await reasons()).toEqual(['identity-unknown', 'identity-unknown', 'own-mailbox'])
    expect([countUnblocks(stage), countContainments()]).toEqual([0, 0])
  })

  test.each([
    ['nothing can be gathered', undefined],
    ['the account cannot be read', { ...withAlias, account: unknown('The app lacks User.Read.All.') }],
  ])('cannot while %s, and nobody else whom nobody can tell from them', async (_, evidence) => {
    if (evidence === undefined) stage.backend.fail('gather', down)
    else stage.backend.know(own.entity, evidence)
    const incident = await restrict(stage, own)
    for (const actor of [alias, maya, tom]) {
      const values = await toAnswers(stage, actor, incident.id)
      expect(await refusal(actor, 'confirm', incident, values)).toContain('Microsoft Defender portal')
      expect(await refusal(actor, 'contain', incident, step)).toContain('Microsoft Defender portal')
    }
    expect([countUnblocks(stage), countContainments()]).toEqual([0, 0])
  })

  test('does not read the evidence against themselves', async () => {
    stage.backend.know(own.entity, withAlias)
    const incident = await restrict(stage, own)
    for (const action of ['review', 'overview', 'recommendations', 'refresh', 'containment'] as const)
      expect(await refusal(alias, action, incident)).toContain('This is your own mailbox')
    expect(await readStatus(stage, incident.id)).toBe('open')
  })
})

describe('somebody else', () => {
  test('unblocks once the account is known', async () => {
    const release = stage.backend.hold('gather')
    const incident = await restrict(stage, sam)
    const values = await toAnswers(stage, maya, incident.id)
    expect(await refusal(maya, 'confirm', incident, values)).toContain('the evidence is on its way')
    release()
    await stage.idle()
    await unblock(stage, maya, incident)
    expect(countUnblocks(stage)).toBe(1)
  })

  test('unblocks what is no mailbox at all', async () => {
    const nobody = { ...withAlias, account: unknown('Nobody'), owner: { kind: 'nobody' } } as const
    stage.backend.know(sam.entity, nobody)
    await unblock(stage, { ...maya, addresses: ['m@gmail.com'] }, await restrict(stage, sam))
    expect(countUnblocks(stage)).toBe(1)
  })

  test('who is written down with object id and addresses unblocks while nothing can be gathered', async () => {
    await stage.close()
    stage = await createStage({ access: withMayaWritten(['maya@contoso.com']) })
    stage.backend.fail('gather', down)
    await unblock(stage, maya, await restrict(stage, sam))
    expect(countUnblocks(stage)).toBe(1)
  })
})

function withMayaWritten(addresses: readonly string[]): Access {
  return {
    ...access,
    people: new Map([...access.people, ['slack:U1', { role: 'approver', addresses }]]),
    accounts: new Map([['slack:U1', { objectId: 'aad-1', directoryId: undefined }]]),
  }
}

describe('evidence that comes in between the Yes and the call', () => {
  const samIsMaya = createTakenOver({ addresses: ['sam@contoso.com', 'maya@contoso.com'] })

  test('and shows that it is their own mailbox stops the unblock, in words', async () => {
    const incident = await restrict(stage, sam)
    const page = await confirm(stage, maya, incident)
    const arrive = await startGathering(incident)
    const goOn = stage.backend.hold('find')
    toView(await pressYes(stage, maya, page), 'accepted')
    await stage.idle()
    arrive()
    await stage.idle()
    goOn()
    await stage.idle()
    expect(countUnblocks(stage)).toBe(0)
    const { state } = await getIncident(stage, incident.id)
    expect(state).toMatchObject({ status: 'failed', why: expect.stringContaining('own mailbox') as string })
    const failed = (await stage.journal(incident.id)).filter(({ type }) => type === 'unblock.failed')
    expect(failed).toMatchObject([{ by: { name: 'Maya' } }])
    await unblock(stage, tom, incident)
    expect(countUnblocks(stage)).toBe(1)
  })

  test('and shows that it is their own mailbox stops a step on the account, in words', async () => {
    stage.backend.know(sam.entity, createTakenOver({ addresses: ['sam@contoso.com'] }))
    const incident = await restrict(stage, sam)
    const page = toView(
      await stage.press(maya, 'contain', { incidentId: incident.id, values: step }),
      'contain-confirm',
    )
    const arrive = await startGathering(incident)
    // The press reads what is live, and so does the step before it begins: there the evidence overtakes it.
    const store = stage.store()
    store.afterNextListing(async () =>
      store.afterNextListing(async () => {
        arrive()
        await untilKnown(incident)
      }),
    )
    await stage.press(maya, 'contain-now', page)
    await stage.idle()
    const [one] = (await getIncident(stage, incident.id)).containments ?? []
    expect([one?.ended?.result, countContainments()]).toEqual(['failed', 0])
    expect(one?.ended?.detail).toContain('own mailbox')
  })

  async function untilKnown({ id }: Incident): Promise<void> {
    const isKnown = async () =>
      JSON.stringify((await getIncident(stage, id)).evidence).includes('maya@contoso.com')
    while (!(await isKnown()))
      await new Promise((resolve) => {
        setImmediate(resolve)
      })
  }

  /** Evidence by which sam's mailbox is Maya's is on its way until the returned function is called. */
  async function startGathering(incident: Incident): Promise<() => void> {
    stage.backend.know(sam.entity, samIsMaya)
    const arrive = stage.backend.hold('gather')
    await stage.press(olga, 'refresh', { incidentId: incident.id })
    await stage.idle()
    return arrive
  }
})

describe('what is kept of whoever said Yes', () => {
  test('is their addresses until Exchange has answered, and no longer', async () => {
    const page = await confirm(stage, maya, await restrict(stage, sam))
    const release = stage.backend.hold('unblock')
    await pressYes(stage, maya, page)
    await stage.idle()
    expect((await getIncident(stage, page.incidentId)).state).toMatchObject({
      unblock: { identity: { home: 'T1', addresses: ['maya@contoso.com'] } },
    })
    release()
    await stage.idle()
    expect(JSON.stringify(await getIncident(stage, page.incidentId))).not.toContain('maya@contoso.com')
  })

  test('is missing in a Yes that an older version took: what cannot be told is called off and can be reviewed again', async () => {
    const id = await acceptLikeBefore()
    await stage.advance(minuteMilliseconds)
    expect(countUnblocks(stage)).toBe(0)
    expect((await getIncident(stage, id)).state).toMatchObject({
      status: 'failed',
      why: expect.stringContaining('Nothing was changed') as string,
    })
    await unblock(stage, tom, await getIncident(stage, id))
    expect(countUnblocks(stage)).toBe(1)
  })

  test('is missing in a Yes that an older version took: what the settings tell is done', async () => {
    await stage.close()
    stage = await createStage({ access: withMayaWritten(['maya@contoso.com']) })
    const id = await acceptLikeBefore()
    await stage.advance(minuteMilliseconds)
    expect(countUnblocks(stage)).toBe(1)
    expect(await readStatus(stage, id)).toBe('watching')
  })

  test('is missing in a Yes that an older version took: the id in the access list tells whose mailbox it is', async () => {
    await stage.close()
    const accounts = new Map([['teams:aad-2', { objectId: 'aad-2', directoryId: undefined }]])
    stage = await createStage({ access: { ...access, accounts } })
    stage.backend.know(sam.entity, createSenderEvidence({ account: known({ ...account, userId: 'aad-2' }) }))
    const id = await acceptLikeBefore(tom)
    await stage.advance(minuteMilliseconds)
    expect(countUnblocks(stage)).toBe(0)
    expect((await getIncident(stage, id)).state).toMatchObject({
      why: expect.stringContaining('own mailbox') as string,
    })
  })

  /** An unblock that was accepted before anything of the one who did it was kept. */
  async function acceptLikeBefore(by: ActorRef = maya): Promise<string> {
    const listed = await restrict(stage, sam)
    const reviewing = { ...listed, state: createIncident('reviewing').state }
    const next = requestUnblock(
      reviewing,
      { review: createReview({ by: toActorRef(by) }) },
      stage.clock.now(),
    )
    await stage.store().commit({
      incident: { next, expectedVersion: listed.version },
      tasks: [toUnblockTask(listed.id, stage.clock.now())],
    })
    return listed.id
  }
})

describe('whoever has their own mailbox on the list', () => {
  const deeds = [
    'review',
    'overview',
    'recommendations',
    'refresh',
    'confirm',
    'unblock',
    'containment',
    'contain',
  ] as const

  test('has no say about anybody, and is told why and who can help', async () => {
    await restrict(stage, own)
    const other = await restrict(stage, sam)
    for (const action of deeds) {
      const text = await refusal(laura, action, other, step)
      expect(text).toContain('Your own mailbox is restricted')
      expect(text).toContain('Ask another approver')
    }
    expect(await refusal(laura, 'accept-policies', other)).toContain('Your own mailbox is restricted')
    expect(toView(await stage.command(laura, 'doctor'), 'notice').text).toContain('Your own mailbox')
    expect(toView(await stage.command(laura, 'review sam@contoso.com'), 'notice').text).toContain(
      'Your own mailbox',
    )
    expect(await stage.bot().callDoctor(laura, { tenant: undefined, postsTestCards: false })).toMatchObject({
      name: 'notice',
    })
    expect(new Set(await reasons())).toEqual(new Set(['own-restricted']))
    expect(countUnblocks(stage)).toBe(0)
  })

  test('still reads, asks for help, and sees nothing waiting for them', async () => {
    await restrict(stage, own)
    await restrict(stage, sam)
    toView(await stage.command(laura, 'list'), 'list')
    toView(await stage.command(laura, 'show sam@contoso.com'), 'show')
    const bounce = toView(await stage.command(laura, 'explain 550 5.1.8 Access denied'), 'explain')
    expect(bounce.requestText).toContain('has been asked')
    const home = toView(await stage.slack.handlers().onHome(laura), 'home')
    expect(home).toMatchObject({
      waiting: [],
      roleText: expect.stringContaining('Your own mailbox') as string,
    })
    const help = toView(await stage.command(laura, 'help'), 'help')
    expect(help.rows.map(({ command }) => command).join()).not.toContain('review')
  })

  test('cannot take a step back either, nor say the Yes of a page that was open before', async () => {
    stage.backend.know(sam.entity, createTakenOver({ addresses: ['sam@contoso.com'] }))
    const other = await restrict(stage, sam)
    const asked = await stage.press(laura, 'contain', { incidentId: other.id, values: step })
    await stage.press(laura, 'contain-now', toView(asked, 'contain-confirm'))
    await stage.idle()
    const [done] = (await getIncident(stage, other.id)).containments ?? []
    const page = await confirm(stage, laura, other)
    await restrict(stage, own)
    expect(await refusal(laura, 'contain', other, { undoes: done?.id })).toContain('Your own mailbox')
    expect(toView(await pressYes(stage, laura, page), 'notice').text).toContain('Your own mailbox')
    expect([countUnblocks(stage), countContainments()]).toEqual([0, 1])
  })

  test('and had said Yes before it was seen has it called off', async () => {
    await stage.close()
    stage = await createStage({ tenants: [{ ...contoso, pollSeconds: 15 }] })
    const other = await restrict(stage, sam)
    const page = await confirm(stage, laura, other)
    const goOn = stage.backend.hold('find')
    await pressYes(stage, laura, page)
    stage.backend.restrict(own)
    await stage.advance(15_000)
    goOn()
    await stage.idle()
    expect(countUnblocks(stage)).toBe(0)
    expect((await getIncident(stage, other.id)).state).toMatchObject({
      status: 'failed',
      why: expect.stringContaining('has been restricted since') as string,
    })
  })

  test('in any organisation that is watched', async () => {
    await stage.close()
    stage = await createStage({ tenants: [contoso, { ...contoso, id: 'fabrikam', name: 'Fabrikam' }] })
    const other = await restrict(stage, sam)
    stage.backends.get('fabrikam')?.restrict(own)
    await stage.advance(minuteMilliseconds)
    expect(await refusal(laura, 'review', other)).toContain('Your own mailbox is restricted')
  })

  test('has a say again when it is off the list, and not as long as the list still shows it', async () => {
    const incident = await restrict(stage, own)
    const other = await restrict(stage, sam)
    stage.backend.freeze()
    await unblock(stage, maya, incident)
    expect(await readStatus(stage, incident.id)).toBe('watching')
    expect(await refusal(laura, 'review', other)).toContain('Your own mailbox is restricted')
    stage.backend.clear(own.entity)
    await stage.advance(2 * minuteMilliseconds)
    toView(await stage.press(laura, 'review', { incidentId: other.id }), 'overview')
  })

  test('under a name that only the account tells', async () => {
    const listed = createSender('lb2@contoso.com')
    const addresses = ['lb2@contoso.com', 'laura@contoso.com']
    stage.backend.know(listed.entity, { ...withAlias, account: known({ ...account, addresses }) })
    await restrict(stage, listed)
    expect(await refusal(laura, 'review', await restrict(stage, sam))).toContain(
      'Your own mailbox is restricted',
    )
  })
})
