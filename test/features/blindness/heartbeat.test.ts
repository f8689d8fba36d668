// A sign of life for whoever listens outside: as long as all is well, and not a moment longer.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { minuteMilliseconds } from '../../../src/domain/instant.js'
import { BackendError } from '../../../src/errors.js'
import { vera } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

let stage: Stage
let problem: string | undefined
let beats = 0
beforeEach(async () => {
  problem = undefined
  beats = 0
  stage = await createStage({
    heartbeat: {
      async beat() {
        beats += 1
        return problem
      },
    },
  })
})
afterEach(async () => {
  await stage.close()
})

const unavailable = new BackendError('Exchange Online cannot be reached.', {
  code: 'unavailable',
  outcome: 'unchanged',
})

test('a heartbeat is sent every minute while everything is well', async () => {
  await stage.advance(10 * minuteMilliseconds + 1_000)
  expect(beats).toBe(10)
})

test('a heartbeat stays away while a tenant is not watched, and comes back with it', async () => {
  stage.backend.fail('list', unavailable)
  await stage.advance(5 * minuteMilliseconds)
  const before = beats
  await stage.advance(10 * minuteMilliseconds)
  expect(beats).toBe(before)
  expect(stage.log.filter(({ event }) => event === 'heartbeat.silent')).toHaveLength(1)
  stage.backend.fail('list', undefined)
  await stage.advance(4 * minuteMilliseconds)
  expect(beats).toBeGreaterThan(before)
})

test('a heartbeat that nobody takes is told of and makes nothing else unwell', async () => {
  problem = 'answered with HTTP 404'
  await stage.advance(3 * minuteMilliseconds)
  const { rows } = toView(await stage.command(vera, 'status'), 'status')
  expect(JSON.stringify(rows)).toContain('the last one was not: answered with HTTP 404')
  await stage.advance(5 * minuteMilliseconds)
  expect(beats).toBe(8)
  expect(stage.log.filter(({ event }) => event === 'heartbeat.not-taken')).toHaveLength(1)
})
