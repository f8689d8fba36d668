import { z } from 'zod'

const mentionSchema = z.object({
  type: z.literal('mention'),
  mentioned: z.object({ id: z.string() }),
  text: z.string().min(1),
})

const htmlEntities: Readonly<Record<string, string>> = {
  '&nbsp;': ' ',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
}

export interface Typed {
  readonly text: string
  readonly entities: readonly unknown[]
  readonly botId: string
}

/** Whether the bot was spoken to. */
export function isMentioned({ entities, botId }: Pick<Typed, 'entities' | 'botId'>): boolean {
  return readMentions(entities).some((mention) => mention.mentioned.id === botId)
}

/**
 * The command as it was meant. Mentions go by the entity that names them, never by what they look like: a display name
 * can be anything. The bot's own is dropped, other people's become their name.
 */
export function toCommandText({ text, entities, botId }: Typed): string {
  const spoken = readMentions(entities).reduce(
    (rest, mention) => rest.replaceAll(mention.text, () => toSpoken(mention, botId)),
    text,
  )
  const plain = spoken.replaceAll(/&(?:nbsp|lt|gt|quot|#39|amp);/g, (entity) => toCharacter(entity))
  // `\s` covers the no-break space that Teams puts after a mention.
  return plain
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/^\/?restricted(?: |$)/i, '')
}

function readMentions(given: readonly unknown[]): readonly z.infer<typeof mentionSchema>[] {
  return given.map((entity) => mentionSchema.safeParse(entity)).flatMap((read) => read.data ?? [])
}

function toSpoken(mention: z.infer<typeof mentionSchema>, botId: string): string {
  return mention.mentioned.id === botId ? ' ' : mention.text.replaceAll(/^<at[^>]*>|<\/at>$/g, '')
}

function toCharacter(entity: string): string {
  return htmlEntities[entity] ?? entity
}
