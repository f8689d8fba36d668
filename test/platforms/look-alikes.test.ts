// Two different addresses never look the same where somebody says Yes.

import { describe, expect, test } from 'vitest'
import type { Card } from '../../src/features/cards.js'
import { catalogue } from '../../src/features/index.js'
import { createRenderer } from '../../src/platforms/templates/index.js'
import { toLeaves, withTexts } from './hostile.js'
import { samples } from './sample-views.js'

const real = 'laura@contoso.com'
const lookAlikes = [
  ...[
    'lau\u200Bra',
    'laura\u200D',
    'lau\u00ADra',
    'laura\u{E0061}',
    'laura\u2062',
    'l\u0430ura',
    'laura\uFE0F',
  ],
  ...['lau\u034Fra', 'laura\u3164', 'laura\u2800', '\uFF4Caura', 'laura\u180E', 'laura\u115F', 'laura\uFFA0'],
  ...['laur\u0251', 'l\u1D43ura', 'laura\u0332', 'laura\u00A0', 'laura\u2009'],
].map((local) => `${local}@contoso.com`)

const sample = 'laura.bennett@contoso.com'

describe.each(['slack', 'teams'] as const)('on %s', (platform) => {
  const render = createRenderer({ platform, cards: catalogue.cards })
  const read = (card: Card, address: string) =>
    toLeaves(render(withTexts(card, (text) => text.replaceAll(sample, address))))
      .map(({ text }) => text.normalize('NFKC').replaceAll(/[\p{Default_Ignorable_Code_Point}\p{Z}]/gu, ''))
      .join('\n')

  test.each(lookAlikes)('the Yes for %j cannot be taken for the Yes for the real one', (address) => {
    const names = ['confirm', 'incident.open', 'overview'] as const
    for (const name of names) {
      const card = samples[name]
      if (card === undefined) throw new Error(`There is no sample ${name}.`)
      expect(read(card, real)).toContain(real)
      expect(read(card, address)).not.toBe(read(card, real))
    }
  })
})
