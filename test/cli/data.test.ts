// `--json` gives data of one documented shape for each command, never the words of a card.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { features } from '../../src/features/index.js'
import { openAtConsole } from './stage.js'

const schemas = new Map(
  features.flatMap(({ commands = {} }) =>
    Object.entries(commands).flatMap(([name, { data }]) =>
      data === undefined ? [] : [[name, data.schema] as const],
    ),
  ),
)

test('every command that is data has what is documented, and nothing else', async () => {
  const { ask } = await openAtConsole()
  await ask(['claim', 'sam@contoso.com'])
  const args = new Map([['show', ['show', 'sam@contoso.com']]])
  for (const [name, schema] of schemas) {
    const { stdout, stderr } = await ask([...(args.get(name) ?? [name]), '--json'])
    expect(stderr).toBe('')
    const given: unknown = JSON.parse(stdout)
    expect(schema.parse(given)).toEqual(given)
  }
  expect([...schemas.keys()].sort()).toEqual([
    'handover',
    'history',
    'list',
    'mutes',
    'policies',
    'show',
    'status',
  ])
})

test('a live one is told with its times, who is on it and how it looks', async () => {
  const { id, ask } = await openAtConsole()
  await ask(['claim', 'sam@contoso.com'])
  expect(JSON.parse((await ask(['list', '--json'])).stdout)).toMatchObject({
    isComplete: true,
    notRead: [],
    live: 1,
    incidents: [
      {
        id,
        tenantId: 'contoso',
        tenant: 'Contoso',
        kind: 'sender',
        entity: 'sam@contoso.com',
        status: 'open',
        outcome: null,
        openedAt: '2026-11-22T03:15:00.000Z',
        claimedBy: { platform: 'console', id: 'maya', name: 'maya' },
      },
    ],
  })
})

test('who may not read is told so, and gets no data', async () => {
  const { ask } = await openAtConsole()
  expect(await ask(['list', '--json'], { user: 'mallory' })).toMatchObject({ code: 3, stdout: '' })
})

test('docs/command-line.md tells of every member', () => {
  const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'command-line.md'), 'utf8')
  const missing = [...schemas].flatMap(([command, schema]) =>
    listMembers(z.toJSONSchema(schema))
      .filter((name) => !page.includes(`\`${name}\``))
      .map((name) => `${command}: ${name}`),
  )
  expect(missing).toEqual([])
})

const jsonSchema = z.looseObject({
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
})

function listMembers(given: unknown): readonly string[] {
  const parsed = jsonSchema.safeParse(given)
  if (!parsed.success) return []
  const { properties = {}, items, anyOf = [] } = parsed.data
  return [
    ...Object.keys(properties),
    ...[...Object.values(properties), items, ...anyOf].flatMap((one) => listMembers(one)),
  ]
}
