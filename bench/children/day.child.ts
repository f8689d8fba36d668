// One bad day at a time, in real time: Exchange, Slack and the disk are as slow as they are told to be.
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { createSender } from '../../test/features/acts.js'
import { answerCalls } from '../processes/answer.js'
import { clock, type Day, startDay, until } from '../world/day.js'
import { listIntervals, restrictAfterPoll, review } from '../world/people.js'

const settingsSchema = z.object({
  folder: z.string(),
  tenants: z.number(),
  pollSeconds: z.number(),
  listMilliseconds: z.number(),
})
/** An hour: whoever asks gives up much earlier. */
const neverMilliseconds = 3_600_000
/** Longer than a poll waits for Exchange. */
const hangsSeconds = 46

let settings: z.output<typeof settingsSchema>
let day: Day

answerCalls({
  /** Resolves when every tenant has been polled. */
  async start(argument) {
    settings = settingsSchema.parse(argument)
    day = await startDay(settings)
    for (const backend of day.backends) await until(() => backend.timesOf('list')[0])
  },
  hang,
  poll,
  storm,
  fillDisk,
})

/** All but the first tenant stop answering. */
async function hang() {
  const [healthy, ...others] = day.backends
  if (healthy === undefined) throw new Error('There is no tenant.')
  for (const backend of others) backend.take('list', neverMilliseconds)
  // By then every other one has a poll that hangs.
  await wait(1_000 * Math.min(settings.pollSeconds, hangsSeconds))
  const since = clock.now()
  const cards = [await restrictAfterPoll(day, healthy, 'one@contoso.com')]
  const yes = await (await review(day, healthy, await day.untilKnown('one@contoso.com')))()
  cards.push(await restrictAfterPoll(day, healthy, 'two@contoso.com'))
  return { intervals: listIntervals(healthy, since), cards, yes: [yes] }
}

/** Nothing happens but polls, three rounds of them. */
async function poll() {
  const since = clock.now()
  await wait(3 * (1_000 * settings.pollSeconds + settings.listMilliseconds) + 5_000)
  return { intervals: day.backends.flatMap((backend) => listIntervals(backend, since)) }
}

/** The first tenant has a storm, in the second somebody says Yes, in the third somebody is restricted. */
async function storm(argument: unknown) {
  const { restricted, gatherMilliseconds } = z
    .object({ restricted: z.number(), gatherMilliseconds: z.number() })
    .parse(argument)
  const [stormy, other, third] = day.backends
  if (stormy === undefined || other === undefined || third === undefined) throw new Error('Three are needed.')
  const pages = ['one@contoso.com', 'two@contoso.com', 'three@contoso.com']
  for (const address of pages) other.restrict(createSender(address))
  const yes = []
  for (const address of pages) yes.push(await review(day, other, await day.untilKnown(address)))
  for (const backend of day.backends) backend.take('gather', gatherMilliseconds)
  for (let number = 1; number <= restricted; number += 1)
    stormy.restrict(createSender(`person${number}@contoso.com`))
  const polls = stormy.timesOf('list').length
  const seenAt = await until(() => stormy.timesOf('list')[polls])
  const card = restrictAfterPoll(day, third, 'sam@contoso.com')
  const told = untilDigest(seenAt)
  const sent: number[] = []
  for (const sayYes of yes) {
    sent.push(await sayYes())
    await wait(2_000)
  }
  return { digest: await told, yes: sent, card: await card, gathering: stormy.timesOf('gather').length }
}

async function untilDigest(since: number): Promise<number> {
  const told = await until(() =>
    day.slack.tried.find(({ call, card, at }) => call === 'post' && card.name === 'digest' && at >= since),
  )
  return told.at - since
}

/** From the moment there is room again to the next poll of each tenant whose poll has fallen due meanwhile. */
async function fillDisk(argument: unknown) {
  const milliseconds = z.number().parse(argument)
  const [first] = day.backends
  const polls = first?.timesOf('list').length ?? 0
  const lastAt = await until(() => first?.timesOf('list')[polls])
  // In the middle of it the next polls fall due.
  await wait(lastAt + 1_000 * settings.pollSeconds - milliseconds / 2 - clock.now())
  const fullAt = clock.now()
  day.fillDisk(true)
  await wait(milliseconds)
  const roomAt = clock.now()
  day.fillDisk(false)
  // A poll that began meanwhile counts for nothing either: what it found could not be saved.
  const isOverdue = (lastPollAt = 0) =>
    lastPollAt + 1_000 * settings.pollSeconds < roomAt || lastPollAt >= fullAt
  const overdue = day.backends.filter((backend) => isOverdue(backend.timesOf('list').at(-1)))
  const next = await Promise.all(
    overdue.map((backend) => until(() => backend.timesOf('list').find((at) => at >= roomAt))),
  )
  return next.map((at) => at - roomAt)
}
