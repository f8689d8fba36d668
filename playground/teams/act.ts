// What people do in Teams: speak to the bot, press a card's button, add the bot to the team.
import { type Delivery, deliver, isSuccess } from '../delivery.js'
import { getPerson, type Person, type PersonKey } from '../people.js'
import type { ActResult } from '../sight.js'
import {
  type Envelope,
  type TypedActivity,
  toEnvelope,
  toInstallActivities,
  toPersonalInstallActivities,
} from './envelope.js'
import { followInvoke, type TeamsExecute, toInvoke } from './invoke.js'
import { isSeenBy } from './look.js'
import { type TenantParts, toServiceUrl } from './parts.js'
import type { StoredActivity } from './saved-tenant.js'
import { type Conversation, findChatOwner, TENANT, toChatId } from './team.js'
import type { Trust } from './trust.js'

/** Teams gives up on an invoke after 10 to 15 seconds. */
const ANSWER_LIMIT_MILLISECONDS = 12_000

const targetedBot = { id: TENANT.botId, name: TENANT.botName, isTargeted: true }

const wentWrong: ActResult = { ok: false, trouble: 'Something went wrong. Please try again.' }

interface TeamsSaying {
  readonly person: PersonKey
  /** `@Reprieve list`, or `/list` for the bot alone; without either the bot hears it in the personal chat only. */
  readonly text: string
  /** The first post of the thread to answer in; without it, a new thread. */
  readonly rootId?: string
  /** In the personal chat with the bot instead of the channel. */
  readonly chat?: boolean
}

export interface TeamsActs {
  say(saying: TeamsSaying): Promise<ActResult>
  execute(execute: TeamsExecute): Promise<ActResult>
  /** Opens the personal chat. The first time, the bot hears that it was added there. */
  openChat(opening: { readonly person: PersonKey }): Promise<ActResult>
  /** @throws Error when the bot did not take the event. */
  install(): Promise<void>
}

export function createActs(parts: TenantParts, trust: Trust): TeamsActs {
  const { state, posts, clock, wire, baseUrl, botUrl } = parts
  const envelope = (from: Person, where: Conversation, id: string): Envelope => ({
    id,
    from,
    where,
    clock,
    serviceUrl: toServiceUrl(baseUrl()),
  })
  const send = async (activity: TypedActivity): Promise<Delivery> =>
    deliver({
      wire,
      side: 'teams',
      name: typeof activity.name === 'string' ? `${activity.type} ${activity.name}` : activity.type,
      url: `${botUrl()}/api/messages`,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)',
        authorization: `Bearer ${await trust.sign()}`,
      },
      body: JSON.stringify(activity),
      limitMilliseconds: ANSWER_LIMIT_MILLISECONDS,
    })
  const visible = (person: Person, id: string): StoredActivity | undefined => {
    const activity = posts.find(id)
    const isHis = activity?.place === TENANT.channelId || activity?.place === toChatId(person)
    return isHis && isSeenBy(activity, person) ? activity : undefined
  }

  return {
    async say({ person: key, text, rootId, chat = false }) {
      const person = getPerson(key)
      const root = rootId === undefined ? undefined : visible(person, rootId)
      if (text.trim() === '' || (rootId !== undefined && !root)) return wentWrong
      const place = chat ? toChatId(person) : TENANT.channelId
      // A command of the menu behind `/` goes to the bot alone; in a personal chat it is typed like any other word.
      const isTargeted = !chat && text.trim().startsWith('/')
      const said = isTargeted ? { text: text.trim().slice(1), entities: [] } : toMention(text.trim())
      const posted = await posts.post({
        place,
        rootId: root && (root.rootId ?? root.id),
        from: person.teams.userId,
        text: said.text,
        textFormat: 'plain',
        cards: [],
        onlyFor: isTargeted ? person.teams.userId : undefined,
      })
      if (!chat && !isTargeted && said.entities.length === 0) return { ok: true }
      const where = whereOf(posted)
      const delivery = await send({
        ...toEnvelope(envelope(person, where, posted.id)),
        ...said,
        ...(isTargeted ? { recipient: targetedBot } : {}),
        type: 'message',
        textFormat: 'plain',
      })
      return isSuccess(delivery) ? { ok: true } : wentWrong
    },
    async execute(execute) {
      const person = getPerson(execute.person)
      const activity = visible(person, execute.activityId)
      if (!activity) return wentWrong
      const frame = toEnvelope(envelope(person, whereOf(activity), posts.nextId()))
      const delivery = await send({ ...frame, ...toInvoke(execute.action), replyToId: activity.id })
      if (!isSuccess(delivery)) return wentWrong
      if (execute.action.type === 'Action.Submit') return { ok: true }
      const answer = followInvoke(delivery.text)
      if (answer.kind === 'failed') return wentWrong
      if (answer.kind === 'toast') return { ok: true, toast: answer.text }
      if (answer.kind === 'card') await posts.showPrivately(activity, person.teams.userId, answer.card)
      return { ok: true }
    },
    async openChat({ person: key }) {
      const person = getPerson(key)
      const installed = state.value.chatsInstalled
      if (installed.includes(person.teams.userId)) return { ok: true }
      // Marked first: two clicks are one opening.
      installed.push(person.teams.userId)
      const first = envelope(person, { kind: 'chat', owner: person }, posts.nextId())
      for (const activity of toPersonalInstallActivities(first)) {
        if (isSuccess(await send(activity))) continue
        state.value.chatsInstalled = state.value.chatsInstalled.filter((id) => id !== person.teams.userId)
        return wentWrong
      }
      await state.commit()
      return { ok: true }
    },
    async install() {
      const first = envelope(getPerson('maya'), { kind: 'channel', threadId: undefined }, posts.nextId())
      for (const activity of toInstallActivities(first)) {
        const delivery = await send(activity)
        if (!isSuccess(delivery))
          throw new Error(`the bot did not take the Teams install event: ${describe(delivery)}`)
      }
    },
  }
}

function whereOf(activity: StoredActivity): Conversation {
  const owner = findChatOwner(activity.place)
  return owner ? { kind: 'chat', owner } : { kind: 'channel', threadId: activity.rootId ?? activity.id }
}

/** What a person types as `@Reprieve` goes out as a mention entity and its tag. */
function toMention(typed: string) {
  const tag = `<at>${TENANT.botName}</at>`
  const pattern = new RegExp(`@${TENANT.botName}\\b`, 'i')
  if (!pattern.test(typed)) return { text: typed, entities: [] }
  const mentioned = { id: TENANT.botId, name: TENANT.botName }
  return { text: typed.replace(pattern, tag), entities: [{ type: 'mention', mentioned, text: tag }] }
}

function describe(delivery: Delivery): string {
  return delivery.kind === 'answered' ? `it answered ${delivery.status}` : delivery.kind
}
