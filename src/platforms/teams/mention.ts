import { z } from 'zod'

const mentionSchema = z.object({
  type: z.literal('mention'),
  mentioned: z.object({ id: z.string() }),
  /** What stands for it in the text; some clients leave it out. */
  text: z.string().min(1).optional().catch(undefined),
})
type Mention = z.infer<typeof mentionSchema>

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
  const mentions = readMentions(entities)
  const spoken = mentions.reduce(
    (rest, { text: tag, mentioned }) =>
      tag === undefined ? rest : rest.replaceAll(tag, () => (mentioned.id === botId ? ' ' : toName(tag))),
    text,
  )
  const isUnnamed = mentions.some((mention) => mention.text === undefined && mention.mentioned.id === botId)
  // One without its text is the tag that no other entity has named: there is hardly ever more than one.
  const named = isUnnamed ? spoken.replace(/<at\b[^<>]{0,200}>[^<>]{0,200}<\/at>/i, ' ') : spoken
  const plain = named.replaceAll(/&(?:nbsp|lt|gt|quot|#39|amp);/g, (entity) => toCharacter(entity))
  // `\s` covers the no-break space that Teams puts after a mention. Lines stay: a pasted bounce is read by them.
  return plain
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/ ?\n ?/g, '\n')
    .trim()
    .replace(/^\/?restricted(?:\s|$)/i, '')
}

function readMentions(given: readonly unknown[]): readonly Mention[] {
  return given.map((entity) => mentionSchema.safeParse(entity)).flatMap((read) => read.data ?? [])
}

function toName(tag: string): string {
  return tag.replaceAll(/^<at[^>]*>|<\/at>$/g, '')
}

function toCharacter(entity: string): string {
  return htmlEntities[entity] ?? entity
}
