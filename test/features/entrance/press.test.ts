import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { minuteMilliseconds } from '../../../src/domain/instant.js'
import { StoreError } from '../../../src/errors.js'
import { type PressName, pressNames } from '../../../src/features/index.js'
import { confirm, countUnblocks, createSender, pressYes, readStatus, restrict, unblock } from '../acts.js'
import { access, maya, nobody, olga, stranger, tom, vera } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

const sam = createSender('sam@contoso.com')

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(async () => {
  await stage.close()
})

const errors = () => stage.log.filter(({ level }) => level === 'error')

describe('every button', () => {
  const needs: Readonly<Record<PressName, 'anyone' | 'viewer' | 'operator' | 'approver'>> = {
    'answer-owner': 'anyone',
    'ask-owner': 'approver',
    'ask-owner-send': 'approver',
    'owner-told': 'approver',
    claim: 'operator',
    snooze: 'operator',
    'snooze-now': 'operator',
    wake: 'operator',
    'take-all': 'operator',
    review: 'operator',
    overview: 'operator',
    checks: 'operator',
    recommendations: 'operator',
    confirm: 'operator',
    unblock: 'approver',
    approve: 'approver',
    'send-back': 'approver',
    'send-back-now': 'approver',
    containment: 'approver',
    mute: 'approver',
    'mute-now': 'approver',
    unmute: 'approver',
    storm: 'approver',
    'storm-sign': 'approver',
    'storm-approve': 'approver',
    'storm-yes': 'approver',
    'storm-stop': 'approver',
    'storm-open': 'viewer',
    'storm-back': 'viewer',
    contain: 'approver',
    'contain-set': 'approver',
    'contain-live': 'approver',
    keep: 'approver',
    'keep-now': 'approver',
    'contain-now': 'approver',
    'accept-policies': 'approver',
    'pin-alerts': 'approver',
    'end-drill': 'operator',
    'blind-try': 'operator',
    'blind-take': 'operator',
    'blind-fix': 'viewer',
    refresh: 'operator',
    show: 'viewer',
    card: 'viewer',
    handoff: 'viewer',
    command: 'viewer',
  }
  /** The Yes without a confirmation and the acceptance of nothing are refused too, but for that. */
  const lacking: Readonly<Partial<Record<PressName, readonly string[]>>> = {
    'answer-owner': ['not-asked'],
    unblock: ['confirmation-used'],
    'contain-now': ['confirmation-used'],
    'contain-set': ['confirmation-used'],
    keep: ['wrong-status'],
    'keep-now': ['wrong-status'],
    'accept-policies': ['not-found'],
    'pin-alerts': ['bad-input'],
    unmute: ['not-found'],
    storm: ['not-found'],
    'storm-sign': ['not-found'],
    'storm-approve': ['not-found'],
    'storm-yes': ['not-found'],
    'storm-stop': ['not-found'],
    'storm-open': ['not-found'],
    'storm-back': ['not-found'],
    'take-all': ['not-found'],
    'end-drill': ['bad-input'],
    'blind-try': ['not-found'],
    'blind-take': ['not-found'],
    'blind-fix': ['not-found'],
  }
  const ranks = [
    { actor: nobody, role: 'nobody', may: ['anyone'] },
    { actor: vera, role: 'a viewer', may: ['anyone', 'viewer'] },
    { actor: olga, role: 'an operator', may: ['anyone', 'viewer', 'operator'] },
    { actor: maya, role: 'an approver', may: ['anyone', 'viewer', 'operator', 'approver'] },
  ]
  const table = pressNames.flatMap((action) => ranks.map((rank) => ({ action, ...rank })))

  test.each(table)('$action pressed by $role', async ({ action, actor, may }) => {
    const incident = await restrict(stage, sam)
    const press = { incidentId: incident.id, confirmationId: 'none', values: { text: 'list', note: 'fine' } }
    const card = await stage.press(actor, action, press)
    const refused = (await stage.journal()).filter(({ type }) => type === 'press.refused')
    if (may.includes(needs[action])) {
      expect(refused.map(({ data }) => data.reason)).toEqual(lacking[action] ?? [])
      return
    }
    expect(card?.name).toBe('notice')
    expect(refused).toMatchObject([{ by: { id: actor.id }, data: { reason: 'no-role', action } }])
    expect(await readStatus(stage, incident.id)).toBe('open')
  })

  test.each(pressNames)('%s pressed by a stranger is refused, privately, and journalled', async (action) => {
    const { id } = await restrict(stage, sam)
    const seen = stage.slack.sent.length
    const card = await stage.press(stranger, action, { incidentId: id, values: { text: 'list' } })
    await stage.advance(5_000)
    expect(toView(card, 'notice')).toMatchObject({ title: 'Not done', incidentId: '' })
    expect(stage.slack.sent).toHaveLength(seen)
    expect((await stage.journal()).filter(({ type }) => type === 'press.refused')).toMatchObject([
      { by: { id: 'U9' }, data: { reason: 'not-home', home: 'T9' } },
    ])
  })

  test.each(pressNames)('%s tells nobody who may not read whether an incident exists', async (action) => {
    const { id } = await restrict(stage, sam)
    const over = await restrict(stage, createSender('kim@contoso.com'))
    await unblock(stage, maya, over)
    for (const actor of [stranger, nobody, { ...stranger, home: 'T1' }, { ...maya, isMember: false }]) {
      const said = [id, over.id, 'no-such-incident', '../../x'].map((incidentId) =>
        stage.press(actor, action, { incidentId, confirmationId: 'none', values: { text: 'list' } }),
      )
      const [known, ...others] = await Promise.all(said)
      expect(known?.name).toBe('notice')
      for (const other of others) expect(other).toEqual(known)
    }
    const reasons = (await stage.journal()).flatMap(({ data }) => data.reason ?? [])
    expect(reasons).not.toContain('not-found')
  })

  test.each(['no-such-incident', '', '__proto__', '../../x', 'x'.repeat(10_000)])(
    'with the incident %j is answered in words',
    async (incidentId) => {
      for (const action of pressNames.filter((one) => one !== 'command'))
        expect(toView(await stage.press(maya, action, { incidentId }), 'notice').title).toBe('Not done')
      expect(errors()).toEqual([])
    },
  )
})

describe('presses on one incident', () => {
  test('run one at a time, in the order they came, and others need not wait', async () => {
    const [first, second] = [
      await restrict(stage, sam),
      await restrict(stage, createSender('kim@contoso.com')),
    ]
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    stage.store().beforeCommit(({ incident }) => (incident?.next.id === first.id ? held : undefined))
    const order: string[] = []
    const pressing = [
      stage.press(maya, 'review', { incidentId: first.id }).then(() => order.push('maya')),
      stage.press(tom, 'review', { incidentId: first.id }).then(() => order.push('tom')),
      stage.press(vera, 'show', { incidentId: first.id }).then(() => order.push('vera')),
      stage.press(olga, 'review', { incidentId: second.id }).then(() => order.push('olga')),
    ]
    await stage.advance(2_000)
    expect(order).toEqual(['olga'])
    release()
    await Promise.all(pressing)
    expect(order).toEqual(['olga', 'maya', 'tom', 'vera'])
    const reviewers = (await stage.journal(first.id)).filter(({ type }) => type === 'review.opened')
    expect(reviewers.map(({ by }) => by?.name)).toEqual(['Maya'])
  })
})

describe('a bug', () => {
  const secret = 'TypeError: undefined is not a function at /srv/app/dist/main.js'

  test('in a step is answered in words with the incident, without internals, and logged once', async () => {
    const { id } = await restrict(stage, sam)
    stage.store().beforeCommit(() => {
      throw new TypeError(secret)
    })
    const notice = toView(await stage.press(maya, 'review', { incidentId: id }), 'notice')
    expect(notice.text).toBe(
      `Something broke on our side and nothing was done (incident ${id}). The log has the details.`,
    )
    expect(JSON.stringify(notice)).not.toContain(secret)
    expect(errors().map(({ event, fields }) => [event, 'incidentId' in fields && fields.incidentId])).toEqual(
      [['press.failed', id]],
    )
    stage.store().beforeCommit(() => {})
    toView(await stage.press(maya, 'review', { incidentId: id }), 'overview')
  })

  test('in a command is answered in words', async () => {
    const { id } = await restrict(stage, sam)
    stage.store().beforeCommit(() => {
      throw new TypeError(secret)
    })
    const notice = toView(await stage.command(maya, 'review sam@contoso.com'), 'notice')
    expect(notice.text).toContain('Something broke on our side')
    expect(JSON.stringify(notice)).not.toContain('TypeError')
    expect(errors().map(({ event }) => event)).toEqual(['command.failed'])
    expect(await readStatus(stage, id)).toBe('open')
  })

  test('in a task is tried again, and shows in status', async () => {
    const page = await confirm(stage, maya, await restrict(stage, sam))
    stage.store().beforeCommit(({ incident }) => {
      if (
        incident?.next.state.status === 'unblocking' &&
        incident.next.state.unblock.attemptedAt !== undefined
      )
        throw new TypeError('bug')
    })
    await pressYes(stage, maya, page)
    await stage.advance(2_000)
    expect(countUnblocks(stage)).toBe(0)
    const status = toView(await stage.command(vera, 'status'), 'status')
    expect(status.rows.find(({ name }) => name === 'Work')?.detail).toContain(
      'an unblock for sam@contoso.com (bug)',
    )
    stage.store().beforeCommit(() => {})
    await stage.advance(minuteMilliseconds)
    expect(countUnblocks(stage)).toBe(1)
  })
})

describe('a store that cannot write', () => {
  test('means that nothing was done, and says so', async () => {
    const incident = await restrict(stage, sam)
    const page = await confirm(stage, maya, incident)
    stage.store().beforeCommit(() => {
      throw new StoreError('ENOSPC: no space left on device', false)
    })
    const notice = toView(await pressYes(stage, maya, page), 'notice')
    expect(notice.text).toBe(
      'Reprieve could not save this, so nothing was done. Its operator has been told in the log.',
    )
    await stage.advance(minuteMilliseconds)
    expect(countUnblocks(stage)).toBe(0)
    stage.store().beforeCommit(() => {})
    await stage.advance(minuteMilliseconds)
    expect(countUnblocks(stage)).toBe(0)
    toView(await pressYes(stage, maya, page), 'accepted')
    await stage.idle()
    expect(countUnblocks(stage)).toBe(1)
  })

  test('keeps a refusal from being journalled, not from being a refusal', async () => {
    const { id } = await restrict(stage, sam)
    stage.store().beforeCommit(() => {
      throw new StoreError('ENOSPC', false)
    })
    expect(toView(await stage.press(nobody, 'show', { incidentId: id }), 'notice').text).toContain('"viewer"')
    expect(errors().map(({ event }) => event)).toContain('press.refusal-not-journalled')
  })
})

describe('starting and stopping', () => {
  test('leaves nothing behind', async () => {
    const other = await createStage()
    await unblock(other, maya, await restrict(other, sam))
    await other.close()
    expect(other.countTimers()).toBe(0)
  })

  test('warns when nobody may act, and lets nobody act then', async () => {
    const empty = await createStage({ access: { homes: access.homes, people: new Map(), groups: new Map() } })
    expect(empty.log).toMatchObject([{ level: 'warn', event: 'access.nobody-may-act' }])
    expect(toView(await empty.command(maya, 'list'), 'notice').title).toBe('Not done')
    await empty.close()
    expect(stage.log).toEqual([])
  })

  test('finishes what was accepted before it ends', async () => {
    const other = await createStage()
    const page = await confirm(other, maya, await restrict(other, sam))
    const release = other.backend.hold('unblock')
    await pressYes(other, maya, page)
    await other.idle()
    let isStopped = false
    const stopping = other
      .bot()
      .stop()
      .then(() => {
        isStopped = true
      })
    await other.idle()
    expect(isStopped).toBe(false)
    release()
    await stopping
    expect(await readStatus(other, page.incidentId)).toBe('watching')
    await other.close()
  })

  test('goes on where it was', async () => {
    const incident = await restrict(stage, sam)
    await unblock(stage, maya, incident)
    await stage.crash()
    await stage.skip(61 * minuteMilliseconds)
    await stage.skip(7 * minuteMilliseconds)
    expect(await readStatus(stage, incident.id)).toBe('closed')
    expect(stage.slack.sent.filter(({ call }) => call === 'post')).toHaveLength(1)
  })
})
