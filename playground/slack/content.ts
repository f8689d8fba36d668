// What a message or a modal may hold: Slack's own words for what is wrong, and ids for blocks that came without.
import { z } from 'zod'
import { parseJson } from '../http.js'
import type { SlackBlock } from '../sight.js'
import { blocks, type CheckedBlock, elementsOf, plainText, windowBlocks } from './block-schema.js'

/** WebClient sends nested values as JSON inside a form; anybody else may send them as they are. */
const embedded = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value, context) => {
    if (typeof value !== 'string') return value
    const read = parseJson(value)
    if (read.ok) return read.value
    context.addIssue({ code: 'custom', message: 'is not JSON' })
    return z.NEVER
  }, schema)

export const messageBlocks = embedded(blocks(50))

/** The older frame around blocks; Slack draws a bar in its colour. */
export const messageAttachments = embedded(
  z
    .array(
      z.looseObject({
        color: z.string().max(20).optional(),
        fallback: z.string().optional(),
        text: z.string().optional(),
        pretext: z.string().optional(),
        title: z.string().optional(),
        mrkdwn_in: z.array(z.string()).optional(),
        blocks: blocks(50).optional(),
      }),
    )
    .max(100),
)

export const messageMetadata = embedded(
  z.strictObject({ event_type: z.string().min(1), event_payload: z.record(z.string(), z.unknown()) }),
)

const modal = z
  .strictObject({
    type: z.literal('modal'),
    title: plainText(24),
    submit: plainText(24).optional(),
    close: plainText(24).optional(),
    blocks: windowBlocks(100),
    private_metadata: z.string().max(3000).optional(),
    callback_id: z.string().max(255).optional(),
    external_id: z.string().max(255).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
    submit_disabled: z.boolean().optional(),
  })
  .refine((view) => view.submit !== undefined || view.blocks.every((block) => block.type !== 'input'), {
    path: ['submit'],
    message: 'a view with an input block needs a submit button',
  })

/** What `views.publish` takes: https://docs.slack.dev/surfaces/app-home */
const home = z.strictObject({
  type: z.literal('home'),
  blocks: blocks(100),
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
})

export const homeView = embedded(home)
export type HomeView = z.infer<typeof home>

export const modalView = embedded(modal)
export type ModalView = z.infer<typeof modal>

/** Problems in the shape of Slack's `response_metadata.messages`. */
export function toSlackMessages(error: z.ZodError, root: string): readonly string[] {
  return error.issues.map(
    (issue) => `[ERROR] ${issue.message} [json-pointer:/${[root, ...issue.path].join('/')}]`,
  )
}

/** Slack names every block and element that came without a name. */
export function withIds(
  list: readonly CheckedBlock[],
  nextId: () => string,
): readonly (CheckedBlock & SlackBlock)[] {
  return list.map((block) => {
    const named = structuredClone(block)
    for (const element of elementsOf(named)) element.action_id ??= nextId()
    return { ...named, block_id: named.block_id ?? nextId() }
  })
}
