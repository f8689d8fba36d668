// The doctor on the command line: asked through the running bot, or sent out by the settings alone.
import type { BotSettings } from '../config/index.js'
import { type DoctorReport, type DoctorSection, type DoctorWish, groupReport } from '../domain/doctor.js'
import { resultWords, toSummary } from '../features/doctor/cards.js'
import { openQuietBot } from '../run/bot.js'
import { askRunningDoctor } from './ask.js'
import { toDeadLine } from './dead-text.js'
import type { Terminal } from './terminal.js'

interface Console {
  readonly terminal: Terminal
  readonly settings: BotSettings
}

/**
 * With a bot, as whoever the access list says they are. Without one nobody is there to ask, and whoever reads the
 * settings holds every secret in them.
 * @throws ExitError or RefusedError with the bot's words when it refuses.
 */
export async function askDoctor({ terminal, settings }: Console, wish: DoctorWish): Promise<DoctorReport> {
  terminal.err('Checking, which may take a minute or two …')
  const { user, host } = terminal
  const answer = await askRunningDoctor(settings, { kind: 'doctor', user, host, ...wish })
  if (answer !== 'nobody') return answer
  terminal.err('No bot is running: this is what the settings alone can do.')
  const { bot, close } = await openQuietBot(settings, terminal)
  try {
    return await bot.runDoctor({ platform: 'console', id: user, name: user, host }, wish)
  } finally {
    await close()
  }
}

/** Every line, in the order in which it was checked; what many tenants have alike once. */
export function toDoctorText(report: DoctorReport): string {
  return [...groupReport(report).sections.map(toParagraph), `${toSummary(report)}.`].join('\n\n')
}

function toParagraph({ name, checks }: DoctorSection): string {
  const lines = checks.flatMap(({ name: what, result, found, remedy }) => [
    `  [${resultWords[result].word}] ${what}: ${found}`,
    ...(remedy === '' ? [] : [`      ${remedy}`]),
  ])
  return [name, ...lines].map(toDeadLine).join('\n')
}
