import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createEvent, createIncident, toClosed } from '../contracts/store-records.js'
import { createFolder, type Folder } from '../stores/file/folder.js'
import { run } from './run.js'

let folder: Folder
beforeEach(async () => {
  folder = await createFolder()
})
afterEach(() => folder.remove())

const may = Date.UTC(2020, 4, 5)
const june = Date.UTC(2020, 5, 5)
const by = { platform: 'slack', id: 'U1', name: 'Maya' } as const

function journal(...args: readonly string[]) {
  return run(['journal', ...args, '--data', folder.path])
}

const toReviewed = (id: string, at: number) =>
  createEvent(id, {
    at,
    by,
    type: 'review.submitted',
    data: { attested: { forwarding: 'done' } },
    texts: {
      note: `phoned ${id}`,
      shown: [{ ruleId: 'forwarding', title: 'Forwarding', basis: 'found', finding: 'to evil.test' }],
    },
  })

async function fill(): Promise<void> {
  const store = await folder.open({ folder: join(folder.path, 'store') })
  for (const id of ['one', 'two'])
    await store.commit({
      incident: { next: toClosed(createIncident(id), may), expectedVersion: 0 },
      events: [toReviewed(id, id === 'one' ? may : june)],
    })
  await store.commit({
    incident: { next: createIncident('live'), expectedVersion: 0 },
    events: [createEvent('old', { at: may, data: { raw: '{"old":1}' } })],
  })
  await store.close()
}

describe('journal prune', () => {
  test('erases what is older, says so in the journal, and leaves it whole', async () => {
    await fill()
    const { code, stderr } = await journal('prune', '--before', '2020-06-01', '--yes')
    expect(code).toBe(0)
    expect(stderr).toContain('2 texts beside the journal')
    expect(stderr).toContain('1 text of an older version')
    const shown = (await journal('show')).stdout
    expect(shown).toMatch(/^1 .*review\.submitted one by Maya.*\(note, shown erased\)$/m)
    expect(shown).toContain('phoned two')
    expect(shown).not.toContain('phoned one')
    expect(shown).toMatch(/texts\.erased by \S+ \(console:/)
    expect(await journal('verify')).toMatchObject({
      code: 0,
      stdout:
        'The journal is whole: 4 entries.\n2 texts beside it: unchanged.\n2 texts beside it: erased, as the journal says.',
    })
  })

  test('of one incident leaves the others alone', async () => {
    await fill()
    expect((await journal('prune', '--incident', 'two', '--yes')).code).toBe(0)
    const shown = (await journal('show')).stdout
    expect(shown).toContain('phoned one')
    expect(shown).not.toContain('phoned two')
  })

  test('is told in the report and the exports', async () => {
    await fill()
    const report = () => journal('export', '--incident', 'one', '--format', 'markdown')
    expect((await report()).stdout).toContain('phoned one')
    expect((await report()).stdout).toContain('evil.test')
    await journal('prune', '--before', '2020-06-01', '--yes')
    const { stdout } = await report()
    expect(stdout).toContain('Their note was erased.')
    expect(stdout).toMatch(/Forwarding \| erased \| ✅ done/)
    expect((await journal('export', '--format', 'csv')).stdout).toContain('""erased"":[""note"",""shown""]')
    const [first, second] = (await journal('export')).stdout
      .split('\n')
      .map((line): unknown => JSON.parse(line))
    expect(first).toMatchObject({ erased: 'erased' })
    expect(second).toMatchObject({ texts: { note: { value: 'phoned two' } } })
  })

  test.each([
    ['a live incident', ['--incident', 'live'], 3, /Incident live is not over/],
    ['an unknown incident', ['--incident', 'nobody'], 3, /There is no incident nobody/],
    ['nothing named', [], 2, /Say what is to be erased/],
    ['a day to come', ['--before', '9998-01-01'], 2, /Say a day that is over/],
    ['what is no day', ['--before', 'yesterday'], 2, /Say a day as year-month-day/],
  ])('refuses %s in words', async (_, args, code, words) => {
    await fill()
    const answer = await journal('prune', ...args, '--yes')
    expect(answer.code).toBe(code)
    expect(answer.stderr).toMatch(words)
  })

  test('erases nothing where nobody is there to say yes', async () => {
    await fill()
    const answer = await journal('prune', '--before', '2020-06-01')
    expect(answer).toMatchObject({ code: 3 })
    expect(answer.stderr).toContain('Nothing was erased. With --yes it is done.')
    expect((await journal('show')).stdout).toContain('phoned one')
  })
})
