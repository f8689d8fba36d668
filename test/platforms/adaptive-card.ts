// What Teams takes: Microsoft's own parser for structure, and limits it does not know.
import { createRequire } from 'node:module'
import type * as AdaptiveCards from 'adaptivecards'
import { z } from 'zod'

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
  const old = toOldTwin(card)
  const isTwin = JSON.stringify(read(card).card.toJSON()) === JSON.stringify(read(old).card.toJSON())
  return [
    ...tooLarge,
    ...findHeadProblems(card),
    ...findCrowds(card),
    ...findNewProblems(card),
    ...parse(old),
    ...(isTwin ? [] : ['an old client shows something else than what is to be shown instead']),
  ]
}

const fallback = z.looseObject({ type: z.enum(['RichTextBlock', 'Input.Text']) })

/** What Teams draws and Microsoft's old library does not, with what the latter shows instead: 1.5 and nothing else. */
const newElements = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('Badge'),
    text: z.string().min(1).max(60),
    style: z.enum(['Default', 'Subtle', 'Informative', 'Accent', 'Good', 'Attention', 'Warning']),
    appearance: z.enum(['Filled', 'Tint']),
    spacing: z.literal('Small'),
    fallback,
  }),
  z.strictObject({
    type: z.literal('CodeBlock'),
    codeSnippet: z.string(),
    language: z.literal('PlainText'),
    fallback,
  }),
])
const newTypes: readonly unknown[] = ['Badge', 'CodeBlock']
const isNew = (value: object): value is Json => 'type' in value && newTypes.includes(value.type)

function findNewProblems(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  const own = isNew(value) ? newElements.safeParse(value) : undefined
  const problems = own?.success === false ? [z.prettifyError(own.error)] : []
  return [...problems, ...Object.values(value).flatMap(findNewProblems)]
}

/** As clients see it that know 1.5 alone. */
export function toOldTwin(card: Json): Json {
  const withoutNew = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(withoutNew)
    if (typeof value !== 'object' || value === null) return value
    return isNew(value) ? value.fallback : toOldTwin({ ...value })
  }
  return Object.fromEntries(Object.entries(card).map(([key, value]) => [key, withoutNew(value)]))
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

function read(json: Json) {
  const context = new SerializationContext()
  const card = new AdaptiveCard()
  // Microsoft's parser counts those under ⋯ as well; how many stand beside each other is looked at on its own.
  card.hostConfig = new HostConfig({ actions: { maxActions: 10 } })
  card.parse(json, context)
  return { card, context }
}

function parse(json: Json): readonly string[] {
  const { card, context } = read(json)
  const parsed = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message)
  return [...parsed, ...card.validateProperties().validationEvents.map(({ message }) => message)]
}
