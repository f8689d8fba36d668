// The door for the command line: HTTP on a socket file that only the owner of the data folder can open. Whoever gets
// through is still only who they are in the access list.
import { chmod, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { z } from 'zod'
import { type Actor, consoleHome } from './domain/actor.js'
import { pressActions } from './domain/press.js'
import type { Answer, Log, PlatformHandlers } from './ports.js'

export const controlAskSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('command'),
    user: z.string().min(1).max(200),
    text: z.string().max(10_000),
  }),
  z.strictObject({
    kind: z.literal('press'),
    user: z.string().min(1).max(200),
    action: z.enum(pressActions),
    incidentId: z.string().max(200),
    confirmationId: z.string().max(200),
    values: z.record(z.string().max(200), z.string().max(5_000)),
  }),
])
export type ControlAsk = z.infer<typeof controlAskSchema>

const largestBody = 65_536

interface ControlParts {
  /** Where the socket file is; a stale one of a dead process is replaced (the store's lock proves that it is dead). */
  readonly path: string
  readonly handlers: PlatformHandlers
  readonly log: Log
}

export function createControl({ path, handlers, log }: ControlParts) {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      log.warn({ err: error }, 'control.failed')
      send(response, 400, { problem: 'This could not be understood.' })
    })
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const ask = controlAskSchema.parse(JSON.parse(await readBody(request)))
    send(response, 200, { card: (await askBot(handlers, ask)) ?? null })
  }

  return {
    async listen(): Promise<void> {
      await rm(path, { force: true })
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(path, () => resolve())
      })
      await chmod(path, 0o600)
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
      }),
  }
}

/** One question to the bot, by whoever is at this machine's console. */
export function askBot(handlers: PlatformHandlers, ask: ControlAsk): Promise<Answer> {
  const actor = toConsoleActor(ask.user)
  if (ask.kind === 'command') return handlers.onCommand({ actor, text: ask.text })
  const { action, incidentId, confirmationId, values } = ask
  return handlers.onPress({ actor, action, incidentId, confirmationId, values })
}

// Addresses come from the access list alone: the operating system does not know whose mailbox is whose.
function toConsoleActor(user: string): Actor {
  return {
    platform: 'console',
    id: user,
    name: user,
    home: consoleHome,
    isMember: true,
    addresses: undefined,
    groups: [],
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk as Uint8Array)
    size += bytes.length
    if (size > largestBody) throw new RangeError('the request is too long')
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
