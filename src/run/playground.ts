// The playground on a server of its own on this machine.
import type { Playground } from '../../playground/index.js'
import type { Settings } from '../config/index.js'
import { createControl } from '../doors/control.js'
import { createHttpServer } from '../doors/http.js'
import { catalogue } from '../features/index.js'
import { createLog } from '../log/index.js'
import type { Clock, Route } from '../ports.js'
import { createSystemClock } from './clock.js'
import { toControlPath } from './data-folder.js'
import { openStage } from './playground-stage.js'

export { refuseRealCredentials } from '../../playground/credentials.js'

/** Only this machine may reach the playground. */
const host = '127.0.0.1'

export interface RunningPlayground {
  readonly address: string
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
  const stage = await openStage({
    folder: settings.dataFolder,
    async findAddress() {
      address = `http://${host}:${await server.listen({ host, port: settings.port })}/`
      return address
    },
    log,
    realClock: createSystemClock(),
    startClock,
    pid,
    user,
    onFatal,
  })
  const { playground, bot } = stage
  routes.push(...stage.routes)
  await stage.start()
  const control = createControl({
    path: toControlPath(settings.dataFolder),
    handlers: bot.handlers,
    callDoctor: bot.callDoctor,
    breakGlass: bot.breakGlass,
    presses: catalogue.presses,
    log,
  })
  await control.listen().catch((error: unknown) => log.warn({ err: error }, 'control.not-there'))
  return {
    address,
    playground,
    async stop() {
      await control.close()
      await stage.stop()
      await server.close()
    },
  }
}
