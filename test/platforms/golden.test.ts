// Every card as it is sent, on both platforms. After a change of wording: npm run golden, then read the difference.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { catalogue } from '../../src/features/index.js'
import { platformNames } from '../../src/platforms/names.js'
import { novelties } from '../../src/platforms/novelties.js'
import { createRenderer } from '../../src/platforms/templates/index.js'
import { findTeamsProblems } from './adaptive-card.js'
import { findSlackProblems } from './block-kit.js'
import { writeGolden } from './golden.js'
import { toLeaves } from './hostile.js'
import { samples } from './sample-views.js'

test.each(platformNames)('every card that is kept as agreed on %s is still one', (platform) => {
  const kept = readdirSync(join(import.meta.dirname, 'golden', platform))
  expect(kept.toSorted()).toEqual(
    Object.keys(samples)
      .map((name) => `${name}.json`)
      .toSorted(),
  )
})

describe.each(platformNames)('cards on %s', (platform) => {
  const render = createRenderer({ platform, cards: catalogue.cards })

  it.each(Object.entries(samples))('looks as agreed: %s', async (name, card) => {
    await expect(writeGolden(render(card))).toMatchFileSnapshot(`golden/${platform}/${name}.json`)
  })

  it.each(Object.entries(samples))('is taken by the platform: %s', (_, card) => {
    if (platform === 'teams') return expect(findTeamsProblems(render(card))).toEqual([])
    expect(findSlackProblems(render(card))).toBe('')
    // Where a workspace refuses what is newer, what is sent instead must not be refused as well.
    expect(findSlackProblems(render(card, novelties))).toBe('')
    expect(JSON.stringify(render(card, ['data_table']))).not.toContain('data_table')
  })

  it.each(Object.entries(samples))(
    'says no instant twice, in the local time of the reader and in UTC: %s',
    (_, card) => {
      // What stands for a card where it is not seen says its zone.
      const leaves = toLeaves(render(card)).filter(({ path }) => path !== '/text')
      // A date in rich text is an element of its own, and its fallback what stands there in UTC.
      const dates = leaves.filter(({ key, owner }) => key === 'fallback' && owner.type === 'date')
      const texts = leaves.filter((leaf) => !dates.includes(leaf)).map(({ text }) => text)
      const local = [...dates.map(({ text }) => text), ...texts.flatMap((text) => listLocal(text))]
      const others = texts.map((text) => text.replace(localTimes, ''))
      expect(local.filter((instant) => others.some((text) => text.includes(instant)))).toEqual([])
    },
  )

  it.each(Object.entries(samples))('leaves nothing of the template behind: %s', (_, card) => {
    const leftover = /\$\{|\$when|\$data|[\uE000-\uE003]|undefined|\[object/
    expect(toLeaves(render(card)).filter(({ text }) => leftover.test(text))).toEqual([])
  })
})

/** Moments that a platform writes in the reader's own time: `<!date^..|2026-11-22 03:14 UTC>`, `{{TIME(2026-11-22T03:14:00Z)}}`. */
const localTimes = /<!date\^\d+\^[^|>]*\|([^>]*)>|\{\{(?:DATE|TIME)\(([^,)]*)[^}]*\}\}/g

function listLocal(text: string): readonly string[] {
  return [...text.matchAll(localTimes)].map(
    ([, fallback, iso = '']) => fallback ?? `${iso.slice(0, 16).replace('T', ' ')} UTC`,
  )
}
