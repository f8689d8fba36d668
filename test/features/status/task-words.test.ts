import { afterEach, beforeEach, expect, test } from 'vitest'
import { PlatformError } from '../../../src/errors.js'
import { toTaskTable } from '../../../src/features/feature.js'
import { features } from '../../../src/features/index.js'
import { createSender, restrict } from '../acts.js'
import { vera } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(() => stage.close())

test('all that is done by itself has words of its own for whoever reads that it fails', () => {
  const words = [...toTaskTable(features).values()].map((row) => row.words)
  expect(words.filter((one) => one === '')).toEqual([])
  expect(new Set(words).size).toBe(words.length)
})

test('status says what fails and for whom, and no name that only this program knows', async () => {
  stage.slack.refuse(() => new PlatformError('No answer', { code: 'unavailable' }))
  await restrict(stage, createSender('sam@contoso.com'))
  const { rows } = toView(await stage.command(vera, 'status'), 'status')
  const work = rows.find(({ name }) => name === 'Work')?.detail
  expect(work).toMatch(/1 task failing, worst: the first card for sam@contoso\.com \(No answer\)$/)
})
