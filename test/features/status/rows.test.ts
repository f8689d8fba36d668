import { expect, test } from 'vitest'
import { catalogue } from '../../../src/features/index.js'
import { mostRows } from '../../../src/features/status/command.js'
import { platformNames } from '../../../src/platforms/names.js'
import { createRenderer } from '../../../src/platforms/templates/index.js'

test.each(platformNames)('every row that status tells is shown on %s', (platform) => {
  const rows = Array.from({ length: mostRows }, (_, at) => ({
    icon: '🔴',
    word: 'has a problem',
    name: `Polls of Tenant ${at + 1}`,
    detail: 'last good poll 14:03 UTC, 12 min ago',
  }))
  const view = {
    title: 'Status',
    summary: '25 problems.',
    rows,
    allText: '',
    previousCommand: '',
    nextCommand: '',
  }
  const card = createRenderer({ platform, cards: catalogue.cards })({ name: 'status', view })
  expect(rows.filter(({ name }) => !JSON.stringify(card).includes(name))).toEqual([])
  expect(JSON.stringify(card)).toContain(`Tenant ${mostRows}`)
})
