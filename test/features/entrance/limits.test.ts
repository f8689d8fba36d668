// What costs others sleep or quota, asked for again and again; and what is never limited.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../../../src/domain/actor.js'
import { minuteMilliseconds } from '../../../src/domain/instant.js'
import { BackendError } from '../../../src/errors.js'
import { confirm, countUnblocks, createSender, pressYes, restrict, toAnswers } from '../acts.js'
import { contoso, laura, maya, olga, tom, vera } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(async () => {
  await stage.close()
})

async function repeat(times: number, act: (time: number) => Promise<unknown>): Promise<void> {
  for (let time = 0; time < times; time += 1) await act(time)
}

const countCalls = (kind: 'gather' | 'readPolicies') =>
  stage.backend.calls.filter((call) => call.startsWith(kind)).length
const listRefusals = async () =>
  (await stage.journal()).filter(({ type }) => type.endsWith('.refused')).map(({ data }) => data.reason)

describe('asking for approval', () => {
  const countLines = () =>
    stage.slack.sent.filter(({ card }) => card.name === 'line' && card.view.text.includes('approve')).length

  async function submit(actor: Actor, incidentId: string): Promise<string> {
    const page = toView(
      await stage.press(actor, 'confirm', await toAnswers(stage, actor, incidentId)),
      'confirm',
    )
    await stage.advance(2_000)
    return page.channelText
  }

  test('thirty times rings once, keeps every review, and says when it was asked for', async () => {
    const { id } = await restrict(stage, createSender('sam@contoso.com'))
    expect(await submit(olga, id)).toBe('The channel has been told.')
    await repeat(29, async () => {
      expect(await submit(olga, id)).toMatch(/^The channel was told at \d\d:\d\d UTC already\.$/)
    })
    expect(countLines()).toBe(1)
    const submitted = (await stage.journal(id)).filter(({ type }) => type === 'review.submitted')
    expect(submitted).toHaveLength(30)
    expect(await listRefusals()).toEqual([])
  })

  test('rings again after 15 minutes, also when the bot was started anew meanwhile', async () => {
    const { id } = await restrict(stage, createSender('sam@contoso.com'))
    await submit(olga, id)
    await stage.crash()
    await submit(olga, id)
    expect(countLines()).toBe(1)
    await stage.advance(15 * minuteMilliseconds)
    expect(await submit(olga, id)).toBe('The channel has been told.')
    expect(countLines()).toBe(2)
  })

  test('of another restriction rings as well', async () => {
    const [sam, kim] = [
      await restrict(stage, createSender('sam@contoso.com')),
      await restrict(stage, createSender('kim@contoso.com')),
    ]
    await submit(olga, sam.id)
    await submit(olga, kim.id)
    expect(countLines()).toBe(2)
  })

  test('rings again at once when the unblock that was approved has failed', async () => {
    const incident = await restrict(stage, createSender('sam@contoso.com'))
    await submit(olga, incident.id)
    stage.backend.fail(
      'unblock',
      new BackendError('Exchange declined.', { code: 'rejected', outcome: 'unchanged' }),
    )
    await pressYes(stage, maya, await confirm(stage, maya, incident))
    await stage.advance(5_000)
    expect(await submit(olga, incident.id)).toBe('The channel has been told.')
    expect(countLines()).toBe(2)
  })
})

describe('asking for evidence', () => {
  test('fifty times gathers once, and shows the page each time', async () => {
    const { id } = await restrict(stage, createSender('sam@contoso.com'))
    const before = countCalls('gather')
    await repeat(50, async (time) => {
      const page = toView(await stage.press(olga, 'refresh', { incidentId: id }), 'overview')
      if (time > 0) expect(page.evidenceText).toContain('It was asked for 0 s ago already')
      await stage.idle()
    })
    expect(countCalls('gather')).toBe(before + 1)
    expect(await listRefusals()).toEqual([])
    await stage.advance(30_000)
    const page = toView(await stage.press(maya, 'refresh', { incidentId: id }), 'overview')
    expect(page.evidenceText).not.toContain('already')
    await stage.advance(1_000)
    expect(countCalls('gather')).toBe(before + 2)
  })

  test('by two people at once gathers once', async () => {
    const { id } = await restrict(stage, createSender('sam@contoso.com'))
    const before = countCalls('gather')
    const pages = await Promise.all([maya, tom].map((who) => stage.press(who, 'refresh', { incidentId: id })))
    for (const page of pages) toView(page, 'overview')
    await stage.advance(1_000)
    expect(countCalls('gather')).toBe(before + 1)
  })

  test('without end is refused to that person in words, and to nobody else', async () => {
    const { id } = await restrict(stage, createSender('sam@contoso.com'))
    const page = () => stage.press(olga, 'refresh', { incidentId: id })
    await repeat(20, async () => {
      toView(await page(), 'overview')
      await stage.skip(30_000)
    })
    // 20 within about 11 minutes: the first ones no longer count.
    toView(await page(), 'overview')
    const incidents = [id]
    await repeat(25, async (time) =>
      incidents.push((await restrict(stage, createSender(`kim-${time}@contoso.com`))).id),
    )
    for (const incidentId of incidents) await stage.press(tom, 'refresh', { incidentId })
    const refused = toView(await stage.press(tom, 'refresh', { incidentId: incidents[25] ?? '' }), 'notice')
    expect(refused.text).toMatch(
      /^You have had evidence gathered 20 times within 10 minutes\. The last time was at .* UTC; try again after .* UTC\.$/,
    )
    expect(await listRefusals()).toContain('too-often')
    toView(await stage.press(maya, 'refresh', { incidentId: incidents[25] ?? '' }), 'overview')
  })
})

describe('calling the doctor', () => {
  const countTestCards = () =>
    stage.slack.sent.filter(({ card }) => card.name !== 'incident' && card.name !== 'line').length

  test('twenty times runs it once', async () => {
    await stage.command(olga, 'doctor')
    await stage.advance(10_000)
    const once = countTestCards()
    await repeat(20, async () => {
      const { text } = toView(await stage.command(olga, 'doctor again'), 'notice')
      expect(text).toMatch(
        /^The doctor posts to every channel, and you may call it once in 2 minutes\. .*try again /,
      )
      await stage.advance(1_000)
    })
    expect(countTestCards()).toBe(once)
    expect(new Set(await listRefusals())).toEqual(new Set(['too-often']))
    toView(await stage.command(olga, 'doctor results'), 'doctor')
    toView(await stage.command(olga, 'doctor'), 'doctor')
  })

  test('is granted again after two minutes, and holds over a start', async () => {
    await stage.command(olga, 'doctor')
    await stage.advance(10_000)
    await stage.crash()
    toView(await stage.command(olga, 'doctor again'), 'notice')
    await stage.advance(2 * minuteMilliseconds)
    expect(toView(await stage.command(olga, 'doctor again'), 'doctor').title).toBe('The doctor is checking')
  })

  test('in turns runs it six times in ten minutes, and shows what it found after that', async () => {
    const people = [maya, tom, olga, laura]
    const titles: string[] = []
    for (let time = 0; time < 8; time += 1) {
      const card = await stage.command(people[time % 4] ?? maya, 'doctor again')
      titles.push(card?.name === 'doctor' ? toView(card, 'doctor').title : 'refused')
      await stage.advance(minuteMilliseconds)
    }
    expect(titles.filter((title) => title === 'refused')).toHaveLength(2)
    expect(toView(await stage.command(maya, 'doctor'), 'doctor').title).toBe('What the doctor found')
  })
})

describe("asking for a tenant's settings", () => {
  test('thirty times reads them once, and a double click is no refusal', async () => {
    await stage.advance(minuteMilliseconds)
    const before = countCalls('readPolicies')
    const [first, second] = await Promise.all([
      stage.command(vera, 'policies refresh'),
      stage.command(vera, 'policies refresh'),
    ])
    expect([first?.name, second?.name]).toEqual(['policies', 'policies'])
    await stage.advance(10_000)
    await repeat(30, async () => {
      const { text } = toView(await stage.command(vera, 'policies refresh'), 'notice')
      expect(text).toMatch(/^These settings were asked for already\. .* try again after /)
      await stage.advance(1_000)
    })
    expect(countCalls('readPolicies')).toBe(before + 1)
    toView(await stage.command(vera, 'policies'), 'policies')
    await stage.advance(5 * minuteMilliseconds)
    toView(await stage.command(vera, 'policies refresh'), 'policies')
  })

  test('of every tenant is granted once an hour, and one by name still is', async () => {
    const many = await createStage({ tenants: [contoso, { ...contoso, id: 'fabrikam', name: 'Fabrikam' }] })
    await many.advance(minuteMilliseconds)
    expect((await many.command(vera, 'policies refresh'))?.name).not.toBe('notice')
    await many.advance(minuteMilliseconds)
    const { text } = toView(await many.command(vera, 'policies refresh'), 'notice')
    expect(text).toContain('Name one tenant')
    toView(await many.command(vera, 'policies fabrikam refresh'), 'policies')
    await many.close()
  })
})

test('nobody is hindered from reviewing, unblocking or taking accounts back, however many there are', async () => {
  await repeat(30, async (time) => {
    const incident = await restrict(stage, createSender(`sam-${time}@contoso.com`))
    // The digest that shows it comes before its evidence.
    await stage.advance(3_000)
    toView(await stage.press(maya, 'containment', { incidentId: incident.id }), 'containment')
    toView(await pressYes(stage, maya, await confirm(stage, maya, incident)), 'accepted')
    await stage.idle()
  })
  expect(countUnblocks(stage)).toBe(30)
  expect(await listRefusals()).toEqual([])
})

test('what was asked for is not kept for ever', async () => {
  const { id } = await restrict(stage, createSender('sam@contoso.com'))
  await repeat(100, async () => {
    await stage.press(maya, 'refresh', { incidentId: id })
    await stage.skip(35_000)
  })
  const kept = (await stage.store().recall('asks:evidence'))?.value
  expect(Array.isArray(kept) && kept.length).toBeLessThanOrEqual(20)
})
