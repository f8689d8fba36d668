// The same verbs on both platforms. One line a command.

import type { Deed } from '../../domain/access.js'
import type { Actor } from '../../domain/actor.js'
import type { Command } from '../../domain/press.js'
import type { Parts } from '../../outbox/parts.js'
import type { Answer } from '../../ports.js'
import { getIncidentByText } from '../browse/find.js'
import { showHistory } from '../browse/history.js'
import { showList } from '../browse/list.js'
import { showDetails } from '../browse/show.js'
import { callDoctor } from '../doctor/command.js'
import { explainBounce } from '../explain/command.js'
import { showPolicies } from '../policies/command.js'
import { openReview } from '../review/open.js'
import { showStatus } from '../status/command.js'
import { isAllowed, requireAccess } from './gate.js'
import { toHelpCard } from './help.js'
import { parseCommand, type Typed, type Verb } from './parse.js'

interface VerbRow {
  readonly deed: Deed
  readonly usage: string
  readonly text: string
  readonly run: (parts: Parts, typed: Typed) => Promise<Answer>
}

const commandTable: Readonly<Record<Verb, VerbRow>> = {
  list: {
    deed: 'read',
    usage: 'list [text] [senders|connectors] [tenant NAME] [page N]',
    text: 'What is restricted now',
    run: showList,
  },
  show: {
    deed: 'read',
    usage: 'show <address or connector>',
    text: 'Everything known about one, and what happened',
    run: showDetails,
  },
  review: {
    deed: 'review',
    usage: 'review <address or connector>',
    text: 'Review & unblock, step by step',
    run: reviewByText,
  },
  history: {
    deed: 'read',
    usage: 'history [address or connector]',
    text: 'What is over, newest first',
    run: showHistory,
  },
  explain: {
    deed: 'help',
    usage: 'explain <text of the bounce>',
    text: 'What a bounce means, and whether an unblock helps',
    run: explainBounce,
  },
  policies: {
    deed: 'read',
    usage: 'policies [tenant NAME] [refresh]',
    text: 'Whether Microsoft tells anybody of a restriction, and what stops a sender',
    run: showPolicies,
  },
  status: { deed: 'read', usage: 'status', text: 'Whether Reprieve itself is well', run: showStatus },
  doctor: {
    deed: 'examine',
    usage: 'doctor [again]',
    text: 'Checks that everything Reprieve needs works, and says how to mend what does not',
    run: callDoctor,
  },
  help: { deed: 'help', usage: 'help', text: 'This', run: (parts, { actor }) => showHelp(parts, actor, '') },
}

/** @throws RefusedError and whatever a command throws; the caller turns it into words. */
export async function runCommand(parts: Parts, { actor, text }: Command): Promise<Answer> {
  const parsed = parseCommand(text)
  requireAccess(parts, { actor, deed: 'help' })
  if (parsed.verb === undefined) return showHelp(parts, actor, toSuggestion(text, parsed.suggestion))
  const command = commandTable[parsed.verb]
  requireAccess(parts, { actor, deed: command.deed })
  return command.run(parts, { actor, rest: parsed.rest })
}

function toSuggestion(text: string, verb: Verb | undefined): string {
  const typed = text.trim().split(/\s+/)[0] ?? ''
  const known = `There is no command "${typed.slice(0, 40)}".`
  return verb === undefined ? known : `${known} Did you mean ${verb}?`
}

async function reviewByText(parts: Parts, { actor, rest }: Typed): Promise<Answer> {
  const incident = await getIncidentByText(parts, rest)
  return openReview(parts, { actor, incidentId: incident.id })
}

/** Only what this actor may do. */
async function showHelp(parts: Parts, actor: Actor, suggestion: string): Promise<Answer> {
  const rows = Object.values(commandTable)
    .filter(({ deed }) => isAllowed(parts, { actor, deed }))
    .map(({ usage, text }) => ({ command: usage, text }))
  return toHelpCard({ rows, canRead: isAllowed(parts, { actor, deed: 'read' }), suggestion })
}
