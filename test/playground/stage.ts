// One server with the playground and a tiny bot on it, made of the real SDKs.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { DeskClock } from '../../playground/desk/port.js'
import { createPlayground, type Playground } from '../../playground/index.js'
import { createSandbox, type Sandbox } from '../../src/backends/sandbox/index.js'
import type { Route } from '../../src/ports.js'
import { createSystemClock } from '../../src/run/clock.js'
import { createSandboxDesk } from '../../src/run/sandbox-desk.js'

export interface Stage {
  readonly playground: Playground
  /** What the control desk works on. */
  readonly tenant: Sandbox
  readonly url: string
  readonly saveFolder: string
  /** Moves the playground's clock. */
  readonly pass: (milliseconds: number) => void
  /** Happens by itself when the test ends. */
  close(): Promise<void>
}

type BotBuilder = (playground: Playground) => Promise<readonly Route[]>

export async function setStage(
  options: { readonly bots?: readonly BotBuilder[]; readonly saveFolder?: string } = {},
): Promise<Stage> {
  let routes: readonly Route[] = []
  let skipped = 0
  let rate = 1
  const now = () => Date.now() + skipped
  const deskClock: DeskClock = {
    now,
    rate: () => rate,
    async setRate(next) {
      rate = next
    },
    async jump(milliseconds) {
      skipped += milliseconds
    },
  }
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://stage').pathname
    const route = routes.find(
      (each) => each.path === path || (each.path.endsWith('/') && path.startsWith(each.path)),
    )
    if (!route) return void response.writeHead(404).end()
    route.handle(request, response).catch(() => response.writeHead(500).end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${portOf(server)}`
  const saveFolder = options.saveFolder ?? createSaveFolder()
  const tenant = createSandbox({ clock: { ...createSystemClock(), now }, random: () => 0.5 })
  const playground = await createPlayground({
    baseUrl: () => url,
    saveFolder,
    pageFolder: join(import.meta.dirname, '../../dist/playground/page'),
    desk: { tenant: createSandboxDesk(tenant).tenant, clock: deskClock },
    guide: { scenes: [], scene: undefined, look: async () => ({ done: [], run: 'stage' }) },
    commands: [
      { verb: 'list', usage: 'list', text: 'Everything that is restricted' },
      { verb: 'show', usage: 'show <entity>', text: 'Everything known about one' },
    ],
    realClock: { now },
  })
  routes = playground.routes
  const bots = await Promise.all((options.bots ?? []).map((build) => build(playground)))
  routes = [...bots.flat(), ...playground.routes]
  let closed: Promise<void> | undefined
  const close = async () => {
    await playground.stop()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  const stage: Stage = {
    playground,
    tenant,
    url,
    saveFolder,
    pass: (milliseconds) => {
      skipped += milliseconds
    },
    close() {
      closed ??= close()
      return closed
    },
  }
  onTestFinished(() => stage.close())
  return stage
}

/** Gone when the test ends, after whoever still saves into it has stopped. */
export function createSaveFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'reprieve-playground-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}
