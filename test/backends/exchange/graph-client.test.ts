import { UnsecuredJWT } from 'jose'
import { afterEach, describe, expect, test } from 'vitest'
import { clouds } from '../../../src/backends/exchange/clouds.js'
import { createGraph } from '../../../src/backends/exchange/graph-client.js'
import { createManualClock } from '../../clock.js'
import type { Fault } from '../../fake-exchange/faults.js'
import type { FakeGraphAnswer, FakeGraphRequest } from '../../fake-exchange/graph.js'
import { createScriptedTenant } from './scripted-tenant.js'
import { catchFailure, createSetup, never, type Setup } from './setup.js'

const path = '/v1.0/users/laura%40contoso.com'

describe('Graph', () => {
  const setups: Setup[] = []
  const asked: FakeGraphRequest[] = []
  const create = async (
    answer: (request: FakeGraphRequest) => FakeGraphAnswer = () => ({ status: 200, body: { id: 'a' } }),
    cloud = clouds.worldwide,
  ) => {
    asked.length = 0
    const graph = (request: FakeGraphRequest) => {
      asked.push(request)
      return answer(request)
    }
    const tenant = createScriptedTenant({ graph })
    tenant.state.graphPermissions.add('User.Read.All').add('AuditLog.Read.All')
    tenant.state.directoryRoles.add('User Administrator')
    const setup = await createSetup({ cloud, home: { tenant } })
    setups.push(setup)
    return setup
  }
  afterEach(async () => {
    await Promise.all(setups.splice(0).map((setup) => setup.close()))
  })

  test.each(Object.values(clouds))('gives one object from $graph', async (cloud) => {
    const { graph, fake } = await create(undefined, cloud)
    const guest = encodeURIComponent('oscar_fabrikam.com#EXT#@contoso.onmicrosoft.com')
    expect(await graph.get(`/v1.0/users/${guest}?$select=id`, never)).toEqual({ id: 'a' })
    expect(asked[0]?.path).toBe('/v1.0/users/oscar_fabrikam.com#EXT#@contoso.onmicrosoft.com')
    expect(fake.arrivals.at(-1)?.url.origin).toBe(cloud.graph)
    expect(fake.arrivals.at(-1)?.headers.prefer).toBe('include-unknown-enum-members')
  })

  test('asks for the members of a cast type as Graph documents it, on every page', async () => {
    const next = 'https://graph.microsoft.com/v1.0/next'
    const { graph, fake } = await create(({ path: at }) => ({
      status: 200,
      body: at.endsWith('/next') ? { value: [] } : { value: [{ id: 'a' }], '@odata.nextLink': next },
    }))
    await graph.list(`${path}/transitiveMemberOf/microsoft.graph.directoryRole?$count=true`, never)
    await graph.list(`${path}/oauth2PermissionGrants`, never)
    const levels = fake.arrivals.filter(({ url }) => url.pathname.startsWith('/v1.0'))
    expect(levels.map(({ headers }) => headers.consistencylevel)).toEqual([
      'eventual',
      'eventual',
      undefined,
      undefined,
    ])
  })

  test('changes things once, and gives what came of it', async () => {
    const { graph, fake } = await create(({ method }) =>
      method === 'POST' ? { status: 200, body: { value: true } } : { status: 204 },
    )
    const body = { accountEnabled: false }
    expect(await graph.send({ method: 'PATCH', path, body }, never)).toEqual({})
    expect(await graph.send({ method: 'POST', path: `${path}/revokeSignInSessions` }, never)).toEqual({
      value: true,
    })
    expect(await graph.send({ method: 'DELETE', path }, never)).toEqual({})
    expect(asked.map(({ method, body: sent }) => [method, sent])).toEqual([
      ['PATCH', body],
      ['POST', undefined],
      ['DELETE', undefined],
    ])
    expect(fake.count('token')).toBe(1)
  })

  describe('lists', () => {
    const many = Array.from({ length: 250 }, (_, index) => ({ id: index }))
    const answerMany = () => ({ status: 200, body: { value: many } })

    test('are read whole, in order', async () => {
      const { graph, fake } = await create(answerMany)
      expect(await graph.list('/v1.0/users?$select=id', never)).toEqual(many)
      expect(fake.count('graph')).toBe(3)
    })

    test('end after as many as are wanted', async () => {
      const { graph, fake } = await create(answerMany)
      expect(await graph.list('/v1.0/users', never, 120)).toEqual(many.slice(0, 120))
      expect(fake.count('graph')).toBe(2)
    })

    test.each(['foreign', 'no-value', 'loop', 'no-link'] as const)(
      'that end in %s are partial',
      async (rest) => {
        const { graph, fake } = await create(answerMany)
        fake.setFault({ kind: 'partial', rest })
        expect(await catchFailure(graph.list('/v1.0/users', never))).toMatchObject({
          code: 'partial',
          outcome: 'unchanged',
        })
        expect(fake.count('foreign')).toBe(0)
      },
    )

    test.each(['', '{}', '{"value":{}}', '{"value":[1]}', '<html>'])(
      'are not empty when the answer is %j',
      async (body) => {
        const { graph, fake } = await create()
        fake.setFault({ kind: 'body', body })
        expect(await catchFailure(graph.list('/v1.0/users', never))).toMatchObject({ code: 'malformed' })
      },
    )
  })

  test.each<readonly [number, string, string, string]>([
    [403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.', 'forbidden'],
    [403, 'Forbidden', 'Calling principal does not have required MSGraph permissions.', 'forbidden'],
    [401, 'InvalidAuthenticationToken', 'Access token is empty.', 'forbidden'],
    [
      403,
      'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
      "Neither tenant is B2C or tenant doesn't have premium license.",
      'unlicensed',
    ],
    [403, 'Forbidden', 'Your tenant is not licensed for this feature.', 'unlicensed'],
    [400, 'BadRequest', 'The tenant does not have an Azure AD Premium P2 license.', 'unlicensed'],
    [404, 'Request_ResourceNotFound', "Resource 'laura' does not exist.", 'not-found'],
    [404, 'UserNotFound', 'No such user.', 'not-found'],
    [404, 'ResourceNotFound', "Resource not found for the segment 'identityProtection'.", 'rejected'],
    [404, '', 'Not here.', 'rejected'],
    [400, 'Request_BadRequest', 'Invalid filter clause.', 'rejected'],
    [409, 'Conflict', 'Busy.', 'rejected'],
  ])('says of %i %s (%s) that it is %s', async (status, code, message, expected) => {
    const { graph, fake } = await create()
    fake.setFault({ kind: 'graph-error', status, code, message })
    for (const call of [graph.get(path, never), graph.send({ method: 'PATCH', path, body: {} }, never)])
      expect(await catchFailure(call)).toMatchObject({ code: expected, outcome: 'unchanged' })
  })

  test('tells how long it asks to wait', async () => {
    const { graph, fake } = await create()
    fake.setFault({ kind: 'throttled', retryAfter: '9' })
    expect(await catchFailure(graph.get(path, never))).toMatchObject({
      code: 'throttled',
      outcome: 'unchanged',
      retryAfterMilliseconds: 9_000,
    })
  })

  test.each<Fault>([{ kind: 'broken', status: 503 }, { kind: 'broken', status: 504 }, { kind: 'down' }])(
    'reads again after %j, and changes nothing again',
    async (fault) => {
      const { graph, fake } = await create()
      fake.setFault(fault, { times: 2 })
      expect(await graph.get(path, never)).toEqual({ id: 'a' })
      fake.setFault(fault)
      const before = fake.count('graph')
      expect(await catchFailure(graph.send({ method: 'PATCH', path, body: {} }, never))).toMatchObject({
        code: 'unavailable',
        outcome: 'unknown',
      })
      expect(fake.count('graph')).toBe(before + 1)
    },
  )

  test('leaves a change in doubt when its answer cannot be read or does not come', async () => {
    const { graph, fake } = await create()
    fake.setFault({ kind: 'body', body: '<html>' })
    const change = { method: 'POST', path } as const
    expect(await catchFailure(graph.send(change, never))).toMatchObject({
      code: 'malformed',
      outcome: 'unknown',
    })
    fake.setFault({ kind: 'hang' })
    const controller = new AbortController()
    const failing = catchFailure(graph.send(change, controller.signal))
    await fake.arrived()
    controller.abort()
    expect(await failing).toMatchObject({ code: 'timeout', outcome: 'unknown' })
  })

  test('answers a challenge with another token', async () => {
    const { graph, fake } = await create()
    fake.setFault({ kind: 'challenge' })
    expect(await graph.send({ method: 'POST', path }, never)).toEqual({ id: 'a' })
    expect(asked).toHaveLength(1)
    expect(fake.count('token')).toBe(2)
  })

  test('lists the permissions of its token', async () => {
    const { graph } = await create()
    expect(await graph.listPermissions(never)).toEqual(['User.Read.All', 'AuditLog.Read.All'])
  })

  test('lists the directory roles of its token', async () => {
    const { graph } = await create()
    expect(await graph.listDirectoryRoles(never)).toContain('fe930be7-5e62-47db-91af-98c3a49a38b1')
  })

  test('has no directory roles when the token says nothing of them', async () => {
    const graph = createGraph({
      cloud: clouds.worldwide,
      tokens: { get: async () => new UnsecuredJWT({ roles: ['User.Read.All'] }).encode() },
      send: () => Promise.reject(new Error('not asked')),
      clock: createManualClock(0),
      createId: () => 'id',
    })
    expect(await graph.listDirectoryRoles(never)).toEqual([])
  })
})
