// The list of features as a whole: what one of them leaves out, or says and never does, is found here.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, test } from 'vitest'
import { listFindingIds } from '../../src/domain/finding.js'
import { pools } from '../../src/domain/pool.js'
import { verdictOrder } from '../../src/domain/verdict/index.js'
import { collect, type Feature, toTaskTable } from '../../src/features/feature.js'
import {
  catalogue,
  commandHints,
  eventRows,
  features,
  pressNames,
  taskKinds,
  verbs,
} from '../../src/features/index.js'
import { accessTable } from '../../src/features/permissions.js'
import { createIncident, createReview, maya, statuses } from '../domain/incidents.js'
import { contoso } from './people.js'

const root = new URL('../../', import.meta.url)

function readFiles(folder: string, name: RegExp): ReadonlyMap<string, string> {
  const path = fileURLToPath(new URL(folder, root))
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((one) => name.test(one))
  return new Map(names.map((one) => [one, readFileSync(join(path, one), 'utf8')]))
}

describe('a name', () => {
  const parts = ['presses', 'commands', 'tasks', 'cards', 'events'] as const satisfies (keyof Feature)[]

  it.each(parts)('of %s belongs to one feature', (part) => {
    const names = features.flatMap((feature) => Object.keys(feature[part] ?? {}))
    expect(names.length).toBeGreaterThan(5)
    expect(names.toSorted()).toEqual([...new Set(names)].toSorted())
  })

  it('that two features have ends the start, and is named', () => {
    expect(() => collect([{ show: 1, list: 2 }, { show: 3 }])).toThrow('Two features have: show')
  })
})

describe('a press', () => {
  const open = createIncident('open')
  const attestations = listFindingIds(open).map((findingId) => ({
    ruleId: 'any',
    title: 'Any',
    answer: 'done' as const,
    findingId,
  }))
  const snoozed = { by: maya, at: 0, until: 1, zone: 'UTC', reason: 'She phones back at nine.' }
  const muted = { muteId: 'mute-1', ...snoozed, verdict: 'bulk' as const }
  const quiet = { ...open, muted }
  const verdict = { verdict: 'bulk', severity: 'low', reasons: [], badges: [], explanation: '' } as const
  const bulk = { ...open, verdict }
  const asleep = { ...open, snoozed }
  const drilled = { ...open, drill: { by: maya, endsAt: 1, marks: {} } }
  const reviewed = { ...open, reviews: [createReview({ revision: 1, isForApproval: true, attestations })] }
  const drawn = new Set(
    [...readFiles('cards/', /\.json$/).values()]
      .flatMap((text) => [...text.matchAll(/"press": "([^"#]+)"/g)].map(([, press = '']) => press))
      .filter((press) => press !== '${pressId}')
      .flatMap((press) =>
        press.startsWith('${') ? [...press.matchAll(/'([^']+)'/g)].map(([, name = '']) => name) : [press],
      )
      // "command.next" is a second button of one press on a card.
      .map((press) => press.split('.')[0] ?? ''),
  )
  // Of the card of an incident features bring some themselves.
  for (const { listButtons } of features)
    for (const incident of [
      ...statuses.map((status) => createIncident(status)),
      reviewed,
      asleep,
      quiet,
      bulk,
      drilled,
    ])
      for (const { pressId } of listButtons?.(incident) ?? []) drawn.add(pressId)

  // And beside the groups of a digest.
  for (const { toGroupButton } of features)
    for (const kind of verdictOrder) {
      const incidents = [1, 2].map((at) => ({
        ...open,
        id: `one-${at}`,
        verdict: { ...verdict, verdict: kind },
      }))
      const button = toGroupButton?.({ digestId: 'digest-1', tenant: contoso, verdict: kind, incidents })
      if (button !== undefined) drawn.add(button.pressId)
    }

  it('is on a card, and every button on a card is one', () => {
    expect(drawn.size).toBeGreaterThan(10)
    // A link, which whoever shows the card follows.
    expect([...drawn].filter((name) => name !== 'open').toSorted()).toEqual([...pressNames].toSorted())
  })

  it('that gets a page again is one', () => {
    const rows = [...catalogue.presses.values(), ...catalogue.cards.values()]
    const again = rows.flatMap((row) => row.again ?? [])
    expect(again.length).toBeGreaterThan(5)
    expect(again.filter((name) => !pressNames.some((press) => press === name))).toEqual([])
  })
})

test.each(['slack', 'teams'])(
  'every card has a template of %s, and every template is of a card',
  (platform) => {
    const names = [...readFiles(`cards/${platform}/`, /^[\w-]+\.json$/).keys()]
    expect(names.map((name) => name.replace('.json', '')).toSorted()).toEqual(
      [...catalogue.cards.keys()].toSorted(),
    )
  },
)

describe('a kind of task', () => {
  /** Those that are about nothing that ends: why their turn comes all the same, or is over. */
  const endless: Readonly<Record<string, string>> = {
    watch: 'a tenant is read for as long as it is in the settings',
    policies: 'a tenant is read for as long as it is in the settings',
    handover: 'shifts change every day',
    'handover-edit': 'is over when it has been edited',
    'mute-sync': 'brings what is restricted now in step, and is over',
    'mute-over': 'a mute has an end',
    early: 'a tenant is looked at for as long as its settings ask for it',
    'early-join': 'is over when the card has gone on',
    lookout: 'somebody has to look for as long as there is anything to see',
    heartbeat: 'somebody listens for it for as long as the settings say so',
    doctor: 'a round is over when it has been made, and the next one takes its place',
    lifted: 'is about what has ended, and is over after its last search',
    announce: 'is over when it has been told',
    'break-glass': 'is over when it has been told',
    'break-glass-group': 'is over when its members are known',
    forget: 'there is always something that will be over some day',
    erase: 'what is kept gets older every day',
  }
  const table = toTaskTable(features)

  it('is done in a pool, and no pool is idle', () => {
    const taken = new Set([...table.values()].map(({ pool }) => pool))
    expect([...taken].toSorted()).toEqual([...pools].toSorted())
  })

  it('ends with what it is about, or says why not', () => {
    const withoutEnd = taskKinds.filter((kind) => table.get(kind)?.listEnds === undefined)
    expect(withoutEnd.toSorted()).toEqual(Object.keys(endless).toSorted())
  })
})

describe('an event of the journal', () => {
  const sources = [...readFiles('src/', /\.ts$/)].filter(
    ([name]) => /^(domain|features|outbox|stores)\//.test(name) && !name.endsWith('events.ts'),
  )
  const all = sources.map(([, text]) => text).join('\n')
  const written = new Set(
    [/\btype: '([a-z-]+\.[a-z-]+)'/g, /\btoIncidentEvent\(\s*[\w.]+,\s*'([a-z-]+\.[a-z-]+)'/g].flatMap(
      (pattern) => [...all.matchAll(pattern)].map(([, type = '']) => type),
    ),
  )

  it('that is written has words', () => {
    expect(written.size).toBeGreaterThan(25)
    expect([...written].filter((type) => !eventRows.has(type))).toEqual([])
  })

  it('that has words is written', () => {
    const isWritten = (type: string) =>
      all.includes(`'${type}'`) || (type.endsWith('.refused') && all.includes('type: `${via}.refused`'))
    expect([...eventRows.keys()].filter((type) => !isWritten(type))).toEqual([])
  })
})

test('who says Yes is looked up at that moment', () => {
  const rows = features.flatMap(({ presses }) => Object.entries(presses ?? {}))
  expect(rows.filter(([, { asksAnew }]) => asksAnew).map(([name]) => name)).toEqual([
    'storm-sign',
    'storm-yes',
    'unblock',
    'contain-set',
    'keep-now',
    'contain-now',
  ])
})

test('every permission is asked for', () => {
  const rows = features.flatMap(({ presses, commands }) => [
    ...Object.values(presses ?? {}),
    ...Object.values(commands ?? {}),
  ])
  const asked = new Set<string>(rows.map(({ permission }) => permission))
  const texts = [...readFiles('src/features/', /\.ts$/)].filter(([name]) => !name.endsWith('permissions.ts'))
  for (const [, text] of texts)
    for (const [, name = ''] of text.matchAll(/\bpermission: '([a-z-]+)'/g)) asked.add(name)
  expect([...asked].toSorted()).toEqual(Object.keys(accessTable).toSorted())
})

describe('a command', () => {
  const rows = features.flatMap(({ commands }) => Object.entries(commands ?? {}))

  it.each(rows)('says how %s is typed and what it is for', (verb, { usage, text }) => {
    expect(usage.split(' ')[0]).toBe(verb)
    expect(text).not.toBe('')
  })

  it.each(commandHints)('has room in the lists of Slack and Teams: $verb', ({ verb, usage, text }) => {
    expect(usage.split(' ')[0]).toBe(verb)
    // https://learn.microsoft.com/microsoftteams/platform/bots/how-to/create-a-bot-commands-menu
    expect(verb.length).toBeLessThanOrEqual(32)
    expect(text).not.toBe('')
    expect(text.length).toBeLessThanOrEqual(128)
  })

  it('has room beside the others', () => {
    expect(commandHints.map(({ verb }) => verb)).toEqual(verbs)
    // As many as Teams takes, by the schema of its manifest; as much as Slack takes, by its reference.
    expect(verbs.length).toBeLessThanOrEqual(12)
    expect(commandHints.map(({ usage }) => usage).join(' | ').length).toBeLessThanOrEqual(1_000)
  })
})
