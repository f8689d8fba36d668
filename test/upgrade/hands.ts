// What people do with the buttons on the page, on either platform: found as they are drawn, pressed as they were posted.
import { z } from 'zod'
import type { PersonKey } from '../../playground/people.js'
import type { PlaygroundSight, SlackBlock, SlackViewSight } from '../../playground/sight.js'
import { type Today, untilThere } from './former.js'

export interface Hand {
  /** On the card in the channel that says this. */
  press(text: string, button: string): Promise<void>
  /** On what this person alone was shown after that. */
  pressNext(button: string): Promise<void>
  /** From the review to the question: every answer "yes", with a note. */
  fillIn(): Promise<void>
}

const note = 'Spoke to them, new password.'
const isSaying = (text: string) => (one: object) => JSON.stringify(one).includes(text)

export async function look({ address }: Today, person: PersonKey): Promise<PlaygroundSight> {
  const response = await fetch(`${address}playground/api/state?person=${person}`)
  return (await response.json()) as PlaygroundSight
}

export function onSlack(today: Today, person: PersonKey): Hand {
  const toPress = (blocks: readonly SlackBlock[], button: string) => {
    const block = blocks.find(isSaying(`"action_id":"${button}"`))
    return block && { person, blockId: block.block_id, actionId: button }
  }
  const untilView = (find: (view: SlackViewSight) => object | undefined) =>
    untilThere(async () => {
      const { view } = (await look(today, person)).slack
      const found = view && find(view)
      return found && { ...found, viewId: view.id }
    })

  return {
    async press(text, button) {
      const found = await untilThere(async () => {
        const { messages } = (await look(today, person)).slack
        const message = messages.find(isSaying(text))
        const blocks = message && [...message.blocks, ...message.attachments.flatMap((one) => one.blocks)]
        const press = blocks && toPress(blocks, button)
        return press && { ...press, on: { messageTs: message.ts } }
      })
      await today.act('slack/press', found)
    },
    async pressNext(button) {
      // The Yes is the window's own button.
      if (button === 'unblock') {
        const { viewId } = await untilView(({ title }) => (title === 'Unblock?' ? {} : undefined))
        await today.act('slack/submit', { person, viewId, entered: [] })
        return
      }
      const { viewId, ...press } = await untilView(({ blocks }) => toPress(blocks, button))
      await today.act('slack/press', { ...press, on: { viewId } })
    },
    async fillIn() {
      const overview = await untilView(({ title }) => (title === 'Review' ? {} : undefined))
      await today.act('slack/submit', { person, viewId: overview.viewId })
      const form = await untilView(({ title, blocks }) =>
        title === 'Recommendations' ? { entered: blocks.flatMap(toEntry) } : undefined,
      )
      await today.act('slack/submit', { person, ...form })
    },
  }
}

const inputBlock = z.looseObject({
  type: z.literal('input'),
  block_id: z.string(),
  element: z.looseObject({ type: z.string(), action_id: z.string() }),
})

function toEntry(block: SlackBlock) {
  const { data } = inputBlock.safeParse(block)
  if (data === undefined) return []
  const { type, action_id: actionId } = data.element
  if (type === 'checkboxes') return []
  return [{ blockId: data.block_id, actionId, value: type === 'plain_text_input' ? note : 'yes' }]
}

export function onTeams(today: Today, person: PersonKey): Hand {
  /** The post whose card is pressed: what comes next is shown below it, or in its place. */
  let root = ''

  async function find(text: string, verb: string) {
    const { posts } = (await look(today, person)).teams
    const seen = posts.find((one) => one.id === root || (root === '' && isSaying(text)(one)))
    if (seen === undefined) return undefined
    for (const shown of [seen, ...seen.replies].reverse()) {
      const found = await findOn(shown, verb)
      if (found !== undefined) return { ...found, root: seen.id }
    }
    return undefined
  }

  async function findOn(
    { id, cards }: Pick<PlaygroundSight['teams']['posts'][number], 'id' | 'cards'>,
    verb: string,
  ) {
    const parts = listParts(cards)
    const actions = parts.map((part) => executeAction.safeParse(part).data).filter((one) => one !== undefined)
    const press = (action: (typeof actions)[number]) => ({ person, activityId: id, action })
    const wanted = actions.find((one) => one.verb === verb)
    if (wanted !== undefined) return press({ ...wanted, data: { ...toInputs(parts), ...wanted.data } })
    // The card was edited meanwhile: Teams asks by itself for what this person was at.
    const refresh = actions.find((one) => one.verb === 'resume')
    if (refresh !== undefined) await today.act('teams/execute', press({ ...refresh, trigger: 'automatic' }))
    // A Yes comes from its form alone, which is what was there again.
    const form = actions.find((one) => verb === 'unblock' && one.verb === 'confirm')
    if (form !== undefined)
      await today.act('teams/execute', press({ ...form, data: { ...toInputs(parts), ...form.data } }))
    return undefined
  }

  async function execute(text: string, verb: string): Promise<void> {
    const { root: at, ...found } = await untilThere(() => find(text, verb))
    root = at
    await today.act('teams/execute', found)
  }

  return {
    press: execute,
    pressNext: (button) => execute('', button),
    async fillIn() {
      await execute('', 'recommendations')
      await execute('', 'confirm')
    },
  }
}

const executeAction = z.object({
  type: z.literal('Action.Execute'),
  verb: z.string(),
  data: z.record(z.string(), z.unknown()).default({}),
  trigger: z.literal('automatic').optional(),
})
const input = z.looseObject({
  type: z.enum(['Input.ChoiceSet', 'Input.Text']),
  id: z.string(),
  isMultiSelect: z.boolean().optional(),
})

/** A card's elements and actions, however deep they are. */
function listParts(part: unknown): readonly unknown[] {
  return typeof part === 'object' && part !== null ? [part, ...Object.values(part).flatMap(listParts)] : []
}

function toInputs(parts: readonly unknown[]): Record<string, string> {
  const inputs = parts.map((part) => input.safeParse(part).data).filter((one) => one !== undefined)
  const asked = inputs.filter(({ isMultiSelect = false }) => !isMultiSelect)
  return Object.fromEntries(asked.map(({ type, id }) => [id, type === 'Input.Text' ? note : 'yes']))
}
