import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Card } from '../../src/features/cards.js'
import { catalogue, pressNames } from '../../src/features/index.js'
import { platformNames } from '../../src/platforms/names.js'
import { novelties } from '../../src/platforms/novelties.js'
import { createRenderer } from '../../src/platforms/templates/index.js'
import { findTeamsProblems } from './adaptive-card.js'
import { findSlackProblems } from './block-kit.js'
import { toLeaves } from './hostile.js'
import { samples } from './sample-views.js'

const slack = createRenderer({ platform: 'slack', cards: catalogue.cards })
const teams = createRenderer({ platform: 'teams', cards: catalogue.cards })

function getSample(name: string): Card {
  const card = samples[name]
  if (card === undefined) throw new Error(`no sample ${name}`)
  return card
}

const heardSchema = z.object({
  title: z.union([z.string(), z.object({ text: z.string() })]),
  label: z.string(),
})

interface Heard {
  readonly title: string
  readonly label: string
}

/** What a button shows, and what it is called for whoever hears it. */
function toHeard(rendered: unknown, type: string, key: string): readonly Heard[] {
  return toLeaves(rendered)
    .filter((leaf) => leaf.key === 'type' && leaf.text === type && !leaf.path.includes('/fallback/'))
    .map(({ owner }) => {
      const { title, label } = heardSchema.parse({
        title: owner.title ?? owner.text,
        label: owner[key] ?? '',
      })
      return { title: typeof title === 'string' ? title : title.text, label }
    })
}

/** Texts of everything a person can press. */
function toButtons(rendered: unknown): readonly string[] {
  return toLeaves(rendered).flatMap(({ owner, key, path }) => {
    if (owner.type === 'button' && key === 'action_id') return [String(owner.action_id)]
    return key === 'verb' && !path.includes('fallback') ? [String(owner.verb)] : []
  })
}

describe('loading', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cards-'))
    await cp(new URL('../../cards', import.meta.url), folder, { recursive: true })
  })
  afterAll(() => rm(folder, { recursive: true }))

  it.each([
    ['is not JSON', '{"text": '],
    ['is not an object', '["text"]'],
    ['holds the characters that mark outside text', '{"text": "\uE000"}'],
  ])('names the template that %s', async (_, content) => {
    await writeFile(join(folder, 'slack/line.json'), content)
    expect(() => createRenderer({ platform: 'slack', cards: catalogue.cards, folder })).toThrow(
      /slack\/line\.json cannot be used/,
    )
  })

  it('names the template that is missing', async () => {
    await rm(join(folder, 'teams/show.json'))
    expect(() => createRenderer({ platform: 'teams', cards: catalogue.cards, folder })).toThrow(
      /teams\/show\.json cannot be used/,
    )
  })
})

describe('a card that was just drawn', () => {
  it.each(['incident.open', 'show', 'home'])('is not drawn again while it says the same: %s', (name) => {
    const card = getSample(name)
    expect(slack(structuredClone(card))).toBe(slack(card))
    expect(teams(structuredClone(card))).toBe(teams(card))
  })

  it('is drawn anew as soon as one word of it is another', () => {
    const card = { name: 'line', view: { icon: '🟢', text: 'Laura can send again' } } as const
    const other = { name: 'line', view: { icon: '🟢', text: 'Laura cannot send' } } as const
    expect(slack(card)).toMatchObject({ text: '🟢 Laura can send again' })
    expect(slack(other)).toMatchObject({ text: '🟢 Laura cannot send' })
  })
})

describe('buttons', () => {
  const known: readonly string[] = pressNames

  it.each(Object.entries(samples))('are known presses with nothing but ids: %s', (_, card) => {
    for (const name of [...toButtons(slack(card)), ...toButtons(teams(card))]) {
      expect([...known, 'open']).toContain(name.split('.')[0])
    }
    const keys = toLeaves(teams(card)).flatMap(({ path, key }) => (path.includes('/data/') ? [key] : []))
    const allowed = [
      'action',
      'incidentId',
      'confirmationId',
      'revision',
      'reviewId',
      'seen',
      'page',
      'acceptId',
      'muteId',
      'from',
      'text',
      'step',
      'target',
      'undoes',
      'blindnessId',
      'questionId',
      // One of three words.
      'says',
    ]
    expect(keys.filter((key) => !allowed.includes(key))).toEqual([])
  })

  it.each(['incident.closed', 'incident.expired', 'incident.unblocking', 'incident.watching'])(
    'of %s lead to the details only',
    (name) => {
      expect(toButtons(slack(getSample(name)))).toEqual(['show', 'open'])
      expect(toButtons(teams(getSample(name)))).toEqual(['show'])
    },
  )

  it('lead into the review with the one primary button, and never act by themselves', () => {
    const styled = toLeaves([slack(getSample('incident.open')), teams(getSample('incident.open'))])
      .filter(
        ({ key, owner }) =>
          key === 'style' &&
          !['Container', 'TextBlock', 'Badge', 'rich_text_list'].includes(String(owner.type)),
      )
      .map(({ text, owner }) => [text, owner.action_id ?? owner.verb])
    expect(styled).toEqual([
      ['primary', 'review'],
      ['positive', 'review'],
    ])
  })

  it('of Home recommend the worst of what nobody is on, and nothing beside it', () => {
    const filled = toLeaves([slack(getSample('home')), teams(getSample('home'))]).filter(
      ({ key, text }) => key === 'style' && ['primary', 'positive'].includes(text),
    )
    expect(filled.map(({ owner }) => owner.accessibility_label ?? owner.tooltip)).toEqual([
      'Unblock… laura.bennett@contoso.com',
      'Unblock… laura.bennett@contoso.com',
    ])
  })

  it('offer the Yes only to whom it is given', () => {
    expect(toButtons(slack(getSample('confirm')))).toEqual(['recommendations'])
    expect(slack(getSample('confirm'))).toMatchObject({
      callback_id: 'unblock',
      submit: { text: 'Yes, unblock' },
    })
    expect(toButtons(teams(getSample('confirm')))).toEqual(['unblock', 'recommendations', 'card'])
    expect(toButtons(slack(getSample('confirm.needs-approval')))).toEqual(['recommendations'])
    expect(slack(getSample('confirm.needs-approval'))).not.toHaveProperty('submit')
    expect(toButtons(teams(getSample('confirm.needs-approval')))).toEqual(['recommendations', 'card'])
  })

  it('turn pages only where there are pages', () => {
    const pager = (name: string) => toButtons(slack(getSample(name))).filter((id) => id.startsWith('command'))
    expect(pager('list')).toEqual(['command.previous', 'command.next'])
    expect(pager('list.last-page')).toEqual(['command.previous'])
    expect(pager('list.empty')).toEqual([])
  })

  it.each(['confirm', 'confirm.against', 'confirm.first-of-two', 'contain-confirm', 'contain-confirm.back'])(
    'say Yes on %s in words that no phone cuts, and in whole to whoever hears them',
    (name) => {
      const leaves = toLeaves(teams(getSample(name)))
      const yes = leaves.filter(
        ({ key, owner }) =>
          key === 'tooltip' &&
          owner.type === 'Action.Execute' &&
          ['unblock', 'contain-now'].includes(String(owner.verb)),
      )
      expect(yes).toHaveLength(1)
      const title = String(yes[0]?.owner.title)
      expect(title.length).toBeLessThanOrEqual(34)
      expect(title).not.toContain('@')
      expect(yes[0]?.text).toContain('laura.bennett@contoso.com')
    },
  )

  it('of rows say whom they are about to whoever hears them: they all look alike', () => {
    const labels = (rendered: unknown, key: string) =>
      toLeaves(rendered).flatMap((leaf) =>
        leaf.key === key && !leaf.path.includes('fallback') ? [leaf.text] : [],
      )
    for (const name of ['home', 'list', 'digest']) {
      // Where a table is refused, each row has its own button.
      const inSlack = labels(slack(getSample(name), ['data_table']), 'accessibility_label')
      expect(inSlack.length).toBeGreaterThan(8)
      expect(inSlack).toContain('Unblock… laura.bennett@contoso.com')
      expect(labels(teams(getSample(name)), 'tooltip')).toEqual(inSlack)
    }
  })

  /** Those that act for good, or on many, are heard in whole sentences. */
  const saysMore = /^(?:Yes|Sign|Approve|Open \d|Review \d)/

  it.each(Object.entries(samples))('say what they are about to whoever hears them: %s', (_, card) => {
    const { entity = '' } = new Map<string, unknown>(Object.entries(card.view)).has('entity')
      ? (card.view as { readonly entity: string })
      : {}
    const heard = [
      ...toHeard(slack(card), 'button', 'accessibility_label'),
      ...toHeard(slack(card, novelties), 'button', 'accessibility_label'),
      ...toHeard(teams(card), 'Action.Execute', 'tooltip'),
      ...toHeard(teams(card), 'Action.OpenUrl', 'tooltip'),
    ]
    for (const { title, label } of heard) {
      expect(label.length).toBeLessThanOrEqual(75)
      // Whoever speaks to a machine says what they see; arrows are for eyes.
      const seen = title.replace(/[◀▶]/gu, '').trim()
      if (!saysMore.test(seen)) expect(label.slice(0, seen.length)).toBe(seen)
      expect(label.length).toBeGreaterThan(seen.length)
    }
    // Of an address both ends are heard.
    const own = heard.filter(({ title, label }) => label.startsWith(title) && label.includes(': '))
    expect(
      own.filter(({ label }) => !label.includes(entity.slice(0, 5)) || !label.endsWith(entity.slice(-5))),
    ).toEqual([])
  })

  it('say of an address that is too long where it begins and where it ends', () => {
    const entity = `${'a'.repeat(60)}@${'b'.repeat(60)}.example`
    const card = getSample('incident.open')
    const heard = toHeard(
      slack({ ...card, view: { ...card.view, entity } } as Card),
      'button',
      'accessibility_label',
    )
    expect(heard.map(({ label }) => label)).toContain(`Unblock… ${'a'.repeat(32)}…${'b'.repeat(24)}.example`)
  })

  it('say the verb to an old client of Teams as well', () => {
    const submits = toLeaves(teams(getSample('confirm'))).filter(({ path }) =>
      path.endsWith('/fallback/data/action'),
    )
    expect(submits.map(({ text }) => text)).toEqual(['unblock', 'recommendations', 'card'])
  })
})

describe('long lists', () => {
  const lengthen = (card: Card): Card => {
    const view = Object.entries(card.view).map(([key, value]: [string, unknown]): [string, unknown] => [
      key,
      Array.isArray(value) && value.length > 0
        ? Array.from({ length: 500 }, (_, at) => toRow(value[0], at, key))
        : value,
    ])
    const longer: unknown = Object.fromEntries(view)
    return { ...card, view: longer } as Card
  }
  // Those that the card of an incident brings itself come once.
  const otherPresses = ['claim', 'refresh', 'confirm', 'unblock'] as const
  const toRow = (row: unknown, at: number, key: string) => {
    if (typeof row !== 'object' || row === null) return row
    // Nor two of its lists the same input.
    if ('inputId' in row) return { ...row, inputId: `${key}.${at}` }
    // No two buttons of a card make the same press.
    return 'pressId' in row ? { ...row, pressId: otherPresses[at % otherPresses.length] } : row
  }

  it.each(Object.entries(samples))('never make %s too large', (_, card) => {
    expect(findSlackProblems(slack(lengthen(card)))).toBe('')
    expect(findTeamsProblems(teams(lengthen(card)))).toEqual([])
  })

  it('keep the end of a story and say what is missing', () => {
    const card = getSample('show')
    if (card.name !== 'show') throw new Error('not the show card')
    const timeline = Array.from({ length: 25 }, (_, at) => ({ atText: 'then', text: `event ${at + 1}` }))
    for (const render of [slack, teams]) {
      const text = JSON.stringify(render({ name: 'show', view: { ...card.view, timeline } }))
      expect(text).toContain('event 25')
      expect(text).not.toContain('event 5"')
      expect(text).toContain('5 earlier not shown')
    }
  })
})

describe.each(platformNames)('nothing to see on %s', (platform) => {
  it.each([
    ['nothing', ''],
    ['blanks', ' \n\t '],
    ['invisible characters', '\u200B\u2060'],
  ])('%s in every string still makes a card the platform takes', (_, text) => {
    const render = platform === 'slack' ? slack : teams
    for (const card of Object.values(samples)) {
      const view = JSON.parse(JSON.stringify(card.view), (key: string, value: unknown) =>
        typeof value === 'string' && !key.endsWith('Id') ? text : value,
      ) as Card['view']
      const rendered = render({ ...card, view } as Card)
      const problems = platform === 'slack' ? findSlackProblems(rendered) : findTeamsProblems(rendered).join()
      expect(`${card.name}: ${problems}`).toBe(`${card.name}: `)
    }
  })
})

describe('a day to choose', () => {
  it.each([
    ['2026-12-01', '2026-12-01'],
    ['tomorrow', undefined],
    ['2026-02-31', undefined],
    ['', undefined],
  ])('stays chosen when it is one, and keeps nobody from the form when it is none: %j', (day, kept) => {
    const card = getSample('mute')
    if (card.name !== 'mute') throw new Error('no form')
    const pickers = toLeaves(slack({ ...card, view: { ...card.view, day } })).filter(
      ({ owner, key }) => owner.type === 'datepicker' && key === 'type',
    )
    expect(pickers.map(({ owner }) => owner.initial_date)).toEqual([kept])
  })
})
