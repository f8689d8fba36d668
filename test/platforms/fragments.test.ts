// What templates have in common is written once, and whoever writes one wrong is told where and what to do.

import { readdirSync, readFileSync } from 'node:fs'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { catalogue } from '../../src/features/index.js'
import { platformNames } from '../../src/platforms/names.js'
import { expand, toFragment } from '../../src/platforms/templates/fragments.js'
import { createRenderer } from '../../src/platforms/templates/index.js'

const cards = fileURLToPath(new URL('../../cards', import.meta.url))

const fragments = new Map([
  [
    'button',
    toFragment({
      otherwise: { style: null, data: { id: '${id}' } },
      makes: {
        verb: '#{press}',
        style: '#{style}',
        data: '#{data}',
        fallback: { title: '#{press}: #{title}', data: { action: '#{press}', '...': '#{data}' } },
      },
    }),
  ],
  ['review', toFragment({ makes: { use: 'button', press: 'review', title: 'Review', style: '#{style}' } })],
  [
    'both',
    toFragment({
      makes: {
        many: [
          { use: 'review', style: 'good' },
          { $when: '${yes}', text: 'x' },
        ],
      },
    }),
  ],
])

describe('a fragment', () => {
  it('is filled with what is given, by default, or nothing at all', () => {
    expect(expand({ use: 'button', press: 'show', title: 'Details' }, fragments)).toEqual({
      verb: 'show',
      data: { id: '${id}' },
      fallback: { title: 'show: Details', data: { action: 'show', id: '${id}' } },
    })
  })

  it('takes lists and objects, and fragments in them', () => {
    const data = { list: [{ use: 'review', style: 'good' }] }
    const made = expand({ body: [{ use: 'button', press: 'show', title: '', data }] }, fragments)
    expect(made).toMatchObject({ body: [{ data: { list: [{ verb: 'review', style: 'good' }] } }] })
  })

  it('may use others, and be several blocks', () => {
    expect(expand({ blocks: [{ use: 'both' }] }, fragments)).toMatchObject({
      blocks: [
        {
          many: [
            { verb: 'review', style: 'good' },
            { $when: '${yes}', text: 'x' },
          ],
        },
      ],
    })
  })

  it('is there when and as often as its use says', () => {
    const made = expand({ $data: '${rows}', $when: '${yes}', use: 'review', style: 'good' }, fragments)
    expect(made).toMatchObject({ $data: '${rows}', $when: '${yes}', verb: 'review' })
  })
})

describe('a start', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cards-'))
    await cp(cards, folder, { recursive: true })
  })
  afterAll(() => rm(folder, { recursive: true }))

  const start = () => createRenderer({ platform: 'slack', cards: catalogue.cards, folder })
  const button = { use: 'button', press: 'show', title: 'Details' }

  it.each([
    [
      'uses a fragment that is not there',
      { use: 'buton' },
      'fragment "buton".*Add it, or use one of: .*button',
    ],
    ['uses something that is no name', { use: 7 }, 'fragment "7"'],
    [
      'fills a hole that is not there',
      { ...button, titel: '' },
      '"button" a "titel".*it has: press, .*title',
    ],
    [
      'leaves a hole empty',
      { use: 'button', press: 'show' },
      'hole "title" of the fragment "button" empty. Add',
    ],
    ['leaves a hole of its own', { text: '*#{title}*' }, 'holds #\\{title\\}, and only fragments have holes'],
    [
      'fills a piece of a text with a list',
      { use: 'facts', list: [] },
      '"list" becomes a piece of a text in the fragment "facts"',
    ],
  ])('names the template that %s, and says what to do', async (_, content, problem) => {
    await writeFile(join(folder, 'slack/line.json'), JSON.stringify({ blocks: [content] }))
    expect(start).toThrow(new RegExp(`slack/line\\.json cannot be used: .*${problem}`))
    await writeFile(join(folder, 'slack/line.json'), '{}')
  })

  it.each([
    ['is not JSON', '{"makes": ', 'JSON'],
    ['makes nothing', '{"text": "x"}', 'it has no "makes"'],
    [
      'has a default for no hole',
      '{"otherwise": {"titel": ""}, "makes": {"text": "#{title}"}}',
      '"titel" is no hole',
    ],
    ['has a key it has no use for', '{"made": {}, "makes": {}}', '"made" is no hole'],
    ['holds the characters that mark outside text', '{"makes": {"text": "\uE000"}}', 'reserved'],
  ])('names the fragment that %s, and says what to do', async (_, content, problem) => {
    await writeFile(join(folder, 'slack/fragments/wrong.json'), content)
    expect(start).toThrow(new RegExp(`fragments/wrong\\.json cannot be used: .*${problem}`))
    await rm(join(folder, 'slack/fragments/wrong.json'))
  })

  it('says which fragments go round in a circle', async () => {
    const write = (name: string, use: string) =>
      writeFile(join(folder, `slack/fragments/${name}.json`), JSON.stringify({ makes: { use } }))
    await Promise.all([write('one', 'two'), write('two', 'one')])
    await writeFile(join(folder, 'slack/line.json'), '{"use": "one"}')
    expect(start).toThrow(/slack\/line\.json cannot be used: .*"one" uses itself \(one > two > one\)/)
  })

  it('says when a use and its fragment both ask whether it is there', () => {
    const asking = new Map([['asking', toFragment({ makes: { $when: '${yes}', text: '' } })]])
    expect(() => expand({ use: 'asking', $when: '${no}' }, asking)).toThrow(
      /"asking" a \$when, and that has one/,
    )
  })
})

describe('the folders of cards', () => {
  const list = (folder: string) => readdirSync(join(cards, folder)).filter((file) => file.endsWith('.json'))
  const read = (path: string) => readFileSync(join(cards, path), 'utf8')

  it('hold templates of the same names on both platforms', () => {
    expect(list('slack')).toEqual(list('teams'))
  })

  it.each(platformNames)('hold no fragment for %s that is not used twice', (platform) => {
    const paths = [platform, `${platform}/fragments`].flatMap((folder) =>
      list(folder).map((file) => `${folder}/${file}`),
    )
    const uses = paths.flatMap((path) =>
      [...read(path).matchAll(/"use": "([\w-]+)"/g)].map(([, name]) => name),
    )
    const names = list(`${platform}/fragments`).map((file) => file.replace(/\.json$/, ''))
    expect(names.filter((name) => uses.filter((use) => use === name).length < 2)).toEqual([])
  })
})
