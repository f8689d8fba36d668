// The playground on a server of its own on this machine: one's own, or a scene in a sandbox beside it.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { actRoute } from '../../playground/act-route.js'
import { guarded } from '../../playground/guard.js'
import type { Playground } from '../../playground/index.js'
import type { ActResult } from '../../playground/sight.js'
import type { Settings } from '../config/index.js'
import { createControl } from '../doors/control.js'
import { createHttpServer } from '../doors/http.js'
import { catalogue } from '../features/index.js'
import { createLog } from '../log/index.js'
import type { Clock, Route } from '../ports.js'
import { createSystemClock } from './clock.js'
import { toControlPath } from './data-folder.js'
import { openStage, type PlaygroundStage, type StageParts } from './playground-stage.js'
import { scenes } from './scenes/index.js'
import type { Scene } from './scenes/scene.js'

export { refuseRealCredentials } from '../../playground/credentials.js'

/** Only this machine may reach the playground. */
const host = '127.0.0.1'

export interface RunningPlayground {
  readonly address: string
  /** The one that is shown now. */
  readonly playground: Playground
  stop(): Promise<void>
}

interface Process {
  readonly pid: number
  /** May do everything from the command line beside it; nobody may when undefined. */
  readonly user?: string
  /** Ends it: the store can no longer be trusted. */
  readonly onFatal: (error: Error) => void
  /** What its time begins from; the machine's clock when undefined. */
  readonly startClock?: Clock
}

/** @throws ConfigError, StoreError, or the server's own error when the port is taken. */
export async function startPlayground(
  settings: Settings,
  { pid, user, onFatal, startClock }: Process,
): Promise<RunningPlayground> {
  const log = createLog({ level: settings.logLevel })
  // The playground has to know its address before the bot can trust it, so routes are added once it listens.
  const routes: Route[] = []
  const server = createHttpServer(routes, log)
  let address = ''
  const parts: StageParts = {
    folder: settings.dataFolder,
    async findAddress() {
      if (address === '') address = `http://${host}:${await server.listen({ host, port: settings.port })}/`
      return address
    },
    log,
    realClock: createSystemClock(),
    startClock,
    pid,
    user,
    onFatal,
  }
  const shown = await createShown(parts, routes)
  const control = createControl({
    path: toControlPath(settings.dataFolder),
    // Whatever is shown when somebody asks.
    handlers: {
      onPress: (press) => shown.stage().bot.handlers.onPress(press),
      onCommand: (command) => shown.stage().bot.handlers.onCommand(command),
      onHome: (actor) => shown.stage().bot.handlers.onHome(actor),
    },
    callDoctor: (actor, wish) => shown.stage().bot.callDoctor(actor, wish),
    breakGlass: (wish) => shown.stage().bot.breakGlass(wish),
    presses: catalogue.presses,
    log,
  })
  await control.listen().catch((error: unknown) => log.warn({ err: error }, 'control.not-there'))
  return {
    address,
    get playground() {
      return shown.stage().playground
    },
    async stop() {
      await control.close()
      await shown.stop()
      await server.close()
    },
  }
}

interface Shown {
  stage(): PlaygroundStage
  stop(): Promise<void>
}

/** The page itself stays while what it shows is being set. */
const standing = ['/', '/main.js', '/main.css']

/** One stage at a time on one server. One's own keeps its folder; a scene has one beside it, and begins with nothing. */
async function createShown(parts: StageParts, routes: Route[]): Promise<Shown> {
  const sceneFolder = join(parts.folder, 'scene')
  let stage = await openStage(parts)
  let last: Promise<unknown> = Promise.resolve()
  const sceneRoute = guarded(actRoute('scene', z.object({ name: z.string().max(200) }), show))
  const put = (own: readonly Route[]) => void routes.splice(0, routes.length, sceneRoute, ...own)

  async function change(scene: Scene | undefined): Promise<ActResult> {
    put(stage.routes.filter(({ path }) => standing.includes(path)))
    await stage.stop()
    await rm(sceneFolder, { recursive: true, force: true })
    stage = await openStage(scene === undefined ? parts : { ...parts, folder: sceneFolder, scene })
    put(stage.routes)
    await stage.start()
    return { ok: true }
  }

  async function show({ name }: { readonly name: string }): Promise<ActResult> {
    const scene = scenes.find((one) => one.name === name)
    if (scene === undefined && name !== '') return { ok: false, trouble: toUnknown(name) }
    const turn = last.then(() => change(scene))
    last = turn.catch((error: unknown) =>
      parts.onFatal(error instanceof Error ? error : new Error(String(error))),
    )
    return turn
  }

  put(stage.routes)
  await stage.start()
  return {
    stage: () => stage,
    async stop() {
      await last
      await stage.stop()
    },
  }
}

function toUnknown(name: string): string {
  return `There is no scene "${name.slice(0, 40)}". There are: ${scenes.map((one) => one.name).join(', ')}.`
}
