// What somebody sees on either platform, as buttons that can be pressed: on the card of one restricted sender, or on the
// page that the last press led to.
import { z } from 'zod'
import type { PersonKey } from '../../playground/people.js'
import type { ActResult, SlackBlock, SlackViewSight } from '../../playground/sight.js'
import type { World } from './world.js'

export interface Button {
  readonly action: string
  press(): Promise<ActResult>
}

export interface Page {
  /** All that is on it, to look for words in. */
  readonly text: string
  readonly buttons: readonly Button[]
}

export interface Eyes {
  readonly platform: 'slack' | 'teams'
  readonly person: PersonKey
  /** Addresses whose card is in the channel and can be pressed. */
  listCards(): readonly string[]
  /** The card of this sender in the channel. */
  findCard(address: string): Page | undefined
  /** What this person was shown after a press on it; undefined when that was nothing. */
  findNext(address: string): Page | undefined
  /** Closes what is open, so that the next card can be looked at. */
  leave(): Promise<void>
}

const note = 'Spoke to them, new password.'
const addresses = /\bp\d+@contoso\.com\b/g

/** Below a card that has several of them, the newest page may be about another one. */
function isAbout(address: string, text: string): boolean {
  const named: readonly string[] = text.match(addresses) ?? []
  return named.length === 0 || named.includes(address)
}

export function createSlackEyes({ slack }: World, person: PersonKey): Eyes {
  const look = () => slack.look(person)
  const roots = () =>
    look().messages.map(({ ts, text, blocks, attachments }) => ({
      ts,
      text,
      blocks: [...blocks, ...attachments.flatMap((one) => one.blocks)],
    }))
  const isOf = (address: string) => (one: { readonly text: string }) => one.text.includes(`${address} `)

  return {
    platform: 'slack',
    person,
    listCards: () =>
      roots().flatMap(({ text, blocks }) =>
        has(blocks, 'review') ? (text.match(addresses) ?? []).slice(0, 1) : [],
      ),
    findCard(address) {
      const card = roots().find(isOf(address))
      if (card === undefined) return undefined
      const on = { messageTs: card.ts }
      return toPage(card.blocks, (button) => slack.press({ person, on, ...button }))
    },
    findNext() {
      const { view } = look()
      if (view === undefined) return undefined
      const page = toPage(view.blocks, (button) =>
        slack.press({ person, on: { viewId: view.id }, ...button, entered: toEntries(view) }),
      )
      if (view.submit === undefined) return page
      const submit = () => slack.submit({ person, viewId: view.id, entered: toEntries(view) })
      return { text: page.text, buttons: [...page.buttons, { action: toSubmitted(view), press: submit }] }
    },
    async leave() {
      for (let { view } = look(); view !== undefined; { view } = look())
        await slack.close({ person, viewId: view.id })
    },
  }
}

/** The window's own button is what the buttons of the other platform are called. */
function toSubmitted({ title, submit = '' }: SlackViewSight): string {
  if (title === 'Unblock?') return 'unblock'
  if (/^(Yes|Do|Start)/.test(submit) && !/Next|Submit/.test(submit)) return 'contain-set'
  return title === 'Recommendations' ? 'confirm' : 'recommendations'
}

function has(blocks: readonly SlackBlock[], action: string): boolean {
  return JSON.stringify(blocks).includes(`"action_id":"${action}"`)
}

const element = z.looseObject({
  type: z.string(),
  action_id: z.string().optional(),
  url: z.string().optional(),
  options: z.array(z.looseObject({ value: z.string() })).optional(),
})
const pressable = z.looseObject({
  elements: z.array(element.or(z.looseObject({ type: z.string() }))).optional(),
  accessory: element.optional(),
})

function toPage(
  blocks: readonly SlackBlock[],
  press: (button: { readonly blockId: string; readonly actionId: string }) => Promise<ActResult>,
): Page {
  const buttons = blocks.flatMap((block) => {
    const { elements = [], accessory } = pressable.parse(block)
    return [...elements, accessory].flatMap((one) => {
      const { data } = element.safeParse(one)
      if (data?.type !== 'button' || data.url !== undefined || data.action_id === undefined) return []
      const button = { blockId: block.block_id, actionId: data.action_id }
      return [{ action: data.action_id, press: () => press(button) }]
    })
  })
  return { text: JSON.stringify(blocks), buttons }
}

function toEntries({ blocks }: SlackViewSight) {
  return blocks.flatMap((block) => {
    const { data } = z.looseObject({ type: z.literal('input'), element }).safeParse(block)
    if (data?.element.action_id === undefined) return []
    const { type, action_id: actionId, options = [] } = data.element
    const values = options.map(({ value }) => value)
    const value =
      type === 'plain_text_input'
        ? note
        : type === 'checkboxes'
          ? values
          : values.includes('yes')
            ? 'yes'
            : null
    return [{ blockId: block.block_id, actionId, value }]
  })
}

const executeAction = z.object({
  type: z.literal('Action.Execute'),
  verb: z.string(),
  data: z.record(z.string(), z.unknown()).default({}),
})
const input = z.looseObject({
  type: z.enum(['Input.ChoiceSet', 'Input.Text']),
  id: z.string(),
  isMultiSelect: z.boolean().optional(),
  choices: z.array(z.object({ value: z.string() })).optional(),
})

export function createTeamsEyes({ teams }: World, person: PersonKey): Eyes {
  const posts = () => teams.look(person).posts
  const find = (address: string) => {
    const own = new RegExp(`\\b${address.replaceAll('.', '\\.')}\\b`)
    return posts().find(({ cards }) => own.test(JSON.stringify(cards)))
  }

  function toPage({ id, cards }: Pick<ReturnType<typeof posts>[number], 'id' | 'cards'>): Page {
    const parts = listParts(cards)
    const inputs = toInputs(parts)
    const buttons = parts.flatMap((part) => {
      const { data: action } = executeAction.safeParse(part)
      if (action === undefined) return []
      const filled = { ...action, data: { ...inputs, ...action.data } }
      return [{ action: action.verb, press: () => teams.execute({ person, activityId: id, action: filled }) }]
    })
    return { text: JSON.stringify(cards), buttons }
  }

  function findCard(address: string): Page | undefined {
    const post = find(address)
    return post && toPage(post)
  }

  /** Below the card, or in its place. */
  function findNext(address: string): Page | undefined {
    const post = find(address)
    const newest = post?.replies.findLast(({ onlyForYou }) => onlyForYou) ?? post
    const page = newest && toPage(newest)
    return page !== undefined && isAbout(address, page.text) ? page : undefined
  }

  return {
    platform: 'teams',
    person,
    listCards: () =>
      posts().flatMap(({ cards }) => {
        const text = JSON.stringify(cards)
        return text.includes('"verb":"review"') ? (text.match(addresses) ?? []).slice(0, 1) : []
      }),
    findCard,
    findNext,
    leave: async () => {},
  }
}

/** A card's elements and actions, however deep they are; what an action falls back to is no button of its own. */
function listParts(part: unknown): readonly unknown[] {
  if (typeof part !== 'object' || part === null) return []
  return [
    part,
    ...Object.entries(part).flatMap(([name, value]) => (name === 'fallback' ? [] : listParts(value))),
  ]
}

function toInputs(parts: readonly unknown[]): Record<string, string> {
  return Object.fromEntries(
    parts.flatMap((part) => {
      const { data } = input.safeParse(part)
      if (data === undefined) return []
      const values = (data.choices ?? []).map(({ value }) => value)
      const chosen =
        data.isMultiSelect === true ? values.join(',') : values.includes('yes') ? 'yes' : (values[0] ?? '')
      return [[data.id, data.type === 'Input.Text' ? note : chosen]]
    }),
  )
}
