// The doctor of the real program. In processes of their own: the Teams SDK asks the machine for a managed identity, and
// remembers for the life of the process where it found one. Here it finds one that has nothing to give.
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { doctorReportSchema } from '../../src/domain/doctor.js'
import { createPlace, type Place } from './bot.js'
import { createProcesses, processTimeout } from './processes.js'

const { start, run, killAll } = createProcesses()
let place: Place
let identityEndpoint: Server
beforeAll(async () => {
  place = await createPlace([])
  identityEndpoint = createServer((_, response) => {
    response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"invalid_request"}')
  }).listen(0, '127.0.0.1')
  await once(identityEndpoint, 'listening')
})
afterAll(async () => {
  killAll()
  identityEndpoint.closeAllConnections()
  identityEndpoint.close()
  await place.remove()
})

function toEnvironment(user: string) {
  const { port } = identityEndpoint.address() as AddressInfo
  return {
    SUDO_USER: user,
    IDENTITY_ENDPOINT: `http://127.0.0.1:${port}/msi/token`,
    IDENTITY_HEADER: 'machine',
  }
}

test('needs the settings alone while no bot runs, whoever asks', { timeout: processTimeout }, async () => {
  const ran = await run(['doctor', '--no-test-card', '-c', place.configPath], toEnvironment('mallory'))
  expect(ran.code).toBe(3)
  expect(ran.stderr).toContain('No bot is running: this is what the settings alone can do.')
  expect(ran.stdout).toContain('[could be better] Settings: The tenant Contoso is a sandbox')
  expect(ran.stdout).toContain('[works] Restricted entities: The list can be read.')
  expect(ran.stdout).toContain('[needs mending] Bot token: Microsoft Entra gave the bot no token')
})

test('asks the bot that "reprieve serve" runs', { timeout: processTimeout }, async () => {
  const serving = start(['serve', '-c', place.configPath], toEnvironment('maya'))
  onTestFinished(async () => {
    serving.child.kill('SIGTERM')
    await serving.code
  })
  for await (const line of createInterface({ input: serving.child.stdout })) if (line.includes('ready')) break
  const args = ['doctor', '--json', '--no-test-card', '-c', place.configPath]
  const ran = await run(args, toEnvironment('olga'))
  expect(ran.stderr).not.toContain('No bot is running')
  const { sections } = z.looseObject(doctorReportSchema.unwrap().shape).parse(JSON.parse(ran.stdout))
  const names = sections.flatMap(({ name, checks }) =>
    checks.map((check) => `${name}: ${check.name} ${check.result}`),
  )
  expect(names).toContain('Contoso: Restricted entities ok')
})
