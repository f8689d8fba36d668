// The same verbs on both platforms.
import type { Actor } from '../../domain/actor.js'
import type { Command } from '../../domain/press.js'
import type { Answer } from '../../ports.js'
import { isAllowed, requireAccess } from '../entrance/gate.js'
import { parseCommand } from '../entrance/parse.js'
import { type CommandRow, collect, type Parts } from '../feature.js'
import { toHelpCard } from './card.js'

function collectCommands({ features }: Parts): ReadonlyMap<string, CommandRow> {
  return collect(features.map(({ commands }) => commands))
}

/** @throws RefusedError and whatever a command throws; the caller turns it into words. */
export async function runCommand(parts: Parts, { actor, text }: Command): Promise<Answer> {
  const commands = collectCommands(parts)
  const parsed = parseCommand(text, [...commands.keys()])
  requireAccess(parts, { actor, permission: 'help' })
  if (parsed.verb === undefined) return showHelp(parts, actor, toSuggestion(text, parsed.suggestion))
  const command = commands.get(parsed.verb)
  if (command === undefined) return showHelp(parts, actor, toSuggestion(text, undefined))
  requireAccess(parts, { actor, permission: command.permission })
  return command.run(parts, { actor, rest: parsed.rest, pasted: toPasted(text, parsed.verb) })
}

function toPasted(text: string, verb: string): string {
  const at = text.toLowerCase().indexOf(verb)
  return text
    .slice(at + verb.length)
    .replace(/^:/, '')
    .trim()
}

function toSuggestion(text: string, verb: string | undefined): string {
  const typed = text.trim().split(/\s+/)[0] ?? ''
  const known = `There is no command "${typed.slice(0, 40)}".`
  return verb === undefined ? known : `${known} Did you mean ${verb}?`
}

/** Only what this actor may do. */
export async function showHelp(parts: Parts, actor: Actor, suggestion: string): Promise<Answer> {
  const rows = [...collectCommands(parts).values()]
    .filter(({ permission }) => isAllowed(parts, { actor, permission }))
    .map(({ usage, text }) => ({ command: usage, text }))
  return toHelpCard({ rows, canRead: isAllowed(parts, { actor, permission: 'read' }), suggestion })
}
