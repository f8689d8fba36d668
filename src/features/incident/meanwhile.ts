// Where an edit of a card waits for whoever reads a page in its place, the thread tells what others must not miss: who is
// on it. When that ends moves with every press, and is not worth a line.
import { z } from 'zod'
import type { Card } from '../../ports.js'

const viewSchema = z.object({ whoText: z.string(), entity: z.string() })

export function toWhoLine(shown: Card, next: Card): Card | undefined {
  const [before, now] = [shown, next].map(({ view }) => viewSchema.safeParse(view).data)
  if (before === undefined || now === undefined || now.whoText === '') return undefined
  const who = toWho(now.whoText)
  if (who === toWho(before.whoText)) return undefined
  const [icon = '', ...words] = who.split(' ')
  return { name: 'line', view: { icon, text: `${words.join(' ')}: ${now.entity}`, mentions: [] } }
}

/** Without the times. */
function toWho(whoText: string): string {
  return whoText.split(' · ')[0] ?? ''
}
