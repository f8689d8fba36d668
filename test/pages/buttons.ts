// A button by its words, wherever on a card it stands, as pressing it wants it.
import { z } from 'zod'
import type { SlackMessageSight, TeamsPostSight } from '../../playground/sight.js'
import type { TeamsAction } from '../../playground/teams/invoke.js'

const slackButton = z.object({ action_id: z.string(), text: z.object({ text: z.string() }) })

/** @throws Error when there is none. */
export function findSlackButton(messages: readonly SlackMessageSight[], title: string) {
  for (const message of messages.toReversed())
    for (const block of [...message.blocks, ...message.attachments.flatMap(({ blocks }) => blocks)])
      for (const element of Array.isArray(block.elements) ? block.elements : []) {
        const button = slackButton.safeParse(element)
        if (button.success && button.data.text.text === title)
          return { on: { messageTs: message.ts }, blockId: block.block_id, actionId: button.data.action_id }
      }
  throw new Error(`There is no button "${title}" on Slack.`)
}

const teamsButton = z.object({
  type: z.literal('Action.Execute'),
  verb: z.string(),
  title: z.string(),
  data: z.record(z.string(), z.unknown()),
})

/** @throws Error when there is none. */
export function findTeamsButton(posts: readonly TeamsPostSight[], title: string) {
  for (const post of posts.flatMap((one) => [one, ...one.replies]).toReversed())
    for (const action of post.cards.flatMap(({ card }) => listDeep(card))) {
      const button = teamsButton.safeParse(action)
      if (button.success && button.data.title === title)
        return { activityId: post.id, action: button.data satisfies TeamsAction }
    }
  throw new Error(`There is no button "${title}" on Teams.`)
}

function listDeep(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return []
  return [value, ...Object.values(value).flatMap(listDeep)]
}
