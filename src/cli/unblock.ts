// reprieve unblock: the wizard in a terminal. The same flow, policy and journal as in chat.

import type { PlainCard, PlainViews } from '../features/cards.js'
import type { PressName } from '../features/index.js'
import { checkAnswers, type GivenAnswers, toAnswers, toWhy } from './answers.js'
import type { Line } from './ask.js'
import { isConfirmed } from './confirm.js'
import { toDeadJson, toDeadLine } from './dead-text.js'
import { isNamed, requireAnswer } from './refusal.js'
import { ExitError, exitCodes, type Terminal } from './terminal.js'
import { toText } from './text.js'

export interface UnblockOptions extends GivenAnswers {
  /** How long to wait for the answer of Exchange, in seconds. */
  readonly wait: number
  readonly json?: boolean
}

interface Console {
  readonly terminal: Terminal
  readonly line: Line
}

/** @throws ExitError unless Exchange has accepted the unblock. */
export async function unblock(
  { terminal, line }: Console,
  entity: string,
  options: UnblockOptions,
): Promise<void> {
  // Before anybody is shown as being on it.
  if (!terminal.isInteractive && options.yes !== true)
    throw new ExitError(
      exitCodes.usage,
      'Nobody is there to ask. Say --yes, and --answer, --done and --note.',
    )
  const wizard = createWizard(line)
  const overview = requireAnswer(await wizard.type(`review ${entity}`), 'overview')
  const { incidentId } = overview
  terminal.err(`${toText({ name: 'overview', view: overview })}\n`)
  const page = requireAnswer(await wizard.press('recommendations', { incidentId }), 'recommendations')
  checkAnswers(page, options)
  const values = await toAnswers(terminal, page, options)
  const submitted = await wizard.press('confirm', { ...toDrawn(page), values })
  await finish({ terminal, wizard }, requireAnswer(requireCurrent(submitted), 'confirm'), options)
}

/**
 * Signs under the finished review of somebody else. @throws ExitError unless Exchange has accepted the unblock; with a code of
 * its own when it takes a second signature.
 */
export async function approve(
  { terminal, line }: Console,
  entity: string,
  options: UnblockOptions,
): Promise<void> {
  if (!terminal.isInteractive && options.yes !== true)
    throw new ExitError(exitCodes.usage, 'Nobody is there to ask. Say --yes.')
  const wizard = createWizard(line)
  const { incidentId } = requireAnswer(await wizard.type(`show ${entity}`), 'show')
  const confirm = requireAnswer(await wizard.press('approve', { incidentId }), 'confirm')
  await finish({ terminal, wizard }, confirm, options)
}

interface Asking {
  readonly terminal: Terminal
  readonly wizard: ReturnType<typeof createWizard>
}

async function finish(
  { terminal, wizard }: Asking,
  confirm: PlainViews['confirm'],
  options: UnblockOptions,
): Promise<void> {
  terminal.err(`${toText({ name: 'confirm', view: confirm })}\n`)
  const why = await toWhy(terminal, confirm, options)
  await confirmByHand(terminal, confirm, options)
  const { incidentId, confirmationId } = confirm
  const answer = requireCurrent(await wizard.press('unblock', { incidentId, confirmationId, values: why }))
  if (isNamed(answer, 'confirm')) throw new ExitError(exitCodes.no, toDeadLine(answer.view.problem))
  const accepted = requireAnswer(answer, 'accepted')
  if (accepted.waitsFor !== '') {
    const text = [accepted.headline, ...accepted.steps.map((step) => step.text)].map(toDeadLine).join('\n')
    throw new ExitError(exitCodes.waits, text)
  }
  terminal.err('Waiting for Exchange …')
  const end = await follow(options.wait, () => wizard.type(`show ${incidentId}`))
  await terminal.out(
    options.json === true ? toDeadJson(JSON.stringify(end)) : toText({ name: 'show', view: end }),
  )
  requireUnblocked(end)
}

/** @throws ExitError with what changed when the answers, or the Yes, were given to something else than what is known now. */
function requireCurrent(card: PlainCard): PlainCard {
  if (!isNamed(card, 'recommendations')) return card
  const changed = card.view.rows.filter(({ changeText }) => changeText !== '')
  const lines = changed.map(
    ({ changeText, title, word, finding }) => `  ${changeText}: ${title}: [${word}] ${finding}`,
  )
  throw new ExitError(exitCodes.no, [card.view.problem, ...lines].map(toDeadLine).join('\n'))
}

function toDrawn({ incidentId, revision }: PlainViews['recommendations']) {
  return { incidentId, revision: Number(revision) }
}

interface Entry {
  readonly incidentId: string
  readonly confirmationId?: string
  readonly revision?: number
  readonly values?: Readonly<Record<string, string>>
}

function createWizard(line: Line) {
  return {
    type: (text: string) => line.ask({ kind: 'command', text }),
    press: (action: PressName, { confirmationId = '', values = {}, ...entry }: Entry) =>
      line.ask({ kind: 'press', action, ...entry, confirmationId, values }),
  }
}

async function confirmByHand(
  terminal: Terminal,
  view: PlainViews['confirm'],
  options: UnblockOptions,
): Promise<void> {
  if (!view.canUnblock)
    throw new ExitError(
      exitCodes.waits,
      'Your review is saved. Somebody who may approve has to confirm the unblock.',
    )
  if (options.yes !== true && !(await isConfirmed(terminal, view.unblockTitle, view.entity)))
    throw new ExitError(exitCodes.no, 'Nothing was unblocked. Your review is saved.')
}

const betweenMilliseconds = 250

/** Watches until Exchange has answered, for a while; the bot goes on without us. */
async function follow(seconds: number, look: () => Promise<PlainCard>): Promise<PlainViews['show']> {
  const until = Date.now() + seconds * 1_000
  for (;;) {
    const view = requireAnswer(await look(), 'show')
    if (view.status !== 'unblocking' || Date.now() >= until) return view
    await new Promise((resolve) => {
      setTimeout(resolve, betweenMilliseconds)
    })
  }
}

export function requireUnblocked(view: PlainViews['show']): void {
  const problem = findProblem(view)
  if (problem !== undefined) throw new ExitError(exitCodes.no, problem)
}

/** Decided by codes alone, and anything but a known good end is none. */
function findProblem({ status, outcome }: PlainViews['show']): string | undefined {
  switch (status) {
    case 'watching':
      return undefined
    case 'unblocking':
      return 'Exchange has not answered yet. The bot goes on; look again with "reprieve show".'
    case 'uncertain':
      return 'It is not known whether it was unblocked. The next look decides; see "reprieve show".'
    case 'stuck':
      return 'Exchange accepted the unblock, and it is still restricted; see "reprieve show".'
    case 'failed':
      return 'Nothing was unblocked.'
    case 'open':
    case 'reviewing':
      return 'Nothing was unblocked, and it waits for a review again.'
    case 'closed':
      return outcome === 'unblocked' ? undefined : 'It ended in another way; see "reprieve show".'
    default:
      status satisfies never
      return 'The running bot said what this program does not know. Is it another version? See "reprieve show".'
  }
}
