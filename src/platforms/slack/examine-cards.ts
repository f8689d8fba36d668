// Whether Slack takes every card, asked of Slack itself: https://docs.slack.dev/reference/methods/blocks.validate
import { WebAPIPlatformError } from '@slack/web-api'
import { z } from 'zod'
import { pause } from '../../concurrency/pause.js'
import type { Check } from '../../domain/check.js'
import { PlatformError } from '../../errors.js'
import type { Card, Clock } from '../../ports.js'
import type { Clients } from './clients.js'
import { toPlatformError } from './platform-error.js'
import type { Surface } from './surface.js'
import type { Drawn, Twins } from './twins.js'

export interface CardSamples {
  /** Every card with an invented view. */
  list(): readonly Card[]
  /** Slack names no figure for this method, and says when to slow down. */
  readonly paceMilliseconds?: number
}

interface Parts {
  readonly clients: Clients
  readonly twins: Twins
  readonly clock: Clock
  readonly samples: CardSamples
}

const name = 'Cards'
const usualPaceMilliseconds = 100
const mostProblems = 5

export async function examineCards(parts: Parts, signal: AbortSignal): Promise<readonly Check[]> {
  const { twins, clock, samples } = parts
  const { paceMilliseconds = usualPaceMilliseconds } = samples
  const drawn = listDrawn(twins, samples.list())
  const problems: Check[] = []
  let asked = 0
  const plainer = new Set<string>()
  for (const one of drawn) {
    if (signal.aborted || problems.length >= mostProblems) break
    const answer = await ask(parts, one)
    if (answer.kind === 'silent') return [...problems, toUnchecked(answer.why)]
    if (answer.kind === 'refused') problems.push(toProblem(one.card.name, answer.errors))
    if (answer.kind === 'plainer') plainer.add(one.card.name)
    asked += 1
    if (paceMilliseconds > 0) await pause(clock, paceMilliseconds)
  }
  const left = drawn.length - asked
  if (problems.length > 0) return problems
  if (left > 0)
    return [toUnchecked(`Slack takes ${asked} of ${drawn.length}; there was no time for the rest`)]
  const shown = plainer.size === 0 ? '' : ` Plainer than elsewhere: ${[...plainer].join(', ')}.`
  return [
    { name, result: 'ok', found: `Slack takes all of them: ${drawn.length} looked at.${shown}`, remedy: '' },
  ]
}

/** Each as Slack would be sent it, once where two look alike. */
function listDrawn(twins: Twins, cards: readonly Card[]): readonly Drawn[] {
  const drawn = new Map<string, Drawn>()
  for (const card of cards) {
    const one = twins.draw(card)
    drawn.set(JSON.stringify(one.surface), one)
  }
  return [...drawn.values()]
}

function toUnchecked(why: string): Check {
  return { name, result: 'skipped', found: `They could not be checked with Slack: ${why}.`, remedy: '' }
}

const errorsSchema = z
  .array(
    z.object({ pointer: z.string().catch(''), code: z.string().catch(''), message: z.string().catch('') }),
  )
  .catch([])

type SlackErrors = z.output<typeof errorsSchema>
type Answer =
  | { readonly kind: 'taken' }
  /** Without a kind of block that this workspace refuses. */
  | { readonly kind: 'plainer' }
  | { readonly kind: 'refused'; readonly errors: SlackErrors }
  | { readonly kind: 'silent'; readonly why: string }

/** The only words that speak of the card; all else, as a method that this workspace does not have, says nothing of it. */
const refusals = ['invalid_blocks', 'invalid_message', 'invalid_view']

async function ask({ clients, twins }: Pick<Parts, 'clients' | 'twins'>, drawn: Drawn): Promise<Answer> {
  let tries = 0
  try {
    await twins.send(drawn, async (surface) => {
      tries += 1
      await validate(clients, surface)
    })
    return { kind: tries > 1 ? 'plainer' : 'taken' }
  } catch (error) {
    const cause = error instanceof PlatformError ? error.cause : undefined
    if (!(cause instanceof WebAPIPlatformError))
      return { kind: 'silent', why: 'it did not answer, or asked to slow down' }
    const { error: code, errors } = { errors: undefined, ...cause.data }
    if (!refusals.includes(code)) return { kind: 'silent', why: `it answered ${code.slice(0, 80)}` }
    return { kind: 'refused', errors: errorsSchema.parse(errors) }
  }
}

/** What it says here is nothing of how Slack is: the method is not needed for anything else. */
async function validate({ bulk }: Clients, surface: Surface): Promise<void> {
  const asked =
    surface.kind === 'message'
      ? { message: { blocks: surface.message.blocks, attachments: surface.message.attachments ?? [] } }
      : { view: surface.view }
  try {
    await bulk.blocks.validate(asked)
  } catch (error) {
    throw toPlatformError('blocks.validate', error)
  }
}

function toProblem(card: string, [first, ...more]: SlackErrors): Check {
  const { pointer = '', code = '', message = '' } = first ?? {}
  const where = pointer === '' ? '' : ` at ${pointer}`
  const what = message || code || 'it does not say what'
  const others = more.length === 0 ? '' : `, and ${more.length} more`
  return {
    name: `Card "${card}"`,
    result: 'problem',
    found: `Slack would refuse it${where}: ${what}${others}.`.slice(0, 400),
    remedy: 'Report it as a fault of Reprieve, with what was found.',
  }
}
