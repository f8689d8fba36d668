// From the settings to a backend that asks: nothing leaves this machine, since the only way out is a proxy that refuses.
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { readSettingsFile } from '../../src/config/index.js'
import { createBackends } from '../../src/run/backends.js'
import { createSystemClock } from '../../src/run/clock.js'
import { createWayOut } from '../../src/run/way-out.js'
import { environment, exchangeTenant, slack } from '../config/settings.js'
import { catchFailure } from '../contracts/failure.js'
import { silentLog } from '../stores/file/folder.js'

let proxy: Server
const wanted: string[] = []
beforeAll(async () => {
  proxy = createServer().listen(0, '127.0.0.1')
  proxy.on('connect', ({ url = '' }, socket) => {
    wanted.push(url)
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
  })
  await once(proxy, 'listening')
})
afterAll(() => void proxy.close())

async function create(more: string) {
  const { port } = proxy.address() as AddressInfo
  const text = `proxy: http://127.0.0.1:${port}\n${slack}\n${exchangeTenant(more)}\n`
  const settings = readSettingsFile(text, environment)
  const wayOut = createWayOut(settings)
  onTestFinished(() => wayOut.close())
  const backends = await createBackends(settings, {
    wayOut,
    environment: { PATH: '' },
    kill: () => undefined,
    clock: createSystemClock(),
    log: silentLog,
  })
  onTestFinished(() => backends.close())
  const [first] = backends.tenants
  if (first === undefined) throw new Error('there is no tenant')
  return first
}

test('a tenant over REST asks through the proxy of the settings, in the cloud of the settings', async () => {
  const { tenant, backend } = await create('clientSecret: ${EXCHANGE_CLIENT_SECRET}\ncloud: china')
  expect(tenant.id).toBe('contoso')
  const failure = await catchFailure(backend.list(AbortSignal.timeout(2_000)))
  expect(failure.outcome).toBe('unchanged')
  expect(new Set(wanted)).toEqual(new Set(['login.chinacloudapi.cn:443']))
})

test('a tenant by way of PowerShell starts the program of the settings', async () => {
  const more =
    'clientSecret: ${EXCHANGE_CLIENT_SECRET}\ntransport: powershell\npowershell: { path: /nowhere/pwsh }'
  const { backend } = await create(more)
  const failure = await catchFailure(backend.list(AbortSignal.timeout(10_000)))
  expect(failure).toMatchObject({ code: 'unavailable', outcome: 'unchanged' })
  expect(failure.message).toContain('PowerShell')
})
