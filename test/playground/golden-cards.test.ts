// Every card of the product is one the local platforms take, so that a card they refuse never reaches the real ones.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { blockMethods } from '../../playground/slack/methods-blocks.js'
import { readContent } from '../../playground/slack/methods-chat.js'
import { readHome, readView } from '../../playground/slack/methods-views.js'
import { readActivity } from '../../playground/teams/incoming.js'
import { catalogue } from '../../src/features/index.js'
import { createRenderer, listSamples } from '../../src/platforms/templates/index.js'

const folder = join(import.meta.dirname, '../platforms/golden')
const cards = (platform: string) =>
  readdirSync(join(folder, platform)).map((file): [string, Record<string, unknown>] => [
    file,
    JSON.parse(readFileSync(join(folder, platform, file), 'utf8')) as Record<string, unknown>,
  ])

function readSlack(card: Record<string, unknown>) {
  if (card.type === 'modal') return readView({ view: card })
  return card.type === 'home' ? readHome({ view: card }) : readContent(card)
}

describe('the cards of the product', () => {
  it.each(cards('slack'))('Slack takes %s', (_, card) => {
    expect(readSlack(card)).not.toMatchObject({ ok: false })
  })

  it('Slack takes every card that the doctor shows it', () => {
    const given = { platform: 'slack', cards: catalogue.cards } as const
    const render = createRenderer(given)
    const all = listSamples(given)
    expect(new Set(all.map(({ name }) => name))).toEqual(new Set(catalogue.cards.keys()))
    const answers = all.map((card) => {
      const rendered = render(card)
      const isView = rendered.type !== undefined
      return [
        card.name,
        blockMethods['blocks.validate']?.(isView ? { view: rendered } : { message: rendered }),
      ]
    })
    expect(answers.filter(([, answer]) => JSON.stringify(answer) !== '{"ok":true}')).toEqual([])
    // What is wrong has its place.
    const wrong = { blocks: [{ type: 'header', text: { type: 'plain_text', text: '' } }] }
    expect(blockMethods['blocks.validate']?.({ message: wrong })).toMatchObject({
      ok: false,
      error: 'invalid_message',
      errors: [{ pointer: '/blocks/0/text/text' }],
    })
  })

  it.each(cards('teams'))('Teams takes %s', (_, card) => {
    const attachments = [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }]
    const activity = card.type === 'message' ? card : { type: 'message', attachments }
    expect(readActivity(activity)).toMatchObject({ kind: 'message' })
  })
})
