import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { cmdletNames, getCmdletSurface } from '../../src/backends/exchange/surface/cmdlets.js'
import { cmdletFeatures } from '../../src/backends/exchange/surface/features.js'
import { graphRoutes } from '../../src/backends/exchange/surface/graph.js'
import { slackMethods } from '../../src/platforms/slack/methods.js'
import { scopes } from '../../src/platforms/slack/scopes.js'
import { connectorCalls, groupCalls } from '../../src/platforms/teams/calls.js'
import { findTeamsCall } from '../platforms/teams/surface.js'
import { fillTable, tables, toSurfaceJson } from './tables.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** All source of a folder, but for the lists themselves. */
function readSource(folder: string): string {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/surface[\\/]|(methods|teams[\\/]calls)\.ts$/.test(name))
    .map((name) => read(join(folder, name)))
    .join('\n')
}

const backends = readSource('src/backends')
const teams = readSource('src/platforms/teams')
const isNamed = (name: string, source: string) => new RegExp(`(?<![\\w.])${name}(?!\\w)`).test(source)

describe('what is asked of Microsoft and Slack', () => {
  test.each(tables.map((table) => [`${table.name} of ${table.page}`, table] as const))(
    'stands in the table %s as the program has it: npm run surface writes it',
    (_, table) => expect(read(table.page)).toBe(fillTable(read(table.page), table)),
  )

  test('stands in docs/surface.json as the program has it: npm run surface writes it', () => {
    expect(read('docs/surface.json')).toBe(toSurfaceJson())
  })

  test.each(cmdletNames)('has nothing of %s that is neither sent nor read', (name) => {
    const { parameters, reads } = getCmdletSurface(name)
    const listed = [...parameters, ...(reads === 'everything' ? [] : reads.flatMap((one) => one.split('.')))]
    expect(listed.filter((one) => !isNamed(one, backends))).toEqual([])
  })

  test.each(graphRoutes.map((route) => [`${route.method} ${route.path}`, route] as const))(
    'has nothing of %s that is neither sent nor read',
    (_, { reads, sends }) => {
      const listed = [...reads, ...sends].flatMap((one) => one.replace('@odata.', '').split('.'))
      expect(
        listed.filter((one) => !isNamed(one, backends) && !backends.includes(`'@odata.${one}'`)),
      ).toEqual([])
    },
  )

  test.each([...connectorCalls, ...groupCalls].map((call) => [`${call.method} ${call.path}`, call] as const))(
    'has nothing of %s for Teams that is neither sent nor read',
    (_, { reads, sends }) => {
      const listed = [...reads, ...sends].flatMap((one) => one.split('.'))
      expect(listed.filter((one) => !isNamed(one, teams))).toEqual([])
    },
  )

  test.each([
    { method: 'DELETE', url: '/v3/conversations/a/activities/1', body: undefined },
    { method: 'GET', url: '/v3/conversations/a/members', body: undefined },
    { method: 'POST', url: '/v3/conversations/a/activities', body: { type: 'message', locale: 'de' } },
    { method: 'POST', url: '/v3/conversations', body: { bot: { id: '28:a', name: 'b' } } },
    { method: 'GET', url: '/v1.0/groups/a?$expand=members', body: undefined },
    { method: 'GET', url: '/v1.0/groups/a?$select=displayName,mail', body: undefined },
  ])("is refused by the tests' Teams when it is on no list: $method $url", (asked) => {
    expect(findTeamsCall(asked)).toBeUndefined()
  })

  test('has no feature that nothing serves', () => {
    const served = new Set(cmdletNames.map((name) => getCmdletSurface(name).feature))
    expect(
      Object.keys(cmdletFeatures).filter((one) => ![...served].some((feature) => feature === one)),
    ).toEqual([])
  })

  test.each(Object.entries(slackMethods))('asks Slack for the scope of %s in the manifest', (_, method) => {
    const asked = scopes.map(({ name }) => name)
    const isOptional = 'isOptional' in method || method.scopes.some((scope) => scope === 'connections:write')
    expect(isOptional || method.scopes.every((scope) => asked.includes(scope))).toBe(true)
  })
})
