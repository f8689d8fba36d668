// Which private message a button is on. Its buttons carry a name that we made: what Teams says of the message with a press
// of one that a single member sees is not written down anywhere.
import { z } from 'zod'

export const pageKey = 'pageId'

const pressedSchema = z.object({
  action: z.object({ data: z.object({ [pageKey]: z.string().min(1).max(100) }) }),
})
const submittedSchema = z.object({ [pageKey]: z.string().min(1).max(100) })

/** `value` of an invoke, or of the message that `Action.Submit` sends. Undefined for a button that is on no private message. */
export function readPageId(value: unknown): string | undefined {
  return (
    pressedSchema.safeParse(value).data?.action.data[pageKey] ??
    submittedSchema.safeParse(value).data?.[pageKey]
  )
}

/** The rendered card, with the name on all of its buttons. */
export function markPage(rendered: unknown, pageId: string): unknown {
  if (Array.isArray(rendered)) return rendered.map((one: unknown) => markPage(one, pageId))
  if (typeof rendered !== 'object' || rendered === null) return rendered
  const marked = Object.fromEntries(
    Object.entries(rendered).map(([key, value]): [string, unknown] => [key, markPage(value, pageId)]),
  )
  if (marked.type !== 'Action.Execute' && marked.type !== 'Action.Submit') return marked
  const data = typeof marked.data === 'object' && marked.data !== null ? marked.data : {}
  return { ...marked, data: { ...data, [pageKey]: pageId } }
}
