// reprieve unblock: the wizard in a terminal. The same flow, policy and journal as in chat.
import type { BotSettings } from '../config.js'
import type { Card, CardViews } from '../domain/cards.js'
import type { PressAction } from '../domain/press.js'
import { askRunning } from './ask.js'
import { ExitError, exitCodes, type Terminal } from './terminal.js'
import { toText } from './text.js'

export interface UnblockOptions {
  readonly done?: readonly string[]
  readonly notNeeded?: readonly string[]
  readonly note?: string
  /** Do not ask; for scripts. */
  readonly yes?: boolean
  readonly json?: boolean
}

const followSeconds = 30

export async function unblock(
  terminal: Terminal,
  settings: BotSettings,
  entity: string,
  options: UnblockOptions,
): Promise<void> {
  const { user } = terminal
  const overview = expect(
    await askRunning(settings, { kind: 'command', user, text: `review ${entity}` }),
    'overview',
  )
  const press = (
    action: PressAction,
    given: { confirmationId?: string; values?: Record<string, string> } = {},
  ) =>
    askRunning(settings, {
      kind: 'press',
      user,
      action,
      incidentId: overview.incidentId,
      confirmationId: given.confirmationId ?? '',
      values: given.values ?? {},
    })
  terminal.err(toText({ name: 'overview', view: overview }))
  const page = expect(await press('recommendations'), 'recommendations')
  const values = await toValues(terminal, page, options)
  const submitted = await press('confirm', { values })
  if (submitted.name === 'recommendations') throw new ExitError(exitCodes.no, submitted.view.problem)
  const confirm = expect(submitted, 'confirm')
  terminal.err(toText({ name: 'confirm', view: confirm }))
  if (!confirm.canUnblock)
    throw new ExitError(
      exitCodes.no,
      'Your review is saved. Somebody who may approve has to confirm the unblock.',
    )
  await confirmByHand(terminal, confirm, options)
  const accepted = await press('unblock', { confirmationId: confirm.confirmationId })
  const view = expect(accepted, 'accepted')
  const end = await follow(terminal, settings, view.incidentId)
  terminal.out(options.json === true ? JSON.stringify(end) : toText(end))
}

/** @throws ExitError with the bot's own words when it answered something else, such as a refusal. */
function expect<Name extends Card['name']>(card: Card, name: Name): CardViews[Name] {
  if (card.name !== name) throw new ExitError(exitCodes.no, toText(card))
  return (card as Extract<Card, { name: Name }>).view as CardViews[Name]
}

async function toValues(
  terminal: Terminal,
  page: CardViews['recommendations'],
  options: UnblockOptions,
): Promise<Record<string, string>> {
  const values: Record<string, string> = {}
  const isAll = options.done?.includes('all') === true
  for (const row of page.rows) {
    const rule = row.inputId.replace(/^attest\./, '')
    if (options.notNeeded?.includes(rule) === true) values[row.inputId] = 'not-needed'
    else if (isAll || options.done?.includes(rule) === true) values[row.inputId] = 'done'
    else values[row.inputId] = options.yes === true ? 'not-done' : await askAnswer(terminal, row)
  }
  const note = options.note ?? (options.yes === true ? '' : await terminal.ask('Note, why it is safe: '))
  return { ...values, note: note ?? '' }
}

async function askAnswer(
  terminal: Terminal,
  row: CardViews['recommendations']['rows'][number],
): Promise<string> {
  terminal.err(`\n[${row.word}] ${row.title}${row.finding === '' ? '' : `: ${row.finding}`}\n  ${row.advice}`)
  const answer = await terminal.ask('Done, not needed, or not done? [d/n/-] ')
  if (answer === undefined)
    throw new ExitError(exitCodes.usage, 'Nobody is there to ask. Say --done, --not-needed and --yes.')
  if (/^d/i.test(answer)) return 'done'
  return /^n/i.test(answer) ? 'not-needed' : 'not-done'
}

async function confirmByHand(
  terminal: Terminal,
  view: CardViews['confirm'],
  options: UnblockOptions,
): Promise<void> {
  if (options.yes === true) return
  const typed = await terminal.ask(`${view.unblockTitle}? Type ${view.entity} to confirm: `)
  if (typed?.trim().toLowerCase() !== view.entity.toLowerCase())
    throw new ExitError(exitCodes.no, 'Nothing was done.')
}

/** Watches until Exchange has answered, for a while; the bot goes on without us. */
async function follow(terminal: Terminal, settings: BotSettings, incidentId: string): Promise<Card> {
  const until = Date.now() + followSeconds * 1_000
  for (;;) {
    const card = await askRunning(settings, {
      kind: 'command',
      user: terminal.user,
      text: `show ${incidentId}`,
    })
    const isGoing = card.name === 'show' && card.view.statusWord === 'Unblocking'
    if (!isGoing || Date.now() > until) return card
    terminal.err('Waiting for Exchange …')
    await new Promise((resolve) => {
      setTimeout(resolve, 1_000)
    })
  }
}
