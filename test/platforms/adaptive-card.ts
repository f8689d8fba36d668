// What Teams takes: Microsoft's own parser for structure, and limits it does not know.
import { createRequire } from 'node:module'
import type * as AdaptiveCards from 'adaptivecards'

// The package's ES modules do not load in Node; its UMD build does.
const { AdaptiveCard, HostConfig, SerializationContext } = createRequire(import.meta.url)(
  'adaptivecards/dist/adaptivecards.js',
) as typeof AdaptiveCards

type Json = Readonly<Record<string, unknown>>

/** Teams takes 100 KB counted in UTF-16; the card stays under 80. */
const cardBytes = 80_000

export function findTeamsProblems(card: Json): readonly string[] {
  const tooLarge = JSON.stringify(card).length * 2 > cardBytes ? ['larger than 80 KB'] : []
  if (card.type === 'message') {
    return [...tooLarge, ...(typeof card.text === 'string' && card.text !== '' ? [] : ['no text'])]
  }
  return [...tooLarge, ...findHeadProblems(card), ...findCrowds(card), ...parse(card)]
}

function findHeadProblems({ type, version, fallbackText }: Json): readonly string[] {
  return [
    type === 'AdaptiveCard' ? '' : `type is ${String(type)}`,
    version === '1.5' ? '' : `version is ${String(version)}`,
    typeof fallbackText === 'string' && fallbackText.trim() !== '' ? '' : 'no fallbackText',
  ].filter((problem) => problem !== '')
}

/** As many buttons beside each other as Microsoft's parser draws. */
const mostActions = 5

function findCrowds(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(findCrowds)
  if (typeof value !== 'object' || value === null) return []
  const primary = 'actions' in value && Array.isArray(value.actions) ? value.actions.filter(isPrimary) : []
  const own = primary.length > mostActions ? [`${primary.length} buttons beside each other`] : []
  return [...own, ...Object.values(value).flatMap(findCrowds)]
}

function isPrimary(action: unknown): boolean {
  return typeof action !== 'object' || action === null || !('mode' in action) || action.mode !== 'secondary'
}

function parse(json: Json): readonly string[] {
  const context = new SerializationContext()
  const card = new AdaptiveCard()
  // Microsoft's parser counts those under ⋯ as well; how many stand beside each other is looked at on its own.
  card.hostConfig = new HostConfig({ actions: { maxActions: 10 } })
  card.parse(json, context)
  const parsed = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message)
  return [...parsed, ...card.validateProperties().validationEvents.map(({ message }) => message)]
}
