// From the alert to the unblock, counted on the very JSON that each platform is sent: what somebody has to press.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { catalogue } from '../../../src/features/index.js'
import { createRenderer, type Rendered } from '../../../src/platforms/templates/index.js'
import type { Answer, Card } from '../../../src/ports.js'
import { createWanted, known } from '../../domain/rules/evidence.js'
import { countUnblocks, createSender, restrict } from '../acts.js'
import { maya, tom } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(async () => {
  await stage.close()
})

const sam = createSender('sam@contoso.com')

function requireCard(answer: Answer): Card {
  if (answer === undefined) throw new Error('nothing was shown')
  return answer
}

/** What can be pressed on it: buttons by their action, and a window's own submit. */
function listPresses(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(listPresses)
  if (typeof value !== 'object' || value === null) return []
  const own = Object.entries(value).flatMap(([key, each]) =>
    ['action_id', 'verb', 'callback_id'].includes(key) && typeof each === 'string'
      ? [each]
      : listPresses(each),
  )
  return own
}

describe.each([
  ['slack', maya],
  ['teams', tom],
] as const)('from the alert to the unblock on %s', (platform, person) => {
  const render = createRenderer({ platform, cards: catalogue.cards })

  test('takes four presses when nothing speaks against it', async () => {
    stage.backend.know(sam.entity, createWanted())
    const { id } = await restrict(stage, sam)
    const pressed: string[] = []
    const press = async (on: Card, action: string, fields = {}) => {
      expect(listPresses(render(on) satisfies Rendered)).toContain(action)
      pressed.push(action)
      return requireCard(await stage.press(person, action as 'review', { incidentId: id, ...fields }))
    }
    const alert = stage[platform].sent.find(({ card }) => card.name === 'incident')?.card
    const overview = await press(requireCard(alert), 'review')
    const { form, ...view } = toView(overview, 'overview')
    const asked = form.flatMap(({ questions }) => questions)
    // Each question is one press more; the note is typed, and not needed here.
    expect(asked).toHaveLength(1)
    pressed.push(...asked.map(({ words }) => words))
    const answers = asked.map(({ inputId }) => [inputId, 'yes'] as const)
    const values = { seen: view.seen, ...Object.fromEntries(answers) }
    const yes = await press(overview, 'confirm', { revision: Number(view.revision), values })
    const { confirmationId } = toView(yes, 'confirm')
    toView(await press(yes, 'unblock', { confirmationId }), 'accepted')
    await stage.idle()
    expect(countUnblocks(stage)).toBe(1)
    expect(pressed).toEqual(['review', 'Is this mail wanted?', 'confirm', 'unblock'])
  })

  test('keeps the recommendations on a page of their own as soon as there is something to do or to judge', async () => {
    stage.backend.know(
      sam.entity,
      createWanted({ forwarding: known({ to: 'x@evil.test', keepsCopy: true }) }),
    )
    const { id } = await restrict(stage, sam)
    const overview = requireCard(await stage.press(person, 'review', { incidentId: id }))
    expect(toView(overview, 'overview').form).toEqual([])
    expect(listPresses(render(overview))).toContain('recommendations')
  })

  test('names all of the stages, in their order, where two of them are one page', async () => {
    stage.backend.know(sam.entity, createWanted())
    const { id } = await restrict(stage, sam)
    const overview = requireCard(await stage.press(person, 'review', { incidentId: id }))
    expect(JSON.stringify(render(overview))).toMatch(/Steps 1 and 2 of 3.*Review.*Recommendations/)
  })
})
