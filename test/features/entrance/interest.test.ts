// Whose account may be what was used has no say, whatever their role: delegates, and who last changed the connector.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../../../src/domain/actor.js'
import type { ConnectorEvidence } from '../../../src/domain/evidence.js'
import type { Incident } from '../../../src/domain/incident.js'
import { dayMilliseconds, hourMilliseconds } from '../../../src/domain/instant.js'
import { toGatherTask } from '../../../src/features/evidence/tasks.js'
import type { PressName } from '../../../src/features/index.js'
import { began, createRestriction } from '../../domain/incidents.js'
import { account, createSenderEvidence, known, unknown } from '../../domain/rules/evidence.js'
import { confirm, countUnblocks, createSender, pressYes, readStatus, restrict, unblock } from '../acts.js'
import { access, maya, tom } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

const info = createSender('info@contoso.com')
const shared = (...who: readonly string[]) =>
  createSenderEvidence({
    account: known({ ...account, userId: 'aad-info', addresses: ['info@contoso.com'] }),
    delegates: known(who.map((one) => ({ who: one, right: 'FullAccess' }))),
  })

const entity = { kind: 'connector', connectorId: '8f2c', name: 'Head office' } as const
const relay = createRestriction({ entity, raw: { ConnectorId: '8f2c' } })
const changedBy = (...changes: readonly (readonly [who: string, at: number])[]): ConnectorEvidence => ({
  kind: 'connector',
  gatheredAt: began,
  definition: unknown('not asked'),
  changes: known(changes.map(([who, at]) => ({ who, at, operation: 'Set-InboundConnector' }))),
  mail: unknown('not asked'),
})

const deciding = ['review', 'overview', 'recommendations', 'refresh', 'confirm', 'unblock'] as const

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(() => stage.close())

const refusal = async (actor: Actor, action: PressName, { id }: Incident) =>
  toView(await stage.press(actor, action, { incidentId: id, confirmationId: 'none' }), 'notice').text

describe('a delegate of the mailbox', () => {
  test.each([...deciding, 'containment', 'contain', 'contain-now'] as const)(
    'is refused %s in words that say why and name the portal',
    async (action) => {
      stage.backend.know(info.entity, shared('Maya@Contoso.com', 'NT AUTHORITY\\SELF'))
      const text = await refusal(maya, action, await restrict(stage, info))
      expect(text).toContain('the evidence lists you among its delegates')
      expect(text).toContain('Microsoft Defender portal (https://security.microsoft.com/restrictedentities)')
      expect(countUnblocks(stage)).toBe(0)
    },
  )

  test('by object id is one too, and others are not', async () => {
    stage.backend.know(info.entity, shared('AAD-2'))
    const incident = await restrict(stage, info)
    expect(await refusal(tom, 'review', incident)).toContain('among its delegates')
    await unblock(stage, maya, incident)
    expect(countUnblocks(stage)).toBe(1)
  })

  test('as a member of a group that holds the right is one as well, and who is not in it decides', async () => {
    const members = ['maya@contoso.com', 'kim@contoso.com']
    const by = members.map((who) => ({ who, right: 'FullAccess', through: 'Mail-Assist' }))
    const holder = { who: 'Mail-Assist', right: 'FullAccess' }
    stage.backend.know(info.entity, { ...shared(), delegates: known([holder, ...by]) })
    const incident = await restrict(stage, info)
    expect(await refusal(maya, 'review', incident)).toContain('as a member of a group')
    await unblock(stage, tom, incident)
    expect(countUnblocks(stage)).toBe(1)
  })

  test.each([
    ['a group whose members could not be read', shared('Mail-Assist')],
    ['a name that anybody may have', shared('Maya')],
    ['delegates that could not be read', { ...shared(), delegates: unknown('Exchange said no') }],
  ])('is nobody by %s', async (_, evidence) => {
    stage.backend.know(info.entity, evidence)
    await unblock(stage, maya, await restrict(stage, info))
    expect(countUnblocks(stage)).toBe(1)
  })

  test('who said Yes before that was known is stopped right before the call', async () => {
    stage.backend.know(info.entity, shared())
    const incident = await restrict(stage, info)
    const yes = await confirm(stage, maya, incident)
    const release = stage.backend.hold('find')
    toView(await pressYes(stage, maya, yes), 'accepted')
    stage.backend.know(info.entity, shared('maya@contoso.com'))
    await gatherAgain(incident)
    release()
    await stage.idle()
    expect(countUnblocks(stage)).toBe(0)
    expect(await readStatus(stage, incident.id)).toBe('failed')
  })
})

/** Evidence as it comes in by itself, between the Yes and the call. */
async function gatherAgain({ id }: Incident): Promise<void> {
  await stage.store().commit({ tasks: [toGatherTask(id, stage.clock.now())] })
  await stage.advance(2_000)
}

describe('who last changed the connector', () => {
  test.each(deciding)('is refused %s in words that say why and name the portal', async (action) => {
    const hourAgo = began - hourMilliseconds
    stage.backend.know(
      entity,
      changedBy(['tom@contoso.com', began - 2 * dayMilliseconds], ['MAYA@contoso.com', hourAgo]),
    )
    const text = await refusal(maya, action, await restrict(stage, relay))
    expect(text).toContain('the last to change this connector')
    expect(text).toContain('Microsoft Defender portal (https://security.microsoft.com/restrictedentities)')
  })

  test.each([
    [
      'who changed it before somebody else did',
      changedBy(['maya@contoso.com', began - 5], ['tom@contoso.com', began - 1]),
    ],
    ['who changed it long ago', changedBy(['maya@contoso.com', began - 91 * dayMilliseconds])],
    ['when the audit log could not be read', { ...changedBy(), changes: unknown('Audit logging is off.') }],
  ])('is nobody %s', async (_, evidence) => {
    stage.backend.know(entity, evidence)
    await unblock(stage, maya, await restrict(stage, relay))
    expect(countUnblocks(stage)).toBe(1)
  })
})

test('a delegate by another of their ids is one by all of them', async () => {
  await stage.close()
  const bound = {
    ...access,
    entries: new Map([
      ['slack:U1', 'maya'],
      ['teams:aad-9', 'maya'],
    ]),
  }
  const people = new Map([
    ...access.people,
    ['teams:aad-9', { role: 'approver', addresses: ['m.l@contoso.com'] }],
  ])
  stage = await createStage({ access: { ...bound, people } })
  stage.backend.know(info.entity, shared('m.l@contoso.com'))
  const incident = await restrict(stage, info)
  expect(await refusal(maya, 'review', incident)).toContain('among its delegates')
})
