// How the command line reaches the bot: through its door when it runs, else over the same data without it.
import { request } from 'node:http'
import type { BotSettings } from '../config.js'
import { askBot, type ControlAsk } from '../control.js'
import type { Card } from '../domain/cards.js'
import type { Answer } from '../ports.js'
import { openQuietBot, toControlPath } from '../run-bot.js'
import { ExitError, exitCodes } from './terminal.js'

const answerMilliseconds = 30_000

/** @throws ExitError when it needs the running bot and there is none. */
export async function askRunning(settings: BotSettings, ask: ControlAsk): Promise<Card> {
  const answer = await askSocket(toControlPath(settings.dataFolder), ask)
  if (answer === 'nobody')
    throw new ExitError(
      exitCodes.failed,
      `No bot is running on ${settings.dataFolder}. Start it with "reprieve serve": it has to watch what becomes of the unblock.`,
    )
  return requireCard(answer)
}

/** Reads through the running bot, or over its data while none runs. */
export async function askAny(settings: BotSettings, ask: ControlAsk, pid: number): Promise<Card> {
  const answer = await askSocket(toControlPath(settings.dataFolder), ask)
  if (answer !== 'nobody') return requireCard(answer)
  const { bot, close } = await openQuietBot(settings, pid)
  try {
    return requireCard(await askBot(bot.handlers, ask))
  } finally {
    await close()
  }
}

function requireCard(answer: Answer): Card {
  if (answer === undefined) throw new ExitError(exitCodes.failed, 'The bot had nothing to say.')
  return answer
}

function askSocket(socketPath: string, ask: ControlAsk): Promise<Answer | 'nobody'> {
  return new Promise((resolve, reject) => {
    const body = JSON.stringify(ask)
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const asking = request(
      { socketPath, method: 'POST', path: '/', headers, timeout: answerMilliseconds },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          try {
            resolve(parseAnswer(Buffer.concat(chunks).toString('utf8')))
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)))
          }
        })
      },
    )
    asking.on('timeout', () =>
      asking.destroy(new ExitError(exitCodes.failed, 'The running bot did not answer.')),
    )
    asking.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve('nobody')
      else reject(error)
    })
    asking.end(body)
  })
}

// Both ends are this very program, so the card is taken as it is; only that there is one is checked.
function parseAnswer(text: string): Answer {
  const { card } = JSON.parse(text) as { readonly card?: Card | null }
  if (card === undefined)
    throw new ExitError(exitCodes.failed, 'The running bot did not understand. Is it another version?')
  return card ?? undefined
}
