// How the command line reaches the bot: through its door when it runs, else over the same data without it.
import { request } from 'node:http'
import { z } from 'zod'
import type { BotSettings, StorePlace } from '../config/index.js'
import { type DoctorReport, doctorReportSchema } from '../domain/doctor.js'
import { toPlain } from '../domain/said.js'
import {
  askBot,
  type BreakGlassAsk,
  type ControlAsk,
  type DoctorAsk,
  findPathProblem,
  type RetireAnswer,
  type RetireAsk,
  retireAnswerSchema,
} from '../doors/control.js'
import type { Card, PlainCard } from '../features/cards.js'
import { dataName } from '../features/data.js'
import { toCard } from '../features/index.js'
import type { Answer } from '../ports.js'
import { openQuietBot, openReadingBot } from '../run/bot.js'
import { toControlPath } from '../run/data-folder.js'
import { toRefusal } from './refusal.js'
import { type DataOption, findDataFolder, findStorePlace, load, loadReading } from './settings.js'
import { ExitError, exitCodes, type Terminal } from './terminal.js'

const answerMilliseconds = 30_000
/** Longer than the bot itself gives the doctor. */
const doctorMilliseconds = 6 * 60_000

/** What somebody at this console says. */
export type Question =
  | Omit<Extract<ControlAsk, { kind: 'command' }>, Who>
  | Omit<Extract<ControlAsk, { kind: 'press' }>, Who>
type Who = 'user' | 'host'

function toAsk({ user, host }: Pick<Terminal, Who>, question: Question): ControlAsk {
  return { ...question, user, host }
}

/** The way to whoever answers, for as long as a command lasts. */
export interface Line {
  /** @throws ExitError when nobody is there. */
  ask(question: Question): Promise<PlainCard>
  /** What a command tells programs. @throws ExitError when nobody is there, or with the words of a refusal. */
  askData(text: string): Promise<object>
  close(): Promise<void>
}

/**
 * Through the bot that runs on this machine. Without one, where everything is kept in a database: through that, by the same
 * rules, and whichever process serves it does what is left to do.
 */
export async function openLine(terminal: Terminal, options: DataOption): Promise<Line> {
  const dataFolder = await findDataFolder(terminal, options)
  let quiet: ReturnType<typeof openQuiet> | undefined

  async function answer(question: Question): Promise<Answer> {
    const ask = toAsk(terminal, question)
    const path = toControlPath(dataFolder)
    const text = quiet === undefined ? await askSocket(path, ask, answerMilliseconds) : undefined
    if (text !== undefined) return parseAnswer(text)
    quiet ??= openQuiet(terminal, options, dataFolder)
    const { bot } = await quiet
    return askBot(bot.handlers, ask)
  }

  return {
    ask: async (question) => requireCard(await answer(question)),
    askData: async (text) => requireData(await answer({ kind: 'command', text, asData: true })),
    close: async () => (await quiet?.catch(() => undefined))?.close(),
  }
}

/** @throws ExitError when it needs the running bot and there is none. */
async function openQuiet(terminal: Terminal, options: DataOption, dataFolder: string) {
  const { store } = await findStorePlace(terminal, options)
  if (store === undefined)
    throw new ExitError(
      exitCodes.failed,
      findPathProblem(toControlPath(dataFolder)) ??
        `No bot is running on ${dataFolder}. Start it with "reprieve serve": it does what you ask for, and watches what becomes of it.`,
    )
  const quiet = await openQuietBot(await load(terminal, options), terminal)
  terminal.err(
    'No bot is running on this machine: what you do goes straight into the database, and is carried out by whichever runs elsewhere.',
  )
  return quiet
}

/** Reads through the running bot, or over its data while none runs. */
export async function askAny(terminal: Terminal, given: DataOption, question: Question): Promise<PlainCard> {
  return requireCard(await answerAny(terminal, given, question))
}

/** The same for programs. @throws ExitError with the words of a refusal. */
export async function askAnyData(terminal: Terminal, given: DataOption, text: string): Promise<object> {
  return requireData(await answerAny(terminal, given, { kind: 'command', text, asData: true }))
}

async function answerAny(terminal: Terminal, given: DataOption, question: Question): Promise<Answer> {
  const ask = toAsk(terminal, question)
  const dataFolder = await findDataFolder(terminal, given)
  const text = await askSocket(toControlPath(dataFolder), ask, answerMilliseconds)
  if (text !== undefined) return parseAnswer(text)
  const { settings, access } = await loadReading(terminal, given)
  const { bot, close } = await openReadingBot(settings, access, terminal)
  try {
    terminal.err(toReadingText(settings, dataFolder))
    return await askBot(bot.handlers, ask)
  } finally {
    await close()
  }
}

function toReadingText({ store }: StorePlace, dataFolder: string): string {
  if (store !== undefined) return 'No bot is running on this machine: this is what is in the database.'
  const problem = findPathProblem(toControlPath(dataFolder))
  return problem === undefined
    ? 'No bot is running: this is what it knew last.'
    : `${problem} This is what was saved last.`
}

/** Undefined when no bot is running. @throws ExitError when it did not understand. */
export async function askRunningToBreakGlass(
  dataFolder: string,
  ask: BreakGlassAsk,
): Promise<PlainCard | undefined> {
  const text = await askSocket(toControlPath(dataFolder), ask, answerMilliseconds)
  return text === undefined ? undefined : requireCard(parseAnswer(text))
}

/** Undefined when no bot is running. @throws ExitError when it did not understand. */
export async function askRunningToRetire(
  dataFolder: string,
  ask: RetireAsk,
): Promise<RetireAnswer | undefined> {
  const text = await askSocket(toControlPath(dataFolder), ask, answerMilliseconds)
  return text === undefined ? undefined : parseWith(z.object({ retire: retireAnswerSchema }), text).retire
}

/** @throws ExitError with the bot's own words when it refuses. */
export async function askRunningDoctor(
  settings: BotSettings,
  ask: DoctorAsk,
): Promise<DoctorReport | 'nobody'> {
  const text = await askSocket(toControlPath(settings.dataFolder), ask, doctorMilliseconds)
  if (text === undefined) return 'nobody'
  const answer = parseWith(z.union([z.object({ report: doctorReportSchema }), answerSchema]), text)
  if ('report' in answer) return answer.report
  throw toRefusal(requireCard(answer.card ?? undefined))
}

function requireData(answer: Answer): object {
  if (answer?.name === dataName) return answer.view
  throw toRefusal(requireCard(answer))
}

function requireCard(answer: Answer): PlainCard {
  if (answer === undefined) throw new ExitError(exitCodes.failed, 'The bot had nothing to say.')
  return toPlain(toCard(answer))
}

/** The text of the answer; undefined when no bot is there. */
async function askSocket(
  path: string,
  ask: ControlAsk | DoctorAsk | BreakGlassAsk | RetireAsk,
  timeout: number,
): Promise<string | undefined> {
  // Node would cut it off and might find somebody else's socket there.
  if (findPathProblem(path) !== undefined) return undefined
  try {
    return await send({ socketPath: path, timeout }, JSON.stringify(ask))
  } catch (error) {
    const isNobody = error instanceof Error && 'code' in error && nobodyCodes.includes(String(error.code))
    if (isNobody) return undefined
    throw error
  }
}

/** No socket file, or one that a killed bot left behind. */
const nobodyCodes = ['ENOENT', 'ENOTDIR', 'ECONNREFUSED']

interface Wire {
  readonly socketPath: string
  /** In milliseconds. */
  readonly timeout: number
}

function send(wire: Wire, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const asking = request({ ...wire, method: 'POST', path: '/', headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
      response.on('error', reject)
    })
    asking.on('timeout', () =>
      asking.destroy(new ExitError(exitCodes.failed, 'The running bot did not answer.')),
    )
    asking.on('error', reject)
    asking.end(body)
  })
}

// Both ends are this very program: that it is a card is checked, what is on it is taken as it is.
const cardShape = z.object({ name: z.string(), view: z.record(z.string(), z.unknown()) })
const answerSchema = z.object({
  card: z.custom<Card>((value) => cardShape.safeParse(value).success).nullable(),
})

function parseAnswer(text: string): Answer {
  return parseWith(answerSchema, text).card ?? undefined
}

function parseWith<Value>(schema: z.ZodType<Value>, text: string): Value {
  try {
    return schema.parse(JSON.parse(text))
  } catch (cause) {
    throw Object.assign(
      new ExitError(exitCodes.failed, 'The running bot did not understand. Is it another version?'),
      { cause },
    )
  }
}
