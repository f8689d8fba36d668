import { expect, test } from 'vitest'
import { warmUpLater } from '../../src/run/warm-up.js'
import { createManualClock } from '../clock.js'
import { createLog, type LogLine } from '../platforms/teams/bot.js'

function start(load: () => void = () => {}) {
  let times = 0
  async function warmUp(): Promise<void> {
    times += 1
    load()
  }
  const clock = createManualClock(1_000)
  const lines: LogLine[] = []
  const stayCold = warmUpLater([{ warmUp }, {}], { clock, log: createLog(lines) })
  return { clock, lines, stayCold, countTimes: () => times }
}

test('what the first press would wait for is loaded once the start is over, and then once', async () => {
  const { clock, countTimes } = start()
  await clock.advance(4_000)
  expect(countTimes()).toBe(0)
  await clock.advance(60_000)
  expect(countTimes()).toBe(1)
})

test('a bot that stops before that loads nothing any more', async () => {
  const { clock, stayCold, countTimes } = start()
  stayCold()
  await clock.advance(60_000)
  expect(countTimes()).toBe(0)
})

test('what cannot be loaded is said in the log, and the bot goes on', async () => {
  const { clock, lines } = start(() => {
    throw new Error('There is no such package.')
  })
  await clock.advance(60_000)
  expect(lines.map(({ event }) => event)).toEqual(['warm-up.failed'])
})
