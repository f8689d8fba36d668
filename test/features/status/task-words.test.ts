import { afterEach, beforeEach, expect, test } from 'vitest'
import { PlatformError } from '../../../src/errors.js'
import { duties } from '../../../src/features/index.js'
import { taskWords } from '../../../src/features/status/task-words.js'
import { createSender, restrict } from '../acts.js'
import { vera } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(() => stage.close())

test('all that is done by itself has words for whoever reads that it fails', () => {
  expect(Object.keys(taskWords).sort()).toEqual([...duties.keys()].sort())
})

test('status says what fails and for whom, and no name that only this program knows', async () => {
  stage.slack.refuse(() => new PlatformError('No answer', { code: 'unavailable' }))
  await restrict(stage, createSender('sam@contoso.com'))
  const { rows } = toView(await stage.command(vera, 'status'), 'status')
  const work = rows.find(({ name }) => name === 'Work')?.detail
  expect(work).toMatch(/1 task failing, worst: the first card for sam@contoso\.com \(No answer\)$/)
})
