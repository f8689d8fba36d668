// The door for the command line: HTTP on a socket file that only the user who runs the bot can open. Whoever gets
// through is still only who they are in the access list.
import { chmod, mkdir, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { dirname } from 'node:path'
import { z } from 'zod'
import { type Actor, consoleHome } from '../domain/actor.js'
import type { DoctorReport, DoctorWish } from '../domain/doctor.js'
import { longestNote } from '../domain/review.js'
import type { Answer, Log, PlatformHandlers } from '../ports.js'

/** What people ask; nobody at the console tells of channels. */
export type Handlers = Omit<PlatformHandlers, 'onChannelNews'>

/** Who is at which machine's console. */
const whoKeys = { user: z.string().min(1).max(200), host: z.string().min(1).max(255).optional() }

const controlAskSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('command'),
    ...whoKeys,
    text: z.string().max(10_000),
    /** For a program: data instead of a card. */
    asData: z.literal(true).optional(),
  }),
  z.strictObject({
    kind: z.literal('press'),
    ...whoKeys,
    action: z.string().max(100),
    incidentId: z.string().max(200),
    confirmationId: z.string().max(200),
    revision: z.number().optional(),
    reviewId: z.string().max(200).optional(),
    values: z.record(z.string().max(200), z.string().max(5_000)),
  }),
])
export type ControlAsk = z.infer<typeof controlAskSchema>

const doctorAskSchema = z.strictObject({
  kind: z.literal('doctor'),
  ...whoKeys,
  tenant: z.string().max(200).optional(),
  postsTestCards: z.boolean(),
})
/** The one question whose answer is more than a card, and takes minutes. */
export type DoctorAsk = z.infer<typeof doctorAskSchema>

/** By whoever could open the socket: the owner of the data folder, or root. */
const breakGlassAskSchema = z.strictObject({
  kind: z.literal('break-glass'),
  ...whoKeys,
  host: z.string().min(1).max(255),
  entity: z.string().max(1_000),
  reason: z.string().min(1).max(longestNote).optional(),
})
export type BreakGlassAsk = z.infer<typeof breakGlassAskSchema>

/** By whoever could open the socket, once the settings do not have them any more. */
const retireAskSchema = z.strictObject({
  kind: z.literal('retire'),
  user: whoKeys.user,
  host: z.string().min(1).max(255),
  tenants: z.array(z.string().min(1).max(100)).min(1).max(1000),
  /** Whether it could be done, before anything is changed. */
  isAsked: z.literal(true).optional(),
})
export type RetireAsk = z.infer<typeof retireAskSchema>

/** `no-file`: it has its settings from elsewhere. `still-there`: what it reads has them yet. */
export const retireAnswerSchema = z.object({
  status: z.enum(['ready', 'done', 'no-file', 'still-there']),
  /** Why what is written is not in use. */
  problems: z.array(z.string()),
  /** Sections of the settings that wait for a restart. */
  waiting: z.array(z.string()),
  /** Other processes on the same store. */
  others: z.number(),
})
export type RetireAnswer = z.infer<typeof retireAnswerSchema>

const askSchema = z.discriminatedUnion('kind', [
  ...controlAskSchema.options,
  doctorAskSchema,
  breakGlassAskSchema,
  retireAskSchema,
])

const largestBody = 65_536
/** unix(7): 108 bytes with the zero at the end on Linux, 104 elsewhere. Node cuts a longer one off without a word. */
const longestPath = 103
/** Answers under way at a stop get this long. */
const longestCloseMilliseconds = 5_000

interface ControlParts {
  /** Where the socket file is; a stale one of a dead process is replaced (the store's lock proves that it is dead). */
  readonly path: string
  readonly handlers: Handlers
  readonly callDoctor: (actor: Actor, wish: DoctorWish) => Promise<DoctorReport | Answer>
  readonly breakGlass: (wish: Omit<BreakGlassAsk, 'kind'>) => Promise<Answer>
  /** Undefined where organisations cannot be retired. */
  readonly retire?: (wish: RetireAsk) => Promise<RetireAnswer>
  /** Those there are; another one is no question. */
  readonly presses: Pick<ReadonlyMap<string, unknown>, 'has'>
  readonly log: Log
}

/** Why there can be no door at this path, in words; undefined when there can. */
export function findPathProblem(path: string): string | undefined {
  return Buffer.byteLength(path) > longestPath
    ? `${path} is longer than the ${longestPath} bytes that the path of a socket may have. Use a shorter dataFolder.`
    : undefined
}

export function createControl(parts: ControlParts) {
  const { path, handlers, callDoctor, breakGlass, retire, presses, log } = parts
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      log.warn({ err: error }, 'control.failed')
      send(response, 400, { problem: 'This could not be understood.' })
    })
  })
  server.requestTimeout = 15_000

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const ask = askSchema.parse(JSON.parse(await readBody(request)))
    if (ask.kind === 'press' && !presses.has(ask.action)) throw new RangeError('there is no such button')
    if (ask.kind === 'break-glass') return send(response, 200, { card: (await breakGlass(ask)) ?? null })
    if (ask.kind === 'retire') {
      if (retire === undefined) throw new RangeError('nothing can be retired here')
      return send(response, 200, { retire: await retire(ask) })
    }
    if (ask.kind !== 'doctor') return send(response, 200, { card: (await askBot(handlers, ask)) ?? null })
    const { tenant, postsTestCards } = ask
    const found = await callDoctor(toConsoleActor(ask), { tenant, postsTestCards })
    send(
      response,
      200,
      found !== undefined && 'sections' in found ? { report: found } : { card: found ?? null },
    )
  }

  return {
    /** @throws Error when there can be no socket here; the bot does without, and only the command line misses it. */
    async listen(): Promise<void> {
      const problem = findPathProblem(path)
      if (problem !== undefined) throw new RangeError(problem)
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      await chmod(dirname(path), 0o700)
      await rm(path, { force: true })
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(path, () => resolve())
      })
      await chmod(path, 0o600)
    },
    close: () =>
      new Promise<void>((resolve) => {
        const cutOff = setTimeout(() => server.closeAllConnections(), longestCloseMilliseconds)
        server.close(() => {
          clearTimeout(cutOff)
          resolve()
        })
        server.closeIdleConnections()
      }),
  }
}

/** One question to the bot, by whoever is at this machine's console. */
export function askBot(handlers: Handlers, ask: ControlAsk): Promise<Answer> {
  const actor = toConsoleActor(ask)
  if (ask.kind === 'command') return handlers.onCommand({ actor, text: ask.text, asData: ask.asData })
  const { action, incidentId, confirmationId, revision, reviewId, values } = ask
  return handlers.onPress({ actor, action, incidentId, confirmationId, revision, reviewId, values })
}

// Addresses come from the access list alone: the operating system does not know whose mailbox is whose.
function toConsoleActor({ user, host }: Pick<ControlAsk, 'user' | 'host'>): Actor {
  return {
    platform: 'console',
    id: user,
    name: user,
    ...(host === undefined ? {} : { host }),
    home: consoleHome,
    isMember: true,
    addresses: undefined,
    groups: [],
  }
}

const bytesSchema = z.instanceof(Uint8Array)

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request) {
    const bytes = bytesSchema.parse(chunk)
    size += bytes.length
    if (size > largestBody) throw new RangeError('the request is too long')
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
