// Every card as it is sent, on both platforms. After a change of wording: npm run golden, then read the difference.

import { describe, expect, it } from 'vitest'
import { catalogue } from '../../src/features/index.js'
import { platformNames } from '../../src/platforms/names.js'
import { createRenderer } from '../../src/platforms/templates/index.js'
import { findTeamsProblems } from './adaptive-card.js'
import { findSlackProblems } from './block-kit.js'
import { writeGolden } from './golden.js'
import { toLeaves } from './hostile.js'
import { samples } from './sample-views.js'

describe.each(platformNames)('cards on %s', (platform) => {
  const render = createRenderer({ platform, cards: catalogue.cards })

  it.each(Object.entries(samples))('looks as agreed: %s', async (name, card) => {
    await expect(writeGolden(render(card))).toMatchFileSnapshot(`golden/${platform}/${name}.json`)
  })

  it.each(Object.entries(samples))('is taken by the platform: %s', (_, card) => {
    const rendered = render(card)
    if (platform === 'slack') expect(findSlackProblems(rendered)).toBe('')
    else expect(findTeamsProblems(rendered)).toEqual([])
  })

  it.each(Object.entries(samples))('leaves nothing of the template behind: %s', (_, card) => {
    const leftover = /\$\{|\$when|\$data|[\uE000\uE001]|undefined|\[object/
    expect(toLeaves(render(card)).filter(({ text }) => leftover.test(text))).toEqual([])
  })
})
