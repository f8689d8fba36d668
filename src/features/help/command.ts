// The same verbs on both platforms.

import type { Actor } from '../../domain/actor.js'
import { diagnoseBounce } from '../../domain/bounce.js'
import { findAddresses } from '../../domain/pasted/index.js'
import type { Command } from '../../domain/press.js'
import { say, tellCommand, type Words } from '../../domain/said.js'
import { RefusedError } from '../../errors.js'
import type { Answer } from '../../ports.js'
import { toDataAnswer } from '../data.js'
import { isAllowed, requireAccess } from '../entrance/gate.js'
import { parseCommand, type Unparsed } from '../entrance/parse.js'
import { type CommandRow, collect, type Parts } from '../feature.js'
import { toHelpCard } from './card.js'

function collectCommands({ features }: Parts): ReadonlyMap<string, CommandRow> {
  return collect(features.map(({ commands }) => commands))
}

/** @throws RefusedError and whatever a command throws; the caller turns it into words. */
export async function runCommand(parts: Parts, { actor, text, asData }: Command): Promise<Answer> {
  const commands = collectCommands(parts)
  const parsed = parseCommand(text, [...commands.keys()])
  requireAccess(parts, { actor, permission: 'help' })
  if (parsed.verb === undefined) return showHelp(parts, actor, toSuggestion(parsed))
  const command = commands.get(parsed.verb)
  if (command === undefined) return showHelp(parts, actor, '')
  requireAccess(parts, { actor, permission: command.permission })
  const typed = { actor, rest: parsed.rest, pasted: parsed.pasted }
  if (asData !== true) return command.run(parts, typed)
  if (command.data === undefined)
    throw new RefusedError('bad-input', `There is no data of ${parsed.verb}, only what people are shown.`)
  return toDataAnswer(await command.data.tell(parts, typed))
}

/** As much of what was typed as is said back. */
const longestEcho = 80

function toSuggestion({ typed, rest, suggestion }: Unparsed): Words {
  const known = `There is no command "${typed.slice(0, 40)}".`
  if (suggestion !== undefined) {
    const meant = `${suggestion} ${rest}`.trim()
    return say`${known} Did you mean ${tellCommand(meant.length <= longestEcho ? meant : suggestion)}?`
  }
  const whole = `${typed} ${rest}`
  if (diagnoseBounce(whole).meaning !== 'no-bounce')
    return say`Is that a bounce? Type ${tellCommand('explain')} and paste it behind that.`
  const [address, ...others] = findAddresses(whole)
  return address === undefined || others.length > 0
    ? known
    : say`${known} Did you mean ${tellCommand(`show ${address}`)}?`
}

/** Only what this actor may do. */
export async function showHelp(parts: Parts, actor: Actor, suggestion: Words): Promise<Answer> {
  const rows = [...collectCommands(parts).values()]
    .filter(({ permission }) => isAllowed(parts, { actor, permission }))
    .map(({ usage, text }) => ({ command: usage, text }))
  return toHelpCard({ rows, canRead: isAllowed(parts, { actor, permission: 'read' }), suggestion })
}
