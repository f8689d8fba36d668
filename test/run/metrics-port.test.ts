import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readSettingsFile } from '../../src/config/index.js'
import { startBot } from '../../src/run/bot.js'
import { environment, least } from '../config/settings.js'
import { startConnectProxy } from '../connect-proxy.js'
import { listen } from '../platforms/slack/listen.js'

async function findFree(): Promise<string> {
  const server = createServer()
  const url = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  return url
}

test('metrics have a port of their own where the settings say so, and nothing else is there', async () => {
  const [folder, apart, proxy] = await Promise.all([
    mkdtemp(join(tmpdir(), 'reprieve-metrics-')),
    findFree(),
    startConnectProxy('403 Forbidden'),
  ])
  const server = `server: { port: 0, metricsPort: ${new URL(apart).port} }`
  const text = `${least}${server}\nlogLevel: silent\ndataFolder: ${folder}\nproxy: ${proxy.url}\n`
  const bot = await startBot(readSettingsFile(text, environment), {
    pid: process.pid,
    version: '0',
    onFatal: (error) => {
      throw error
    },
    environment: {},
    kill: () => undefined,
  })
  onTestFinished(async () => {
    await bot.stop()
    await proxy.close()
    await rm(folder, { recursive: true })
  })
  const statusOf = async (url: string) => (await fetch(url)).status
  expect(await statusOf(`${apart}/metrics`)).toBe(200)
  expect(await statusOf(`${apart}/healthz`)).toBe(404)
  expect(await statusOf(`${bot.address}metrics`)).toBe(404)
  expect(await statusOf(`${bot.address}healthz`)).toBe(200)
}, 30_000)
